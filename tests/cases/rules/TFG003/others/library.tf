# Nobody applies it.
resource "aws_ecs_service" "pass_app" {
  name = "app"
}

resource "aws_db_instance" "pass_this" {
  identifier = "app"
}

resource "aws_s3_bucket" "pass_assets" {
  bucket = "app-assets"
}
