# Limits of what the roles of dev may have; they grant nothing.

resource "aws_iam_policy" "pass_used_elsewhere" {
  name = "app-limit"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:*", "logs:*"], Resource = "*" },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = "*" },
    ]
  })
}

resource "aws_iam_policy" "pass_by_name" {
  name = "app-boundary"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "*", Resource = "*" },
      { Effect = "Deny", Action = "iam:*", Resource = "*" },
    ]
  })
}

resource "aws_iam_policy" "fail_no_limit" {
  name = "app-no-limit"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "*" # expect: TFG004
      Resource = "*"
    }]
  })
}

resource "aws_iam_role" "pass_with_boundary" {
  name                 = "with-boundary"
  assume_role_policy   = "{}"
  permissions_boundary = aws_iam_policy.fail_no_limit.arn
}

resource "aws_iam_policy" "fail_grant" {
  name = "app-grant"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:*" # expect: TFG004
      Resource = "*"
    }]
  })
}
