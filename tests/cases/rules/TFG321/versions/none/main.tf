resource "aws_simpledb_domain" "pass_without_constraint" {
  name = "example"
}
