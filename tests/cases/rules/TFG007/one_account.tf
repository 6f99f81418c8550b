provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

resource "aws_vpc" "app" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "data" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc" "tools" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_route_table" "app" {
  count  = 2
  vpc_id = aws_vpc.app.id
}

resource "aws_route_table" "data" {
  vpc_id = aws_vpc.data.id

  route {
    cidr_block                = "10.0.0.0/16"
    vpc_peering_connection_id = aws_vpc_peering_connection.pass_all.id
  }
}

resource "aws_vpc_peering_connection" "pass_all" {
  vpc_id      = aws_vpc.app.id
  peer_vpc_id = aws_vpc.data.id
  auto_accept = true

  requester {
    allow_remote_vpc_dns_resolution = true
  }

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route" "app_to_data" {
  count = 2

  route_table_id            = aws_route_table.app[count.index].id
  destination_cidr_block    = aws_vpc.data.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.pass_all.id
}

resource "aws_security_group" "app" {
  vpc_id = aws_vpc.app.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "data" {
  vpc_id = aws_vpc.data.id

  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.app.id]
  }
}

# Only one of the two tables of the app knows the way; nothing lets the tools in.
resource "aws_vpc_peering_connection" "fail_table_and_rule" { # expect: TFG007
  vpc_id      = aws_vpc.tools.id
  peer_vpc_id = aws_vpc.app.id
  auto_accept = true
}

resource "aws_vpc_peering_connection_options" "tools" {
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_table_and_rule.id

  requester {
    allow_remote_vpc_dns_resolution = true
  }

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route_table" "tools" {
  vpc_id = aws_vpc.tools.id
}

resource "aws_route" "tools_to_app" {
  route_table_id            = aws_route_table.tools.id
  destination_cidr_block    = "10.0.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_table_and_rule.id
}

resource "aws_route" "app_to_tools" {
  route_table_id            = aws_route_table.app[0].id
  destination_cidr_block    = "10.2.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_table_and_rule.id
}

# The route covers half of the other VPC; the options are set twice; one is off.
resource "aws_vpc_peering_connection" "fail_details" {
  vpc_id      = aws_vpc.tools.id
  peer_vpc_id = aws_vpc.data.id
  auto_accept = true

  requester {
    allow_remote_vpc_dns_resolution = false # expect: TFG007
  }

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_vpc_peering_connection_options" "fail_twice" {
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_details.id

  accepter { # expect: TFG007
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route" "fail_half" {
  route_table_id            = aws_route_table.tools.id
  destination_cidr_block    = "10.1.0.0/17" # expect: TFG007
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_details.id
}

resource "aws_route" "back" {
  route_table_id            = aws_route_table.data.id
  destination_cidr_block    = "10.2.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_details.id
}

resource "aws_vpc_security_group_egress_rule" "tools" {
  security_group_id = aws_security_group.tools.id
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}

resource "aws_security_group" "tools" {
  vpc_id = aws_vpc.tools.id
}

resource "aws_vpc_security_group_ingress_rule" "data_from_tools" {
  security_group_id = aws_security_group.data.id
  cidr_ipv4         = "10.2.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}
