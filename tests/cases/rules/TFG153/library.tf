# Nobody applies this folder: the listener may be its caller's.
resource "aws_lb_target_group" "pass_one" {
  target_type = "ip"
}

resource "aws_ecs_service" "pass_one" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_one.arn
    container_name   = "api"
    container_port   = 8080
  }
}
