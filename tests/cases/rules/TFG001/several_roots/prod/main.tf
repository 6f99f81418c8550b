resource "aws_db_instance" "pass_prod" {
  manage_master_user_password = true
}

# A block that nothing uses is read, too.
module "fail_unused" {
  source   = "./nowhere"
  count    = 0
  password = "hunter2" # expect: TFG001
}
