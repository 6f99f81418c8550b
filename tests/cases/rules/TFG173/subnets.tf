variable "subnet_ids" {
  type = list(string)
}

variable "internal" {
  type = bool
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "public" {
  for_each = { "us-east-1a" = "10.0.0.0/24", "us-east-1b" = "10.0.1.0/24" }

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_subnet" "private" {
  for_each = { "us-east-1a" = "10.0.2.0/24", "us-east-1b" = "10.0.3.0/24" }

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_subnet" "same_zone" {
  count = 2

  vpc_id            = aws_vpc.this.id
  availability_zone = "us-east-1a"
  cidr_block        = "10.0.1${count.index}.0/24"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "same_zone" {
  count = 2

  subnet_id      = aws_subnet.same_zone[count.index].id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_security_group" "other" {
  vpc_id = aws_vpc.other.id
}

resource "aws_lb" "pass_public" {
  name            = "public"
  subnets         = [for subnet in aws_subnet.public : subnet.id]
  security_groups = [aws_security_group.this.id]
}

resource "aws_lb" "pass_internal" {
  name     = "internal"
  internal = true
  subnets  = values(aws_subnet.private)[*].id
}

resource "aws_lb" "pass_unknown" {
  name     = "unknown"
  internal = var.internal
  subnets  = var.subnet_ids
}

resource "aws_lb" "pass_network" {
  name               = "network"
  load_balancer_type = "network"
  internal           = true
  subnets            = [aws_subnet.private["us-east-1a"].id]
}

resource "aws_lb" "pass_mapping" {
  name     = "mapping"
  internal = true

  subnet_mapping {
    subnet_id = aws_subnet.private["us-east-1a"].id
  }

  subnet_mapping {
    subnet_id = aws_subnet.private["us-east-1b"].id
  }
}

resource "aws_lb" "fail_one_subnet" {
  name    = "one"
  subnets = [aws_subnet.public["us-east-1a"].id] # expect: TFG173
}

resource "aws_alb" "fail_one_zone" {
  name    = "one-zone"
  subnets = aws_subnet.same_zone[*].id # expect: TFG173
}

resource "aws_lb" "fail_mapping" {
  name = "mapping"

  subnet_mapping { # expect: TFG173
    subnet_id = aws_subnet.public["us-east-1b"].id
  }
}

resource "aws_lb" "fail_private" {
  name    = "private"
  subnets = values(aws_subnet.private)[*].id # expect: TFG173
}

resource "aws_lb" "fail_network_private" {
  name               = "network-private"
  load_balancer_type = "network"
  subnets            = [aws_subnet.private["us-east-1a"].id] # expect: TFG173
}

resource "aws_lb" "fail_group_elsewhere" {
  name            = "group"
  subnets         = values(aws_subnet.public)[*].id
  security_groups = [aws_security_group.this.id, aws_security_group.other.id] # expect: TFG173
}

resource "aws_lb_target_group" "pass_same_vpc" {
  vpc_id   = aws_vpc.this.id
  port     = 80
  protocol = "HTTP"
}

resource "aws_lb_target_group" "fail_other_vpc" {
  vpc_id   = aws_vpc.other.id # expect: TFG173
  port     = 80
  protocol = "HTTP"
}

resource "aws_lb_target_group" "fail_other_vpc_by_rule" {
  vpc_id   = aws_vpc.other.id # expect: TFG173
  port     = 80
  protocol = "HTTP"
}

resource "aws_lb_listener" "pass_http" {
  load_balancer_arn = aws_lb.pass_public.arn
  port              = 80

  default_action {
    type = "forward"

    forward {
      target_group {
        arn = aws_lb_target_group.pass_same_vpc.arn
      }

      target_group {
        arn = aws_lb_target_group.fail_other_vpc.arn
      }
    }
  }
}

resource "aws_lb_listener_rule" "api" {
  listener_arn = aws_lb_listener.pass_http.arn

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.fail_other_vpc_by_rule.arn
  }

  condition {
    path_pattern {
      values = ["/api/*"]
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_subnet" "local_zone" {
  count = 2

  vpc_id            = aws_vpc.this.id
  availability_zone = "us-west-2-lax-1a"
  cidr_block        = "10.0.2${count.index}.0/24"
}

resource "aws_lb" "pass_local_zone" {
  name     = "local"
  internal = true
  subnets  = aws_subnet.local_zone[*].id
}
