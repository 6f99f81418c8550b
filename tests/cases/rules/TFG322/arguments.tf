provider "aws" {
  region = "eu-west-1"
  regoin = "eu-west-1" # expect: TFG322

  default_tags {
    tags   = {}
    labels = {} # expect: TFG322
  }

  ignored_tags {} # expect: TFG322
}

resource "aws_vpc" "pass_plain" {
  count      = 1
  provider   = aws
  depends_on = [aws_eip.pass_meta]
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "main" }
}

resource "aws_eip" "pass_meta" {
  for_each = toset(["a"])
  domain   = "vpc"

  timeouts {
    read = "5m"
  }

  provisioner "local-exec" {
    command = "true"
  }

  connection {
    host = self.public_ip
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_vpc" "fail_plain" {
  cidr_blok = "10.0.0.0/16" # expect: TFG322
  counter   = 1             # expect: TFG322

  tags { # expect: TFG322
    Name = "main"
  }

  timeout {} # expect: TFG322
}

resource "aws_lb" "fail_nested" {
  subnets     = ["subnet-1"]
  access_logs = { bucket = "logs" } # expect: TFG322

  connection_logs {
    bucket  = "logs"
    buckett = "logs" # expect: TFG322
  }

  subnet_mapping "first" { # expect: TFG322
    subnet_id = "subnet-1"
  }

  provisioned {} # expect: TFG322
}

resource "aws_wafv2_web_acl" "fail_deep" {
  scope = "REGIONAL"

  default_action {
    allow {
      custom_request_handling {
        insert_header {
          name  = "a"
          valeu = "b" # expect: TFG322
        }
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "a"
    sampled_requests_enabled   = true
  }
}

# A list or set of objects may be written as blocks.
resource "aws_security_group" "pass_attributes_as_blocks" {
  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
  }

  dynamic "egress" {
    for_each = var.egress
    content {
      from_port = egress.value
      to_port   = egress.value
      protocol  = "tcp"
    }
  }
}

resource "aws_security_group" "fail_attributes_as_blocks" {
  ingress {
    from_port = 443
    to_port   = 443
    ports     = 443 # expect: TFG322
  }

  dynamic "egress" {
    for_each = var.egress
    content {
      port = egress.value # expect: TFG322
    }
  }
}

resource "aws_security_group" "pass_attributes_as_attributes" {
  ingress = []
}

variable "egress" {
  type = list(number)
}

resource "aws_lb_listener" "pass_dynamic" {
  load_balancer_arn = "arn"

  dynamic "default_action" {
    for_each = var.egress
    iterator = action
    content {
      type = "forward"

      dynamic "forward" {
        for_each = [1]
        content {
          target_group {
            arn = action.value
          }
        }
      }
    }
  }
}

resource "aws_lb_listener" "fail_dynamic" {
  load_balancer_arn = "arn"

  dynamic "default_action" {
    for_each = var.egress
    content {
      type = "forward"
      kind = "forward" # expect: TFG322

      dynamic "foward" { # expect: TFG322
        for_each = [1]
        content {
          any = "thing"
        }
      }
    }
  }

  dynamic "port" { # expect: TFG322
    for_each = [1]
    content {}
  }

  dynamic "lifecycle" { # expect: TFG322
    for_each = [1]
    content {}
  }
}

data "aws_vpcs" "pass_data" {
  filter {
    name   = "a"
    values = ["b"]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) > 0
      error_message = "There is none."
    }
  }
}

data "aws_vpcs" "fail_data" {
  filters = [] # expect: TFG322

  provisioner "local-exec" { # expect: TFG322
    command = "true"
  }
}

resource "terraform_data" "fail_builtin" {
  inputs = 1 # expect: TFG322
}
