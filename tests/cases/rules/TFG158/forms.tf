variable "port" {
  type = number
}

resource "aws_subnet" "app" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.1.0/24"
}

resource "aws_security_group" "app" {
  name = "app"

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "by_cidr" { # expect: TFG158 TFG158
  name = "by-cidr"

  ingress {
    from_port   = 3306
    to_port     = 3306
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_security_group" "by_other_cidr" { # expect: TFG158
  name = "by-other-cidr"

  ingress {
    from_port   = 3306
    to_port     = 3306
    protocol    = "tcp"
    cidr_blocks = ["10.9.0.0/16"]
  }
}

resource "aws_security_group" "self" { # expect: TFG158
  name = "self"

  ingress {
    from_port = 5432
    to_port   = 5432
    protocol  = "tcp"
    self      = true
  }

  egress {
    from_port = 5432
    to_port   = 5432
    protocol  = "tcp"
    self      = true
  }
}

resource "aws_rds_cluster" "pass_cidr" {
  cluster_identifier     = "pass-cidr"
  engine                 = "aurora-mysql"
  vpc_security_group_ids = [aws_security_group.by_cidr.id]
}

resource "aws_rds_cluster" "fail_cidr" {
  cluster_identifier     = "fail-cidr"
  engine                 = "aurora-mysql"
  vpc_security_group_ids = [aws_security_group.by_other_cidr.id]
}

resource "aws_db_instance" "fail_port" {
  identifier             = "fail-port"
  engine                 = "mysql"
  port                   = 3307
  vpc_security_group_ids = [aws_security_group.by_cidr.id]
}

resource "aws_db_instance" "pass_unknown_port" {
  identifier             = "unknown-port"
  engine                 = "mysql"
  port                   = var.port
  vpc_security_group_ids = [aws_security_group.by_other_cidr.id]
}

resource "aws_db_instance" "pass_foreign_group" {
  identifier             = "foreign"
  engine                 = "mysql"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}

resource "aws_db_instance" "pass_self" {
  identifier             = "self"
  engine                 = "postgres"
  vpc_security_group_ids = [aws_security_group.self.id]
}

resource "aws_ecs_task_definition" "app" {
  family = "app"

  container_definitions = jsonencode([{
    name = "app"
    environment = [
      { name = "ONE", value = aws_rds_cluster.pass_cidr.endpoint },
      { name = "TWO", value = "mysql://${aws_rds_cluster.fail_cidr.endpoint}:3306/app" },
      { name = "THREE", value = aws_db_instance.fail_port.address },
      { name = "FOUR", value = aws_db_instance.pass_unknown_port.address },
      { name = "FIVE", value = aws_db_instance.pass_foreign_group.address },
    ]
  }])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  task_definition = aws_ecs_task_definition.app.arn

  network_configuration {
    subnets         = [aws_subnet.app.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "self" {
  family                = "self"
  container_definitions = <<-JSON
    [{"name": "self", "environment": [{"name": "DB", "value": "${aws_db_instance.pass_self.address}"}]}]
  JSON
}

resource "aws_ecs_service" "pass_self" {
  name            = "self"
  task_definition = aws_ecs_task_definition.self.arn

  network_configuration {
    subnets         = [aws_subnet.app.id]
    security_groups = [aws_security_group.self.id]
  }
}

# The database admits its own group only.
resource "aws_db_instance" "fail_other_group" {
  identifier             = "other-group"
  engine                 = "postgres"
  vpc_security_group_ids = [aws_security_group.self.id]
}

resource "aws_ecs_task_definition" "batch" {
  family = "batch"

  container_definitions = jsonencode([{
    name        = "batch"
    environment = [{ name = "DB", value = aws_db_instance.fail_other_group.endpoint }]
  }])
}

resource "aws_cloudwatch_event_target" "fail_schedule" {
  rule = "nightly"
  arn  = "arn:aws:ecs:us-east-1:111111111111:cluster/main"

  ecs_target {
    task_definition_arn = aws_ecs_task_definition.batch.arn

    network_configuration {
      subnets         = [aws_subnet.app.id]
      security_groups = [aws_security_group.app.id]
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

# Caches, and instances of a cluster.
resource "aws_elasticache_replication_group" "fail_cache" {
  replication_group_id = "fail-cache"
  description          = "fail-cache"
  security_group_ids   = [aws_security_group.by_cidr.id]
}

resource "aws_rds_cluster" "fail_cluster" {
  cluster_identifier     = "fail-cluster"
  engine                 = "aurora-postgresql"
  vpc_security_group_ids = [aws_security_group.empty.id]
}

resource "aws_security_group" "empty" { # expect: TFG158
  name = "empty"
}

resource "aws_rds_cluster_instance" "reader" {
  cluster_identifier = aws_rds_cluster.fail_cluster.id
  instance_class     = "db.r6g.large"
  engine             = "aurora-postgresql"
}

resource "aws_ecs_task_definition" "more" {
  family = "more"

  container_definitions = jsonencode([{
    name = "more"
    environment = [
      { name = "CACHE", value = aws_elasticache_replication_group.fail_cache.primary_endpoint_address },
      { name = "READER", value = aws_rds_cluster_instance.reader.endpoint },
    ]
  }])
}

resource "aws_ecs_service" "more" {
  name            = "more"
  task_definition = aws_ecs_task_definition.more.arn

  network_configuration {
    subnets         = [aws_subnet.app.id]
    security_groups = [aws_security_group.app.id]
  }
}
