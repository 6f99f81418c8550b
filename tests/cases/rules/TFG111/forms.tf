variable "office" {
  type    = list(string)
  default = ["0.0.0.0/0"] # expect: TFG111
}

locals {
  everyone = "0.0.0.0/0" # expect: TFG111
}

resource "aws_security_group" "fail_inline" {
  name = "inline"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"] # expect: TFG111
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "fail_attribute_as_blocks" {
  name = "attribute"

  ingress = [
    {
      from_port        = 0
      to_port          = 0
      protocol         = "-1"
      cidr_blocks      = []
      ipv6_cidr_blocks = ["::/0"] # expect: TFG111
      prefix_list_ids  = []
      security_groups  = []
      self             = false
      description      = ""
    },
    {
      from_port        = 443
      to_port          = 443
      protocol         = "tcp"
      cidr_blocks      = ["0.0.0.0/0"]
      ipv6_cidr_blocks = []
      prefix_list_ids  = []
      security_groups  = []
      self             = false
      description      = ""
    },
  ]
}

resource "aws_security_group" "fail_dynamic" {
  name = "dynamic"

  dynamic "ingress" {
    for_each = [3389, 443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"] # expect: TFG111
    }
  }
}

resource "aws_security_group" "fail_variable" {
  name = "variable"

  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "6"
    cidr_blocks = var.office
  }
}

resource "aws_security_group_rule" "fail_old_rule" {
  type              = "ingress"
  security_group_id = "sg-0123456789abcdef0"
  from_port         = 0
  to_port           = 65535
  protocol          = "tcp"
  cidr_blocks       = [local.everyone]
}

resource "aws_security_group_rule" "fail_half_the_internet" {
  type              = "ingress"
  security_group_id = "sg-0123456789abcdef0"
  from_port         = 8000
  to_port           = 9000
  protocol          = "tcp"
  cidr_blocks = [
    "0.0.0.0/1", # expect: TFG111
    "128.0.0.0/1",
  ]
}

resource "aws_vpc_security_group_ingress_rule" "fail_for_each" {
  for_each = toset(["0.0.0.0/0", "10.0.0.0/16"]) # expect: TFG111

  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 6379
  to_port           = 6379
}

resource "aws_vpc_security_group_ingress_rule" "fail_all_traffic" {
  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv6         = "::/0" # expect: TFG111
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_ingress_rule" "fail_udp" {
  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv4         = "0.0.0.0/0" # expect: TFG111
  ip_protocol       = "udp"
  from_port         = 161
  to_port           = 161
}

resource "aws_vpc_security_group_ingress_rule" "fail_range_around_web" {
  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv4         = "0.0.0.0/0" # expect: TFG111
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 443
}

resource "aws_ec2_managed_prefix_list" "fail_list" {
  name           = "everyone"
  address_family = "IPv4"
  max_entries    = 1

  entry {
    cidr = "0.0.0.0/0" # expect: TFG111
  }
}

resource "aws_vpc_security_group_ingress_rule" "fail_by_list" {
  security_group_id = "sg-0123456789abcdef0"
  prefix_list_id    = aws_ec2_managed_prefix_list.fail_list.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_default_security_group" "fail_default" {
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    from_port   = 0
    to_port     = 0
    protocol    = "all"
    cidr_blocks = ["0.0.0.0/0"] # expect: TFG111
  }
}
