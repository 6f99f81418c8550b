# Managed policies of AWS, wherever they are attached.

resource "aws_iam_role" "fail_admin" {
  name               = "admin"
  assume_role_policy = "{}"
  managed_policy_arns = [
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "arn:aws:iam::aws:policy/AdministratorAccess", # expect: TFG004
  ]
}

resource "aws_iam_role_policy_attachment" "fail_power" {
  role       = aws_iam_role.fail_admin.name
  policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess" # expect: TFG004
}

resource "aws_iam_role_policy_attachment" "pass_monitoring" {
  role       = aws_iam_role.fail_admin.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_iam_role_policy_attachment" "pass_own" {
  role       = aws_iam_role.fail_admin.name
  policy_arn = "arn:aws:iam::111111111111:policy/OurFullAccess"
}

resource "aws_iam_role_policy_attachment" "pass_unknown" {
  role       = aws_iam_role.fail_admin.name
  policy_arn = var.pass_policy_arn
}

variable "pass_policy_arn" {
  type = string
}

data "aws_partition" "current" {}

resource "aws_iam_role_policy_attachment" "fail_partition" {
  role       = aws_iam_role.fail_admin.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonS3FullAccess" # expect: TFG004
}

resource "aws_iam_role_policy_attachment" "fail_each" {
  for_each = toset([
    "arn:aws:iam::aws:policy/AmazonSQSFullAccess",                        # expect: TFG004
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
  ])

  role       = aws_iam_role.fail_admin.name
  policy_arn = each.value
}

data "aws_iam_policy" "fail_by_name" {
  name = "IAMFullAccess" # expect: TFG004
}

resource "aws_iam_role_policy_attachment" "fail_by_name" {
  role       = aws_iam_role.fail_admin.name
  policy_arn = data.aws_iam_policy.fail_by_name.arn
}

resource "aws_iam_user_policy_attachment" "fail_user" {
  user       = "somebody"
  policy_arn = "arn:aws:iam::aws:policy/AWSLambda_FullAccess" # expect: TFG004
}

resource "aws_iam_group_policy_attachment" "fail_group" {
  group      = "developers"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" # expect: TFG004
}

resource "aws_iam_policy_attachment" "fail_many" {
  name       = "many"
  roles      = [aws_iam_role.fail_admin.name]
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2FullAccess" # expect: TFG004
}

resource "aws_ssoadmin_managed_policy_attachment" "fail_permission_set" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" # expect: TFG004
}
