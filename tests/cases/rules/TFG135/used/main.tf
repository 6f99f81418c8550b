module "fail_group" {
  source = "./modules/group"
}

resource "aws_db_instance" "pass_this" {
  identifier             = "app"
  vpc_security_group_ids = [module.fail_group.id]
}

resource "aws_security_group" "fail_service" { # expect: TFG135
  for_each = toset(["api", "worker"])

  name_prefix = each.key
}

resource "aws_ecs_service" "pass_this" {
  for_each = aws_security_group.fail_service

  name = each.key

  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [each.value.id]
  }
}

resource "aws_security_group" "fail_destroyed_first" { # expect: TFG135
  name = "destroyed-first"

  lifecycle {
    create_before_destroy = false
  }
}

resource "aws_lb" "pass_this" {
  name            = "app"
  security_groups = [aws_security_group.fail_destroyed_first.id, aws_security_group.pass_first.id]
}

resource "aws_security_group" "pass_first" {
  name = "first"

  lifecycle {
    create_before_destroy = true
  }
}

# No network interface has it.
resource "aws_security_group" "pass_unused" {
  name = "unused"
}

# Created first because the launch configuration is.
resource "aws_security_group" "pass_implied" {
  name = "implied"
}

resource "aws_launch_configuration" "pass_this" {
  name_prefix     = "app-"
  security_groups = [aws_security_group.pass_implied.id]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_instance" "pass_this" {
  vpc_security_group_ids = [aws_security_group.pass_implied.id]
}
