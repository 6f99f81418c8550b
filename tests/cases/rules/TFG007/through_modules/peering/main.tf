terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.requester, aws.accepter]
    }
  }
}

variable "requester" {
  type = string
}

variable "accepter" {
  type = string
}

variable "account" {
  type = string
}

resource "aws_vpc_peering_connection" "this" {
  provider      = aws.requester
  vpc_id        = var.requester
  peer_vpc_id   = var.accepter
  peer_owner_id = var.account
}

resource "aws_vpc_peering_connection_accepter" "this" {
  provider                  = aws.accepter
  vpc_peering_connection_id = aws_vpc_peering_connection.this.id
  auto_accept               = true
}

resource "aws_vpc_peering_connection_options" "requester" {
  provider                  = aws.requester
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.this.id

  requester {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_vpc_peering_connection_options" "accepter" {
  provider                  = aws.accepter
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.this.id

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

output "id" {
  value = aws_vpc_peering_connection_accepter.this.id
}
