resource "aws_vpc" "pass_dns" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_vpc" "fail_no_dns" { # expect: TFG154
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "app" {
  vpc_id     = aws_vpc.pass_dns.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "other" {
  vpc_id     = aws_vpc.pass_dns.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_route_table" "app" {
  vpc_id = aws_vpc.pass_dns.id
}

resource "aws_route_table" "other" { # expect: TFG154
  vpc_id = aws_vpc.pass_dns.id
}

resource "aws_route_table_association" "app" {
  subnet_id      = aws_subnet.app.id
  route_table_id = aws_route_table.app.id
}

resource "aws_route_table_association" "other" {
  subnet_id      = aws_subnet.other.id
  route_table_id = aws_route_table.other.id
}

resource "aws_security_group" "app" {
  name = "app"
}

resource "aws_vpc_security_group_egress_rule" "app" {
  security_group_id = aws_security_group.app.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_security_group" "endpoints" {
  name = "endpoints"

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_security_group" "closed" {
  name = "closed"

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["192.168.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "pass_interface" {
  for_each = toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])

  vpc_id              = aws_vpc.pass_dns.id
  service_name        = "com.amazonaws.us-east-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.app.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}

resource "aws_vpc_endpoint" "pass_s3" {
  vpc_id          = aws_vpc.pass_dns.id
  service_name    = "com.amazonaws.us-east-1.s3"
  route_table_ids = [aws_route_table.app.id]
}

resource "aws_vpc_endpoint" "fail_without_private_dns" { # expect: TFG154
  vpc_id             = aws_vpc.pass_dns.id
  service_name       = "com.amazonaws.us-east-1.ssm"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.app.id]
  security_group_ids = [aws_security_group.endpoints.id]
}

resource "aws_vpc_endpoint" "fail_closed" {
  vpc_id              = aws_vpc.pass_dns.id
  service_name        = "com.amazonaws.us-east-1.ssmmessages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.app.id]
  security_group_ids  = [aws_security_group.closed.id] # expect: TFG154
}

resource "aws_vpc_endpoint" "fail_vpc_without_dns" {
  vpc_id              = aws_vpc.fail_no_dns.id
  service_name        = "com.amazonaws.us-east-1.logs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}

resource "aws_ecs_task_definition" "app" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]

  container_definitions = jsonencode([{
    name             = "app"
    image            = "111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1"
    secrets          = [{ name = "KEY", valueFrom = "arn:aws:secretsmanager:us-east-1:111111111111:secret:key" }]
    logConfiguration = { logDriver = "awslogs" }
  }])
}

resource "aws_ecs_task_definition" "parameter" {
  family                   = "parameter"
  requires_compatibilities = ["FARGATE"]

  container_definitions = <<-JSON
    [{
      "name": "app",
      "image": "111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1",
      "secrets": [{"name": "KEY", "valueFrom": "arn:aws:ssm:us-east-1:111111111111:parameter/key"}]
    }]
  JSON
}

resource "aws_ecs_service" "pass_all_endpoints" {
  name            = "app"
  task_definition = aws_ecs_task_definition.app.arn

  network_configuration {
    subnets         = [aws_subnet.app.id]
    security_groups = [aws_security_group.app.id]
  }
}

# The S3 endpoint is not for the route table of this subnet.
resource "aws_ecs_service" "fail_other_table" {
  name            = "other"
  task_definition = aws_ecs_task_definition.app.arn

  network_configuration {
    subnets         = [aws_subnet.other.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_service" "fail_endpoints" {
  name                   = "parameter"
  task_definition        = aws_ecs_task_definition.parameter.arn
  enable_execute_command = true

  network_configuration {
    subnets         = [aws_subnet.app.id]
    security_groups = [aws_security_group.app.id]
  }
}

provider "aws" {
  region = "us-east-1"
}
