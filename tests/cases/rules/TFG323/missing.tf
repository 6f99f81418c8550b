resource "aws_subnet" "pass_complete" {
  vpc_id = "vpc-1"
}

resource "aws_subnet" "fail_argument" { # expect: TFG323
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "fail_misspelt" { # expect: TFG323
  vpc = "vpc-1"
}

resource "aws_lb_listener" "pass_block" {
  load_balancer_arn = "arn"

  default_action {
    type = "forward"
  }
}

resource "aws_lb_listener" "fail_block" { # expect: TFG323
  load_balancer_arn = "arn"
}

resource "aws_lb_listener" "fail_in_block" {
  load_balancer_arn = "arn"

  default_action { # expect: TFG323
    target_group_arn = "arn"
  }
}

variable "actions" {
  type = list(string)
}

resource "aws_lb_listener" "pass_dynamic" {
  load_balancer_arn = "arn"

  dynamic "default_action" {
    for_each = var.actions
    content {
      type = default_action.value
    }
  }
}

resource "aws_lb_listener" "pass_dynamic_written_out" {
  load_balancer_arn = "arn"

  dynamic "default_action" {
    for_each = ["forward"]
    content {
      type = default_action.value
    }
  }
}

resource "aws_lb_listener" "fail_dynamic_empty" { # expect: TFG323
  load_balancer_arn = "arn"

  dynamic "default_action" {
    for_each = []
    content {
      type = "forward"
    }
  }
}

resource "aws_lb_listener" "fail_in_dynamic" {
  load_balancer_arn = "arn"

  dynamic "default_action" { # expect: TFG323
    for_each = var.actions
    content {
      target_group_arn = "arn"
    }
  }
}

# At least two, and required in both versions.
resource "aws_glue_partition_index" "fail_block_missing" { # expect: TFG323
  table_name    = "a"
  database_name = "b"
}

data "aws_s3_bucket" "fail_data" {} # expect: TFG323

data "terraform_remote_state" "fail_builtin" {} # expect: TFG323

ephemeral "aws_secretsmanager_secret_version" "fail_ephemeral" {} # expect: TFG323

provider "aws" {
  alias = "fail_in_provider"

  assume_role_with_web_identity {
    role_arn = "arn"
  }
}

# Version 6 takes what version 5 required.
resource "aws_nat_gateway" "pass_required_in_5_only" {
  allocation_id = "eipalloc-1"
}
