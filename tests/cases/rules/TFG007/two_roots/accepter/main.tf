provider "aws" {
  region = "us-east-1"
}

variable "connection_id" {
  type = string
}

resource "aws_vpc_peering_connection_accepter" "pass_split" {
  vpc_peering_connection_id = var.connection_id
  auto_accept               = true

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route" "pass_split" {
  route_table_id            = "rtb-2"
  destination_cidr_block    = "10.0.0.0/16"
  vpc_peering_connection_id = var.connection_id
}

resource "aws_security_group" "pass_split" {
  name = "database"

  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}
