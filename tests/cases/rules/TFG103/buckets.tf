provider "aws" {
  region = "eu-west-1"
}

variable "policy" {}

resource "aws_s3_bucket" "pass_document" {
  bucket = "pass-document"
}

data "aws_iam_policy_document" "tls" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.pass_document.arn, "${aws_s3_bucket.pass_document.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "pass_document" {
  bucket = aws_s3_bucket.pass_document.id
  policy = data.aws_iam_policy_document.tls.json
}

resource "aws_s3_bucket" "pass_heredoc" {
  bucket = "pass-heredoc"
}

resource "aws_s3_bucket_policy" "pass_heredoc" {
  bucket = "pass-heredoc"
  policy = <<-EOT
    {
      "Statement": [{
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:*",
        "Resource": ["${aws_s3_bucket.pass_heredoc.arn}", "${aws_s3_bucket.pass_heredoc.arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}
      }]
    }
  EOT
}

resource "aws_s3_bucket" "pass_unknown" {
  bucket = "pass-unknown"
}

resource "aws_s3_bucket_policy" "pass_unknown" {
  bucket = aws_s3_bucket.pass_unknown.id
  policy = var.policy
}

resource "aws_s3_bucket" "fail_without_policy" { # expect: TFG103
  bucket = "fail-without-policy"
}

resource "aws_s3_bucket" "fail_other_policy" {
  bucket = "fail-other-policy"
}

resource "aws_s3_bucket_policy" "fail_other_policy" {
  bucket = aws_s3_bucket.fail_other_policy.id
  policy = jsonencode({ # expect: TFG103
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}

resource "aws_s3_bucket" "fail_allow" {
  bucket = "fail-allow"
}

resource "aws_s3_bucket_policy" "fail_allow" {
  bucket = aws_s3_bucket.fail_allow.id
  policy = jsonencode({ # expect: TFG103
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "fail_objects_alone" {
  bucket = "fail-objects-alone"
}

resource "aws_s3_bucket_policy" "fail_objects_alone" {
  bucket = aws_s3_bucket.fail_objects_alone.id
  policy = jsonencode({ # expect: TFG103
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "${aws_s3_bucket.fail_objects_alone.arn}/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
