variable "tables" {
  type = list(string)
}

variable "services" {
  type = set(string)
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "app" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

# May be the route of the table in question.
resource "aws_route" "nat" {
  count                  = length(var.tables)
  route_table_id         = var.tables[count.index]
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = "nat-0123456789abcdef0"
}

resource "aws_ecs_service" "pass_route_elsewhere" {
  name        = "app"
  launch_type = "FARGATE"

  network_configuration {
    subnets         = [aws_subnet.app.id]
    security_groups = [aws_security_group.pass_unknown_rules.id]
  }
}

resource "aws_security_group" "pass_unknown_rules" {
  name = "unknown"

  dynamic "egress" {
    for_each = var.services
    content {
      from_port   = egress.value
      to_port     = egress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group" "fail_closed" { # expect: TFG154
  name = "closed"

  egress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_ecs_service" "fail_no_https" {
  name        = "no-https"
  launch_type = "FARGATE"

  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [aws_security_group.fail_closed.id]
  }
}

# No rule at all: Terraform takes away the one that lets everything out.
resource "aws_security_group" "fail_empty" { # expect: TFG154
  name = "empty"
}

resource "aws_ecs_service" "fail_no_rules" {
  name        = "no-rules"
  launch_type = "FARGATE"

  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [aws_security_group.fail_empty.id]
  }
}

# One of its groups is not known.
resource "aws_ecs_service" "pass_foreign_group" {
  name        = "foreign"
  launch_type = "FARGATE"

  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [aws_security_group.fail_empty.id, "sg-0123456789abcdef0"]
  }
}

provider "aws" {
  region = "us-east-1"
}
