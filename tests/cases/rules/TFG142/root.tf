provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

variable "create" {
  type = bool
}

variable "vpc" {
  type = string
}

resource "aws_vpc" "pass_one" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "pass_two" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_sqs_queue" "pass_jobs" {
  name = "jobs"
}

resource "aws_sqs_queue" "fail_jobs" {
  name = "jobs" # expect: TFG142
}

resource "aws_sqs_queue" "pass_other_region" {
  provider = aws.ireland

  name = "jobs"
}

resource "aws_sqs_queue" "pass_own_region" {
  region = "ap-south-1"

  name = "jobs"
}

# A queue and a topic do not share names.
resource "aws_sns_topic" "pass_jobs" {
  name = "jobs"
}

resource "aws_iam_role" "pass_app" {
  name = "app"
}

# Upper and lower case are one.
resource "aws_iam_role" "fail_app" {
  name = "App" # expect: TFG142
}

provider "aws" {
  alias               = "account"
  region              = "us-west-2"
  allowed_account_ids = ["111111111111"]
}

# The credentials of both providers are the same.
resource "aws_iam_role" "fail_same_credentials" {
  provider = aws.ireland

  name = "app" # expect: TFG142
}

# It may be another account.
resource "aws_iam_role" "pass_other_account" {
  provider = aws.account

  name = "app"
}

resource "aws_lb" "pass_app" {
  name = "app"
}

resource "aws_alb" "fail_app" {
  name = "app" # expect: TFG142
}

resource "aws_cloudwatch_log_group" "fail_each" {
  for_each = toset(["api", "worker"])

  name              = "/ecs/app" # expect: TFG142
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pass_each" {
  for_each = toset(["api", "worker"])

  name              = "/ecs/${each.key}"
  retention_in_days = 30
}

resource "aws_secretsmanager_secret" "fail_count" {
  count = 2

  name = "token" # expect: TFG142
}

# Exactly one of the two exists.
resource "aws_ecs_cluster" "pass_maybe" {
  count = var.create ? 1 : 0

  name = "main"
}

resource "aws_ecs_cluster" "pass_otherwise" {
  count = var.create ? 0 : 1

  name = "main"
}

resource "aws_ecs_cluster" "pass_a" {
  name = "a"
}

resource "aws_ecs_cluster" "pass_b" {
  name = "b"
}

resource "aws_ecs_service" "pass_a" {
  name    = "app"
  cluster = aws_ecs_cluster.pass_a.id
}

resource "aws_ecs_service" "pass_b" {
  name    = "app"
  cluster = aws_ecs_cluster.pass_b.id
}

resource "aws_ecs_service" "fail_b" {
  name    = "app" # expect: TFG142
  cluster = aws_ecs_cluster.pass_b.arn
}

resource "aws_security_group" "pass_one" {
  name   = "app"
  vpc_id = aws_vpc.pass_one.id
}

resource "aws_security_group" "pass_two" {
  name   = "app"
  vpc_id = aws_vpc.pass_two.id
}

resource "aws_security_group" "fail_two" {
  name   = "app" # expect: TFG142
  vpc_id = aws_vpc.pass_two.id
}

resource "aws_security_group" "pass_unknown" {
  name   = "app"
  vpc_id = var.vpc
}

resource "aws_db_instance" "pass_one" {
  identifier                = "one"
  final_snapshot_identifier = "final"
}

resource "aws_db_instance" "fail_final" {
  identifier                = "two"
  final_snapshot_identifier = "final" # expect: TFG142
}

resource "aws_rds_cluster_instance" "fail_one" {
  identifier = "one" # expect: TFG142
}

# Names that Terraform makes up.
resource "aws_iam_role" "pass_prefix" {
  count = 2

  name_prefix = "app-"
}

# Never taken.
resource "aws_db_instance" "pass_skipped" {
  identifier                = "skipped"
  final_snapshot_identifier = "final"
  skip_final_snapshot       = true
}
