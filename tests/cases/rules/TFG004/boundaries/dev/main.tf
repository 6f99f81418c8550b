resource "aws_iam_role" "pass_app" {
  name                 = "app"
  assume_role_policy   = "{}"
  permissions_boundary = "arn:aws:iam::111111111111:policy/app-limit"
}
