provider "aws" {
  region = "us-east-1"
}

# The group goes into a module that cannot be read: it may add the rule.
resource "aws_security_group" "pass_passed_on" {
  name = "passed-on"
}

module "rules" {
  source  = "terraform-aws-modules/security-group/aws"
  version = "5.3.0"

  security_group_id = aws_security_group.pass_passed_on.id
}

# This one stays here.
resource "aws_security_group" "fail_own" { # expect: TFG158
  name = "own"
}

resource "aws_security_group" "app" {
  name = "app"

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_db_instance" "pass_one" {
  identifier             = "one"
  engine                 = "postgres"
  vpc_security_group_ids = [aws_security_group.pass_passed_on.id]
}

resource "aws_db_instance" "fail_two" {
  identifier             = "two"
  engine                 = "postgres"
  vpc_security_group_ids = [aws_security_group.fail_own.id]
}

resource "aws_ecs_task_definition" "app" {
  family = "app"

  container_definitions = jsonencode([{
    name = "app"
    environment = [
      { name = "ONE", value = aws_db_instance.pass_one.address },
      { name = "TWO", value = aws_db_instance.fail_two.address },
    ]
  }])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  task_definition = aws_ecs_task_definition.app.arn

  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [aws_security_group.app.id]
  }
}
