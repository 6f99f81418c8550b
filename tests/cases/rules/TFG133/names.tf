variable "family" {
  type = string
}

variable "prefix" {
  type = string
}

resource "aws_db_parameter_group" "fail_fixed" {
  name   = "app" # expect: TFG133
  family = "postgres16"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_rds_cluster_parameter_group" "fail_unknown_family" {
  name   = "app" # expect: TFG133
  family = var.family

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_launch_configuration" "fail_fixed" {
  name = "app" # expect: TFG133

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "fail_fixed" {
  identifier = "app" # expect: TFG133

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb" "fail_fixed" {
  name = "app" # expect: TFG133

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_parameter_group" "pass_versioned" {
  name   = "app-postgres16"
  family = "postgres16"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_parameter_group" "pass_prefix" {
  name_prefix = "app-"
  family      = "postgres16"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_parameter_group" "pass_unknown" {
  name   = "${var.prefix}-app"
  family = "postgres16"

  lifecycle {
    create_before_destroy = true
  }
}

# The name may change with the port.
resource "aws_lb_target_group" "pass_hash" {
  name = "app-a793a"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb" "pass_destroyed_first" {
  name = "other"
}
