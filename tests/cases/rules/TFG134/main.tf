variable "count_of_tasks" {
  type = number
}

resource "aws_ecs_service" "fail_reference" {
  name          = "reference"
  desired_count = 2 # expect: TFG134
}

resource "aws_appautoscaling_target" "fail_reference" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/main/${aws_ecs_service.fail_reference.name}"
  min_capacity       = 2
  max_capacity       = 10
}

resource "aws_ecs_service" "fail_name" {
  name          = "name"
  desired_count = var.count_of_tasks # expect: TFG134

  lifecycle {
    ignore_changes = [task_definition]
  }
}

resource "aws_appautoscaling_target" "fail_name" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/main/name"
  min_capacity       = 2
  max_capacity       = 10
}

resource "aws_ecs_service" "pass_ignored" {
  count = 1

  name          = "ignored"
  desired_count = 2

  lifecycle {
    ignore_changes = [desired_count]
  }
}

resource "aws_appautoscaling_target" "pass_ignored" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/main/${aws_ecs_service.pass_ignored[0].name}"
  min_capacity       = 2
  max_capacity       = 10
}

resource "aws_ecs_service" "pass_unset" {
  name = "unset"
}

resource "aws_appautoscaling_target" "pass_unset" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/main/${aws_ecs_service.pass_unset.name}"
  min_capacity       = 2
  max_capacity       = 10
}

resource "aws_ecs_service" "pass_fixed" {
  name          = "fixed"
  desired_count = 2
}

resource "aws_dynamodb_table" "fail_table" {
  name           = "table"
  read_capacity  = 5 # expect: TFG134
  write_capacity = 5

  lifecycle {
    ignore_changes = [write_capacity]
  }
}

resource "aws_appautoscaling_target" "fail_table" {
  for_each = toset(["Read", "Write"])

  service_namespace  = "dynamodb"
  scalable_dimension = "dynamodb:table:${each.key}CapacityUnits"
  resource_id        = "table/${aws_dynamodb_table.fail_table.name}"
  min_capacity       = 5
  max_capacity       = 50
}

resource "aws_autoscaling_group" "fail_group" {
  min_size         = 1
  max_size         = 5
  desired_capacity = 2 # expect: TFG134
}

resource "aws_autoscaling_policy" "fail_group" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.fail_group.name
}

resource "aws_autoscaling_group" "pass_group" {
  min_size         = 1
  max_size         = 5
  desired_capacity = 2
}
