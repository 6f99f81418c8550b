locals {
  tags = {
    Environment = "dev"
    team        = "payments"
  }
}

provider "aws" {
  region = "us-east-1"

  default_tags { # expect: TFG005
    tags = local.tags
  }
}

provider "aws" {
  alias  = "fail_without" # an alias of the file's own
  region = "us-west-2"
}

provider "aws" { # expect: TFG005
  alias  = "bare"
  region = "eu-west-1"
}

provider "aws" {
  alias  = "full"
  region = "eu-west-2"

  default_tags {
    tags = merge(local.tags, { Team = "payments", CostCenter = "CC-1" })
  }
}

provider "aws" {
  alias  = "unknown"
  region = "eu-west-3"

  default_tags {
    tags = var.tags
  }
}

variable "tags" {
  type = map(string)
}

resource "aws_vpc" "fail_defaults" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_s3_bucket" "fail_name_only" {
  bucket = "some-bucket"
  tags   = { Name = "some" }
}

resource "aws_vpc" "fail_bare" {
  provider = aws.bare

  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc" "pass_full" {
  provider = aws.full

  cidr_block = "10.2.0.0/16"
}

resource "aws_vpc" "pass_unknown" {
  provider = aws.unknown

  cidr_block = "10.3.0.0/16"
}

resource "aws_vpc" "pass_own_unknown" {
  provider = aws.bare

  cidr_block = "10.4.0.0/16"
  tags       = var.tags
}

# These take no tags, and the provider of this alias has no others.
resource "aws_route" "pass_untaggable" {
  provider = aws.fail_without

  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
}

resource "aws_iam_role_policy" "pass_untaggable" {
  provider = aws.fail_without

  role   = "role"
  policy = "{}"
}

resource "aws_s3_bucket_versioning" "pass_untaggable" {
  provider = aws.fail_without

  bucket = "bucket"
}
