resource "aws_db_instance" "fail_dev" {
  password = "hunter2" # expect: TFG001
}
