# Lengths, of which only what is known counts.

locals {
  some = [for number in range(60) : "arn:aws:s3:::application-bucket-of-some-length-${number}-with-a-suffix/objects/*"]
}

resource "aws_iam_policy" "pass_short" {
  name = "short"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = local.some
    }]
  })
}

resource "aws_iam_policy" "fail_long" {
  name = "long"
  policy = jsonencode({ # expect: TFG191
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = local.some },
      { Effect = "Allow", Action = "s3:PutObject", Resource = local.some },
    ]
  })
}

variable "pass_arns" {
  type = list(string)
}

resource "aws_iam_policy" "pass_unknown" {
  name = "unknown"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = local.some },
      { Effect = "Allow", Action = "s3:PutObject", Resource = var.pass_arns },
    ]
  })
}

data "aws_iam_policy_document" "fail_document" { # expect: TFG191
  statement {
    actions   = ["s3:GetObject"]
    resources = concat(local.some, [for arn in local.some : "${arn}/more"])
  }
}

resource "aws_iam_policy" "pass_of_document" {
  name   = "document"
  policy = data.aws_iam_policy_document.fail_document.json
}

resource "aws_iam_role" "fail_trust" {
  name = "trust"
  assume_role_policy = jsonencode({ # expect: TFG191
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = [for number in range(40) : "arn:aws:iam::111111111111:role/application-of-some-length-${number}"] }
    }]
  })
}

data "aws_iam_policy_document" "pass_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "fail_together" { # expect: TFG191
  name               = "together"
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json
}

resource "aws_iam_role_policy" "pass_parts" {
  for_each = toset(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])

  name = each.key
  role = aws_iam_role.fail_together.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = each.key, Resource = local.some }]
  })
}

resource "aws_iam_role" "pass_apart" {
  for_each = toset(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])

  name               = each.key
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json
}

resource "aws_iam_role_policy" "pass_apart" {
  for_each = toset(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])

  name = each.key
  role = aws_iam_role.pass_apart[each.key].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = each.key, Resource = local.some }]
  })
}

resource "aws_iam_role" "fail_attached" { # expect: TFG191
  name               = "attached"
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json
}

resource "aws_iam_role_policy_attachment" "pass_attached" {
  for_each = toset([for number in range(10) : "arn:aws:iam::111111111111:policy/part-${number}"])

  role       = aws_iam_role.fail_attached.name
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachment" "pass_eleventh" {
  role       = "attached"
  policy_arn = aws_iam_policy.pass_short.arn
}

resource "aws_iam_role" "pass_attached" {
  name               = "ten"
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json
}

resource "aws_iam_role_policy_attachment" "pass_ten" {
  for_each = toset([for number in range(10) : "arn:aws:iam::111111111111:policy/part-${number}"])

  role       = aws_iam_role.pass_attached.name
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachments_exclusive" "pass_ten" {
  role_name   = aws_iam_role.pass_attached.name
  policy_arns = [for number in range(10) : "arn:aws:iam::111111111111:policy/part-${number}"]
}

resource "aws_s3_bucket_policy" "pass_bucket" {
  bucket = "app"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for action in ["s3:GetObject", "s3:PutObject"] : { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111111111111:role/app" }, Action = action, Resource = local.some }]
  })
}

resource "aws_sqs_queue_policy" "fail_queue" {
  queue_url = "https://sqs.us-east-1.amazonaws.com/111111111111/app"
  policy = jsonencode({ # expect: TFG191
    Version = "2012-10-17"
    Statement = [for action in ["sqs:SendMessage", "sqs:ReceiveMessage"] : {
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:role/app" }
      Action    = action
      Resource  = "arn:aws:sqs:us-east-1:111111111111:app"
      Condition = { ArnLike = { "aws:SourceArn" = local.some } }
    }]
  })
}
