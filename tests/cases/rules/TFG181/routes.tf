variable "gateway" {
  type = string
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
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_route_table" "pass_public" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table" "pass_other_vpc" {
  vpc_id = aws_vpc.other.id
}

resource "aws_route" "pass_internet" {
  route_table_id         = aws_route_table.pass_public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route" "pass_maybe_null" {
  route_table_id              = aws_route_table.pass_public.id
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.this.id
  nat_gateway_id              = var.gateway
}

resource "aws_route" "fail_twice" {
  route_table_id         = aws_route_table.pass_public.id
  destination_cidr_block = "0.0.0.0/0" # expect: TFG181
  nat_gateway_id         = aws_nat_gateway.pass_public.id
}

resource "aws_route" "fail_no_target" { # expect: TFG181
  route_table_id         = aws_route_table.pass_public.id
  destination_cidr_block = "10.8.0.0/16"
}

resource "aws_route" "fail_no_destination" { # expect: TFG181
  route_table_id = aws_route_table.pass_public.id
  gateway_id     = aws_internet_gateway.this.id
}

resource "aws_route" "fail_two_targets" {
  route_table_id         = aws_route_table.pass_public.id
  destination_cidr_block = "10.9.0.0/16"
  gateway_id             = aws_internet_gateway.this.id
  nat_gateway_id         = aws_nat_gateway.pass_public.id # expect: TFG181
}

resource "aws_route" "fail_host_bits" {
  route_table_id         = aws_route_table.pass_public.id
  destination_cidr_block = "10.10.1.0/16" # expect: TFG181
  transit_gateway_id     = "tgw-1"
}

resource "aws_route_table" "fail_inline" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.pass_public.id
  }

  route {
    cidr_block         = "0.0.0.0/0" # expect: TFG181
    transit_gateway_id = "tgw-1"
  }

  route { # expect: TFG181
    cidr_block = "10.20.0.0/16"
  }
}

resource "aws_route" "fail_mixed" { # expect: TFG181
  route_table_id            = aws_route_table.fail_inline.id
  destination_cidr_block    = "10.30.0.0/16"
  vpc_peering_connection_id = "pcx-1"
}

resource "aws_route_table" "pass_ignored" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.pass_public.id
  }

  lifecycle {
    ignore_changes = [route]
  }
}

resource "aws_route" "pass_ignored" {
  route_table_id            = aws_route_table.pass_ignored.id
  destination_cidr_block    = "10.30.0.0/16"
  vpc_peering_connection_id = "pcx-1"
}

resource "aws_route_table_association" "pass_public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.pass_public.id
}

resource "aws_route_table_association" "fail_second" {
  subnet_id      = aws_subnet.public.id # expect: TFG181
  route_table_id = aws_route_table.fail_inline.id
}

resource "aws_route_table_association" "fail_other_vpc" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.pass_other_vpc.id # expect: TFG181
}

resource "aws_nat_gateway" "pass_public" {
  subnet_id = aws_subnet.public.id
}

resource "aws_nat_gateway" "pass_private_kind" {
  connectivity_type = "private"
  subnet_id         = aws_subnet.private.id
}

resource "aws_nat_gateway" "fail_private" {
  subnet_id = aws_subnet.private.id # expect: TFG181
}

resource "aws_security_group" "fail_blocks" {
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16", "10.0.0.1/24"] # expect: TFG181
  }
}

resource "aws_vpc_security_group_egress_rule" "fail_version" {
  security_group_id = aws_security_group.fail_blocks.id
  cidr_ipv4         = "::/0" # expect: TFG181
  ip_protocol       = "-1"
}

provider "aws" {
  region = "us-east-1"
}
