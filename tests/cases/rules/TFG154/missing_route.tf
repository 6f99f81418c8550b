provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "app" {
  for_each = { a = "10.0.1.0/24", b = "10.0.2.0/24" }

  vpc_id     = aws_vpc.this.id
  cidr_block = each.value
}

# No table of the VPC leads out: the tables lack the route, once for both services.
resource "aws_route_table" "fail_app" { # expect: TFG154
  for_each = aws_subnet.app
  vpc_id   = aws_vpc.this.id
}

resource "aws_route_table_association" "app" {
  for_each = aws_subnet.app

  subnet_id      = each.value.id
  route_table_id = aws_route_table.fail_app[each.key].id
}

resource "aws_ecs_service" "fail_one" {
  name        = "one"
  launch_type = "FARGATE"

  network_configuration {
    subnets = values(aws_subnet.app)[*].id
  }
}

resource "aws_ecs_service" "fail_two" {
  name        = "two"
  launch_type = "FARGATE"

  network_configuration {
    subnets = values(aws_subnet.app)[*].id
  }
}

resource "aws_vpc" "second" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "fail_bare" { # expect: TFG154
  vpc_id     = aws_vpc.second.id
  cidr_block = "10.1.1.0/24"
}

resource "aws_ecs_service" "fail_main_table" {
  name        = "main"
  launch_type = "FARGATE"

  network_configuration {
    subnets = [aws_subnet.fail_bare.id]
  }
}

# What cannot be read may add endpoints to this VPC.
resource "aws_vpc" "third" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_subnet" "pass_endpoints" {
  vpc_id     = aws_vpc.third.id
  cidr_block = "10.2.1.0/24"
}

module "endpoints" {
  source  = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints"
  version = "6.6.0"

  vpc_id = aws_vpc.third.id
}

resource "aws_ecs_service" "pass_endpoints" {
  name        = "endpoints"
  launch_type = "FARGATE"

  network_configuration {
    subnets = [aws_subnet.pass_endpoints.id]
  }
}
