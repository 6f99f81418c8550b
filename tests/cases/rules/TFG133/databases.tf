variable "snapshot" {
  type = string
}

variable "none" {
  type    = string
  default = null
}

resource "aws_kms_key" "pass_one" {
}

resource "aws_kms_key" "pass_two" {
}

resource "aws_db_snapshot_copy" "pass_copy" {
  source_db_snapshot_identifier = "arn:aws:rds:us-east-1:555555555555:snapshot:old"
  target_db_snapshot_identifier = "copy"
  kms_key_id                    = aws_kms_key.pass_one.arn
}

resource "aws_db_instance" "fail_literal" {
  identifier          = "literal"
  snapshot_identifier = "old" # expect: TFG133
}

resource "aws_rds_cluster" "fail_reference" {
  cluster_identifier  = "reference"
  snapshot_identifier = aws_db_snapshot_copy.pass_copy.id # expect: TFG133

  lifecycle {
    ignore_changes = [master_username]
  }
}

resource "aws_db_instance" "fail_key" {
  identifier          = "key"
  snapshot_identifier = aws_db_snapshot_copy.pass_copy.target_db_snapshot_identifier
  kms_key_id          = aws_kms_key.pass_two.arn # expect: TFG133

  lifecycle {
    ignore_changes = [snapshot_identifier, username]
  }
}

resource "aws_db_instance" "pass_key" {
  identifier          = "same-key"
  snapshot_identifier = aws_db_snapshot_copy.pass_copy.id
  kms_key_id          = aws_kms_key.pass_one.arn

  lifecycle {
    ignore_changes = [snapshot_identifier]
  }
}

resource "aws_db_instance" "pass_quoted" {
  identifier          = "quoted"
  snapshot_identifier = "old"

  lifecycle {
    ignore_changes = ["snapshot_identifier"]
  }
}

resource "aws_db_instance" "pass_all" {
  identifier          = "all"
  snapshot_identifier = "old"

  lifecycle {
    ignore_changes = all
  }
}

resource "aws_db_instance" "pass_unknown" {
  identifier          = "unknown"
  snapshot_identifier = var.snapshot
}

resource "aws_db_instance" "pass_null" {
  identifier          = "null"
  snapshot_identifier = var.none
}
