resource "aws_db_instance" "pass_this" {
  identifier          = "app"
  skip_final_snapshot = true
}

resource "aws_lb" "pass_this" {
  name = "app"
}
