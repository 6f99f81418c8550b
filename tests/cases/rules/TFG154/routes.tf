resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "nat" {
  count      = 2
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.${count.index + 1}.0/24"
}

resource "aws_subnet" "transit" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.3.0/24"
}

resource "aws_subnet" "isolated" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.4.0/24"
}

resource "aws_subnet" "main_table" { # expect: TFG154
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.5.0/24"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table" "nat" {
  count  = 2
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "nat" {
  count                  = 2
  route_table_id         = aws_route_table.nat[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this.id
}

resource "aws_nat_gateway" "this" {
  subnet_id = aws_subnet.public.id
}

resource "aws_route_table" "transit" {
  vpc_id = aws_vpc.this.id

  route = [{
    cidr_block                 = "0.0.0.0/0"
    transit_gateway_id         = "tgw-0123456789abcdef0"
    carrier_gateway_id         = ""
    core_network_arn           = ""
    destination_prefix_list_id = ""
    egress_only_gateway_id     = ""
    gateway_id                 = ""
    ipv6_cidr_block            = ""
    local_gateway_id           = ""
    nat_gateway_id             = ""
    network_interface_id       = ""
    vpc_endpoint_id            = ""
    vpc_peering_connection_id  = ""
  }]
}

resource "aws_route_table" "isolated" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "nat" {
  count          = 2
  subnet_id      = aws_subnet.nat[count.index].id
  route_table_id = aws_route_table.nat[count.index].id
}

resource "aws_route_table_association" "transit" {
  subnet_id      = aws_subnet.transit.id
  route_table_id = aws_route_table.transit.id
}

resource "aws_route_table_association" "isolated" {
  subnet_id      = aws_subnet.isolated.id
  route_table_id = aws_route_table.isolated.id
}

resource "aws_ecs_service" "pass_nat" {
  name        = "nat"
  launch_type = "FARGATE"

  network_configuration {
    subnets = aws_subnet.nat[*].id
  }
}

resource "aws_ecs_service" "pass_transit" {
  name        = "transit"
  launch_type = "FARGATE"

  network_configuration {
    subnets = [aws_subnet.transit.id]
  }
}

resource "aws_ecs_service" "pass_public_with_address" {
  name        = "public"
  launch_type = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.public.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_service" "pass_other_launch_type" {
  name        = "ec2"
  launch_type = "EC2"

  network_configuration {
    subnets = [aws_subnet.isolated.id]
  }
}

resource "aws_ecs_service" "pass_unknown_subnet" {
  name        = "unknown"
  launch_type = "FARGATE"

  network_configuration {
    subnets = ["subnet-0123456789abcdef0"]
  }
}

resource "aws_ecs_service" "fail_public_without_address" {
  name        = "no-address"
  launch_type = "FARGATE"

  network_configuration {
    subnets = [aws_subnet.public.id] # expect: TFG154
  }
}

resource "aws_ecs_service" "fail_isolated" {
  name = "isolated"

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }

  network_configuration {
    subnets = [aws_subnet.nat[0].id, aws_subnet.isolated.id] # expect: TFG154
  }
}

resource "aws_ecs_task_definition" "batch" {
  family                   = "batch"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "batch", image = "busybox:1.37" }])
}

resource "aws_ecs_service" "fail_main_table" {
  name            = "main"
  task_definition = aws_ecs_task_definition.batch.arn

  network_configuration {
    subnets = [aws_subnet.main_table.id]
  }
}

resource "aws_cloudwatch_event_target" "fail_schedule" {
  rule = "nightly"
  arn  = "arn:aws:ecs:us-east-1:111111111111:cluster/main"

  ecs_target {
    task_definition_arn = aws_ecs_task_definition.batch.arn
    launch_type         = "FARGATE"

    network_configuration {
      subnets = [aws_subnet.isolated.id] # expect: TFG154
    }
  }
}

provider "aws" {
  region = "us-east-1"
}
