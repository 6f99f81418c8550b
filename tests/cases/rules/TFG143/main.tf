provider "aws" {
  region = "us-east-1"
}

variable "propagate" {
  type = string
}

variable "tags" {
  type = map(string)
}

variable "none" {
  type    = string
  default = null
}

resource "aws_ecs_service" "fail_absent" { # expect: TFG143
  name = "absent"
}

resource "aws_ecs_service" "fail_none" {
  name           = "none"
  propagate_tags = "NONE" # expect: TFG143
}

resource "aws_ecs_service" "fail_null" {
  name           = "null"
  propagate_tags = var.none # expect: TFG143
}

resource "aws_ecs_service" "pass_service" {
  name           = "service"
  propagate_tags = "SERVICE"
}

resource "aws_ecs_service" "pass_unknown" {
  name           = "unknown"
  propagate_tags = var.propagate
}

resource "aws_cloudwatch_event_target" "fail_task" {
  rule = "nightly"
  arn  = "arn:aws:ecs:us-east-1:111111111111:cluster/app"

  ecs_target { # expect: TFG143
    task_definition_arn = "arn:aws:ecs:us-east-1:111111111111:task-definition/app:1"
  }
}

resource "aws_cloudwatch_event_target" "pass_task" {
  rule = "nightly"
  arn  = "arn:aws:ecs:us-east-1:111111111111:cluster/app"

  ecs_target {
    task_definition_arn = "arn:aws:ecs:us-east-1:111111111111:task-definition/app:1"
    propagate_tags      = "TASK_DEFINITION"
  }
}

resource "aws_cloudwatch_event_target" "pass_queue" {
  rule = "nightly"
  arn  = "arn:aws:sqs:us-east-1:111111111111:queue"
}

resource "aws_scheduler_schedule" "fail_schedule" {
  name = "nightly"

  target {
    arn = "arn:aws:ecs:us-east-1:111111111111:cluster/app"

    ecs_parameters { # expect: TFG143
      task_definition_arn = "arn:aws:ecs:us-east-1:111111111111:task-definition/app:1"
    }
  }
}

resource "aws_db_instance" "fail_absent" { # expect: TFG143
  identifier = "absent"
}

resource "aws_rds_cluster" "fail_false" {
  cluster_identifier    = "false"
  copy_tags_to_snapshot = false # expect: TFG143
}

resource "aws_db_instance" "pass_copy" {
  identifier            = "copy"
  copy_tags_to_snapshot = true
}

resource "aws_launch_template" "fail_none" { # expect: TFG143
  name = "none"
}

resource "aws_launch_template" "fail_volume" {
  name = "volume"

  tag_specifications { # expect: TFG143
    resource_type = "instance"
    tags          = { Team = "payments" }
  }
}

resource "aws_launch_template" "pass_both" {
  name = "both"

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])

    content {
      resource_type = tag_specifications.key
      tags          = { Team = "payments" }
    }
  }
}

resource "aws_launch_template" "pass_unknown" {
  name = "unknown"

  dynamic "tag_specifications" {
    for_each = var.tags

    content {
      resource_type = tag_specifications.key
      tags          = { Team = "payments" }
    }
  }
}

# Its group tags the instances.
resource "aws_launch_template" "pass_instances" {
  name = "instances"

  tag_specifications {
    resource_type = "volume"
    tags          = { Team = "payments" }
  }
}

resource "aws_autoscaling_group" "pass_tags" {
  min_size = 1
  max_size = 2

  launch_template {
    id = aws_launch_template.pass_instances.id
  }

  dynamic "tag" {
    for_each = { Environment = "dev", Team = "payments", CostCenter = "CC-1" }

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

resource "aws_autoscaling_group" "fail_tags" { # expect: TFG143
  min_size = 1
  max_size = 2
}

resource "aws_autoscaling_group" "fail_one" {
  min_size = 1
  max_size = 2

  tag { # expect: TFG143
    key                 = "Environment"
    value               = "dev"
    propagate_at_launch = true
  }
}

resource "aws_autoscaling_group" "pass_unknown" {
  min_size = 1
  max_size = 2

  dynamic "tag" {
    for_each = var.tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}
