variable "bucket" {}

resource "aws_s3_bucket" "pass_logs" {
  bucket = "pass-logs"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_logs" {
  bucket = aws_s3_bucket.pass_logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

data "aws_iam_policy_document" "delivery" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.pass_logs.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }
  }
}

resource "aws_s3_bucket_policy" "pass_logs" {
  bucket = aws_s3_bucket.pass_logs.id
  policy = data.aws_iam_policy_document.delivery.json
}

resource "aws_lb" "pass_through_the_policy" {
  access_logs {
    bucket  = aws_s3_bucket_policy.pass_logs.bucket
    enabled = true
  }
}

resource "aws_lb" "pass_listed" {
  access_logs {
    bucket  = "pass-logs"
    enabled = true
  }

  depends_on = [aws_s3_bucket_policy.pass_logs]
}

resource "aws_lb" "pass_off" {
  access_logs {
    bucket  = aws_s3_bucket.fail_nothing.id
    enabled = false
  }
}

resource "aws_lb" "pass_unknown" {
  access_logs {
    bucket  = var.bucket
    enabled = true
  }
}

resource "aws_lb" "fail_too_early" {
  access_logs {
    bucket  = aws_s3_bucket.pass_logs.id # expect: TFG171
    enabled = true
  }
}

resource "aws_s3_bucket" "fail_kms" {
  bucket = "fail-kms"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "fail_kms" {
  bucket = "fail-kms"

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms" # expect: TFG171
    }
  }
}

resource "aws_s3_bucket_policy" "fail_kms" {
  bucket = aws_s3_bucket.fail_kms.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:Put*", Resource = "*" }]
  })
}

resource "aws_lb" "fail_kms" {
  access_logs {
    bucket  = aws_s3_bucket_policy.fail_kms.id == "" ? "" : aws_s3_bucket.fail_kms.id
    enabled = true
  }
}

resource "aws_alb" "fail_kms" {
  access_logs {
    bucket  = aws_s3_bucket.fail_kms.bucket
    enabled = true
  }

  depends_on = [aws_s3_bucket_policy.fail_kms]
}

resource "aws_s3_bucket" "fail_nothing" { # expect: TFG171
  bucket = "fail-nothing"
}

resource "aws_lb" "fail_nothing" {
  access_logs {
    bucket  = aws_s3_bucket.fail_nothing.id
    enabled = true
  }
}

resource "aws_s3_bucket" "fail_other_policy" {
  bucket = "fail-other-policy"
}

resource "aws_s3_bucket_policy" "fail_other_policy" {
  bucket = aws_s3_bucket.fail_other_policy.id
  policy = jsonencode({ # expect: TFG171
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_lb" "fail_other_policy" {
  access_logs {
    bucket  = aws_s3_bucket_policy.fail_other_policy.bucket
    enabled = true
  }
}

resource "aws_s3_bucket" "fail_delivery" {
  for_each = toset(["service", "prefix"])
  bucket   = "fail-${each.key}"
}

resource "aws_s3_bucket_policy" "fail_other_service" {
  bucket = aws_s3_bucket.fail_delivery["service"].id
  policy = jsonencode({ # expect: TFG171
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.fail_delivery["service"].arn}/*"
    }]
  })
}

resource "aws_lb" "fail_other_service" {
  access_logs {
    bucket  = aws_s3_bucket_policy.fail_other_service.bucket
    enabled = true
  }
}

resource "aws_s3_bucket_policy" "fail_other_prefix" {
  bucket = aws_s3_bucket.fail_delivery["prefix"].id
  policy = jsonencode({ # expect: TFG171
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::127311923021:root" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.fail_delivery["prefix"].arn}/nlb/AWSLogs/*"
    }]
  })
}

resource "aws_lb" "fail_other_prefix" {
  access_logs {
    bucket  = aws_s3_bucket_policy.fail_other_prefix.bucket
    prefix  = "alb"
    enabled = true
  }
}

resource "aws_s3_bucket" "pass_delivery" {
  bucket = "pass-delivery"
}

resource "aws_s3_bucket_policy" "pass_delivery" {
  bucket = aws_s3_bucket.pass_delivery.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "127311923021" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.pass_delivery.arn}/alb/AWSLogs/111111111111/*"
    }]
  })
}

resource "aws_lb" "pass_delivery" {
  access_logs {
    bucket  = aws_s3_bucket_policy.pass_delivery.bucket
    prefix  = "alb"
    enabled = true
  }
}
