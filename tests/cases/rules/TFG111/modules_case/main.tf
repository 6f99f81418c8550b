module "fail_groups" {
  source = "./modules/groups"

  ssh_cidr = "0.0.0.0/0" # expect: TFG111
}

module "pass_groups" {
  source = "./modules/groups"

  ssh_cidr = "192.0.2.0/24"
  https    = "10.0.0.0/8"
}

module "fail_service" {
  source = "./modules/service"

  security_group_id = module.fail_groups.app_id
}

module "pass_service" {
  source = "./modules/service"

  security_group_id = module.pass_groups.app_id
}

resource "aws_db_instance" "fail_database" {
  identifier             = "payments"
  vpc_security_group_ids = [aws_security_group.fail_database.id]
}

resource "aws_security_group" "fail_database" {
  name = "database"
}

resource "aws_vpc_security_group_ingress_rule" "fail_database_https" {
  security_group_id = aws_security_group.fail_database.id
  cidr_ipv4         = "0.0.0.0/0" # expect: TFG111
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_security_group" "pass_shared" {
  name = "shared"

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_lb" "pass_alb" {
  security_groups = [aws_security_group.pass_shared.id]
}
