resource "aws_iam_role" "fail_task" {
  name = "task"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = var.fail_service }
    }]
  })
}

variable "fail_service" {
  type    = string
  default = "ecs.amazonaws.com" # expect: TFG155
}

module "fail_task" {
  source   = "./modules/task"
  role_arn = aws_iam_role.fail_task.arn
}

resource "aws_iam_role" "pass_task" {
  name = "good-task"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:*"
      Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] }
    }]
  })
}

module "pass_task" {
  source   = "./modules/task"
  role_arn = aws_iam_role.pass_task.arn
}
