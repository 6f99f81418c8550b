variable "public" {
  type    = bool
  default = true # expect: TFG112
}

variable "unknown" {
  type = bool
}

resource "aws_db_instance" "fail_literal" {
  identifier          = "one"
  publicly_accessible = true # expect: TFG112
}

resource "aws_db_instance" "fail_variable" {
  identifier          = "two"
  publicly_accessible = var.public
}

resource "aws_rds_cluster_instance" "fail_text" {
  cluster_identifier  = "three"
  instance_class      = "db.r6g.large"
  engine              = "aurora-postgresql"
  publicly_accessible = "true" # expect: TFG112
}

resource "aws_redshift_cluster" "fail_warehouse" {
  cluster_identifier  = "four"
  node_type           = "ra3.large"
  publicly_accessible = true # expect: TFG112
}

resource "aws_dms_replication_instance" "fail_replication" {
  replication_instance_id    = "five"
  replication_instance_class = "dms.t3.medium"
  publicly_accessible        = true # expect: TFG112
}

resource "aws_opensearch_domain" "fail_no_vpc" { # expect: TFG112
  domain_name = "six"
}

resource "aws_msk_cluster" "fail_brokers" {
  cluster_name = "seven"

  broker_node_group_info {
    instance_type = "kafka.m5.large"

    connectivity_info {
      public_access {
        type = "SERVICE_PROVIDED_EIPS" # expect: TFG112
      }
    }
  }
}

resource "aws_db_instance" "pass_false" {
  identifier          = "eight"
  publicly_accessible = false
}

resource "aws_db_instance" "pass_absent" {
  identifier = "nine"
}

resource "aws_db_instance" "pass_unknown" {
  identifier          = "ten"
  publicly_accessible = var.unknown
}

resource "aws_opensearch_domain" "pass_vpc" {
  domain_name = "eleven"

  vpc_options {
    subnet_ids = ["subnet-1"]
  }
}

resource "aws_opensearch_domain" "pass_dynamic" {
  domain_name = "twelve"

  dynamic "vpc_options" {
    for_each = var.unknown ? [1] : []
    content {
      subnet_ids = ["subnet-1"]
    }
  }
}

# Not in production: the environment of this folder has no such name.
resource "aws_ecs_service" "pass_service" {
  name = "api"

  network_configuration {
    subnets          = ["subnet-1"]
    assign_public_ip = true
  }
}
