resource "aws_ecs_cluster" "pass_main" {
  name = "main"
}

resource "aws_ecs_cluster" "pass_batch" {
  name = "batch"
}

resource "aws_ecs_service" "pass_api" {
  name    = "api"
  cluster = aws_ecs_cluster.pass_main.id
}

resource "aws_ecs_service" "pass_by_arn" {
  name    = "worker"
  cluster = "arn:aws:ecs:us-east-1:111111111111:cluster/batch"
}

variable "pass_name" {}

resource "aws_appautoscaling_target" "pass_references" {
  service_namespace = "ecs"
  resource_id       = "service/${aws_ecs_cluster.pass_main.name}/${aws_ecs_service.pass_api.name}"
}

resource "aws_appautoscaling_target" "pass_text" {
  service_namespace = "ecs"
  resource_id       = "service/batch/worker"
}

resource "aws_appautoscaling_target" "pass_unknown" {
  service_namespace = "ecs"
  resource_id       = "service/${var.pass_name}/${aws_ecs_service.pass_api.name}"
}

resource "aws_appautoscaling_target" "pass_other_service" {
  service_namespace = "dynamodb"
  resource_id       = "table/orders"
}

resource "aws_appautoscaling_target" "fail_cluster" {
  service_namespace = "ecs"
  resource_id       = "service/${aws_ecs_cluster.pass_batch.name}/${aws_ecs_service.pass_api.name}" # expect: TFG152
}

resource "aws_appautoscaling_target" "fail_name" {
  service_namespace = "ecs"
  resource_id       = "service/main/apis" # expect: TFG152
}

resource "aws_appautoscaling_target" "fail_form" {
  service_namespace = "ecs"
  resource_id       = "service/api" # expect: TFG152
}

resource "aws_appautoscaling_target" "fail_first" {
  service_namespace = "ecs"
  resource_id       = "cluster/${var.pass_name}/${aws_ecs_service.pass_api.name}" # expect: TFG152
}
