resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

# No association: the subnets use the main table, which leads to the internet.
resource "aws_default_route_table" "this" {
  default_route_table_id = aws_vpc.this.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_subnet" "database" {
  count = 2

  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_db_subnet_group" "fail_main_table" {
  name       = "main"
  subnet_ids = aws_subnet.database[*].id # expect: TFG112
}

resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_route" "other" {
  route_table_id         = aws_vpc.other.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = "igw-0123456789abcdef0"
}

resource "aws_subnet" "other" {
  vpc_id     = aws_vpc.other.id
  cidr_block = "10.1.0.0/24"
}

resource "aws_redshift_subnet_group" "fail_main_of_vpc" {
  name       = "other"
  subnet_ids = [aws_subnet.other.id] # expect: TFG112
}

resource "aws_vpc" "closed" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_subnet" "closed" {
  vpc_id     = aws_vpc.closed.id
  cidr_block = "10.2.0.0/24"
}

resource "aws_db_subnet_group" "pass_closed" {
  name       = "closed"
  subnet_ids = [aws_subnet.closed.id]
}

provider "aws" {
  region = "us-east-1"
}
