variable "subnet_ids" {
  type = list(string)
}

resource "aws_db_subnet_group" "this" {
  name       = "database"
  subnet_ids = var.subnet_ids
}
