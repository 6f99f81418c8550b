resource "aws_lb" "pass_conversions" {
  name                       = 5
  internal                   = "true"
  idle_timeout               = "60"
  client_keep_alive          = "3.6e3"
  load_balancer_type         = true ? "network" : null
  security_groups            = ["a", 1, true, null]
  subnets                    = toset(["subnet-1"])
  tags                       = { a = 1, b = true, c = null, (var.any) = "d" }
  drop_invalid_header_fields = "1"
  enable_http2               = var.any
  enable_xff_client_port     = var.any
  xff_header_processing_mode = jsonencode({})
}

variable "any" {}

variable "strings" {
  type = list(string)
}

resource "aws_lb" "fail_scalars" {
  name                       = ["a"]       # expect: TFG324
  name_prefix                = {}          # expect: TFG324
  internal                   = "yes"       # expect: TFG324
  idle_timeout               = "60s"       # expect: TFG324
  client_keep_alive          = true        # expect: TFG324
  enable_http2               = 1           # expect: TFG324
  enable_deletion_protection = (-1)        # expect: TFG324
  drop_invalid_header_fields = "${"T"}rue" # expect: TFG324
  enable_xff_client_port     = var.any + 1 # expect: TFG324
  preserve_host_header       = !var.any
}

resource "aws_lb" "fail_collections" {
  subnets         = "subnet-1"          # expect: TFG324
  security_groups = { a = "b" }         # expect: TFG324
  tags            = ["a"]               # expect: TFG324
  ip_address_type = var.any ? [] : null # expect: TFG324

  subnet_mapping {
    subnet_id = var.any
  }
}

resource "aws_lb" "fail_items" {
  subnets         = ["subnet-1", ["subnet-2"]] # expect: TFG324
  security_groups = jsonencode([])             # expect: TFG324
  tags = {
    a = ["b"] # expect: TFG324
  }
}

resource "aws_lb" "fail_references" {
  subnets         = aws_lb.pass_conversions.id                # expect: TFG324
  security_groups = [aws_lb.pass_conversions.security_groups] # expect: TFG324
  internal        = aws_lb.pass_conversions.idle_timeout      # expect: TFG324
  name            = aws_lb.pass_conversions                   # expect: TFG324
  tags            = local.tags
  enable_http2    = aws_lb.pass_conversions.name
}

locals {
  tags = aws_lb.pass_conversions.tags_all
}

# An unknown condition makes both arms one type first, which may fit then.
resource "aws_lb" "pass_conditional" {
  subnets      = var.any ? [] : ["subnet-1"]
  idle_timeout = var.any ? "abc" : 5
}

resource "aws_vpc" "fail_set_by_the_provider" {
  cidr_block = "10.0.0.0/16"
  arn        = "arn"   # expect: TFG324
  owner_id   = var.any # expect: TFG324
  id         = "vpc-1" # expect: TFG324
}

resource "aws_vpc" "pass_null" {
  cidr_block = "10.0.0.0/16"
  arn        = null
  tags_all   = {}
}

data "aws_vpc" "pass_id_of_data" {
  id = "vpc-1"
}

data "aws_secretsmanager_secret" "fail_id_of_data" {
  id = "secret-1" # expect: TFG324
}

resource "aws_elasticache_reserved_cache_node" "pass_id" {
  reserved_cache_nodes_offering_id = "offering"
  id                               = "mine"
}

resource "aws_subnet" "fail_null" {
  vpc_id = null # expect: TFG324
}

resource "aws_security_group" "pass_objects" {
  ingress = [{
    from_port        = 443
    to_port          = "443"
    protocol         = "tcp"
    cidr_blocks      = []
    description      = null
    ipv6_cidr_blocks = null
    prefix_list_ids  = null
    security_groups  = null
    self             = null
    ignored          = "by Terraform"
  }]
  egress = [for port in var.strings : { port = port }]
}

resource "aws_security_group" "fail_objects" {
  ingress = [{ from_port = 443, to_port = 443 }] # expect: TFG324
  egress  = { from_port = 443 }                  # expect: TFG324
}

resource "aws_security_group" "fail_block_of_an_attribute" {
  ingress {
    from_port   = "https"     # expect: TFG324
    cidr_blocks = "0.0.0.0/0" # expect: TFG324
  }
}

resource "aws_lb" "fail_too_many" {
  access_logs {
    bucket = "a"
  }
  access_logs { # expect: TFG324
    bucket = "b"
  }

  timeouts {}
  timeouts {} # expect: TFG324

  dynamic "connection_logs" { # expect: TFG324
    for_each = ["a", "b"]
    content {
      bucket = connection_logs.value
    }
  }

  dynamic "minimum_load_balancer_capacity" {
    for_each = var.strings
    content {
      capacity_units = minimum_load_balancer_capacity.value
    }
  }
}

provider "aws" {
  alias               = "fail_in_provider"
  allowed_account_ids = "111111111111" # expect: TFG324
  max_retries         = "many"         # expect: TFG324
}

resource "terraform_data" "pass_anything" {
  input            = { a = ["b"] }
  triggers_replace = [1, "a"]
}

resource "terraform_data" "fail_builtin" {
  output = 1 # expect: TFG324
}
