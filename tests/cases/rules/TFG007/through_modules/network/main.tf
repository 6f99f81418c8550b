variable "cidr" {
  type = string
}

variable "peer_cidr" {
  type = string
}

variable "peering" {
  type = string
}

resource "aws_vpc" "this" {
  cidr_block = var.cidr
}

resource "aws_route_table" "this" {
  for_each = toset(["a", "b"])
  vpc_id   = aws_vpc.this.id
}

resource "aws_route" "peer" {
  for_each = aws_route_table.this

  route_table_id            = each.value.id
  destination_cidr_block    = var.peer_cidr
  vpc_peering_connection_id = var.peering
}

resource "aws_security_group" "app" {
  vpc_id = aws_vpc.this.id

  ingress {
    from_port   = 8080
    to_port     = 8080
    protocol    = "tcp"
    cidr_blocks = [var.peer_cidr]
  }

  egress {
    from_port   = 8080
    to_port     = 8080
    protocol    = "tcp"
    cidr_blocks = [var.peer_cidr]
  }
}

output "vpc_id" {
  value = aws_vpc.this.id
}
