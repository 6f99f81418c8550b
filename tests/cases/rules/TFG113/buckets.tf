# Buckets: access control lists and public access blocks.

resource "aws_s3_bucket_acl" "fail_read" {
  bucket = "app"
  acl    = "public-read" # expect: TFG113
}

resource "aws_s3_bucket" "fail_write" {
  bucket = "app-uploads"
  acl    = "public-read-write" # expect: TFG113
}

resource "aws_s3_object" "fail_object" {
  bucket = "app"
  key    = "index.html"
  acl    = var.fail_acl
}

variable "fail_acl" {
  type    = string
  default = "authenticated-read" # expect: TFG113
}

resource "aws_s3_bucket_acl" "fail_grant" {
  bucket = "app"

  access_control_policy {
    owner {
      id = "0123"
    }

    grant {
      permission = "READ"

      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers" # expect: TFG113
      }
    }

    grant {
      permission = "WRITE"

      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/s3/LogDelivery"
      }
    }
  }
}

resource "aws_s3_bucket" "fail_inline_grant" {
  bucket = "app-inline"

  grant {
    type        = "Group"
    permissions = ["READ"]
    uri         = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" # expect: TFG113
  }
}

resource "aws_s3_bucket_acl" "pass_private" {
  bucket = "app"
  acl    = "private"
}

resource "aws_s3_bucket_acl" "pass_logs" {
  bucket = "app"
  acl    = "log-delivery-write"
}

resource "aws_s3_bucket_public_access_block" "pass_all" {
  bucket                  = "app"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = var.pass_switch
}

variable "pass_switch" {
  type = bool
}

resource "aws_s3_bucket_public_access_block" "fail_off" {
  bucket                  = "app"
  block_public_acls       = false # expect: TFG113
  block_public_policy     = true
  ignore_public_acls      = "false" # expect: TFG113
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "fail_left_out" { # expect: TFG113
  bucket            = "app"
  block_public_acls = true
}

resource "aws_s3_account_public_access_block" "fail_account" {
  block_public_acls       = true
  block_public_policy     = false # expect: TFG113
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "fail_each" {
  for_each = toset(["a", "b"])

  bucket                  = each.key
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = false # expect: TFG113
}
