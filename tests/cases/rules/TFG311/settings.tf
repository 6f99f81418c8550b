terraform {
  required_version = ">= 1.10, < 2.0, != 1.11.1"
  unknown          = 1 # expect: TFG311

  required_providers {
    pass_string = "~> 1.0"
    pass        = { source = "hashicorp/aws", version = ">= 5.0.0-beta1", configuration_aliases = [pass.a] }
    fail_number = 5 # expect: TFG311
    fail_text   = "latest" # expect: TFG311
    FAIL        = { source = "hashicorp/aws" } # expect: TFG311
    fail        = { source = "a/b/c/d", version = "^5", region = 1 } # expect: TFG311 TFG311 TFG311
    fail_alias  = { source = "hashicorp/aws", configuration_aliases = ["fail_alias.a", other.b] } # expect: TFG311 TFG311
    fail_ref    = { version = var.a } # expect: TFG311

    fail_block {} # expect: TFG311
  }

  backend "s3" {
    bucket = "a"
    key    = var.key # expect: TFG311

    assume_role = {
      role_arn = local.role # expect-at: 22 TFG311
    }
  }

  backends {} # expect: TFG311
}

terraform {
  required_version = ">= 2.0, < 1.0" # expect: TFG311
}

terraform {
  required_version = "~> 1.5, < 1.5.0" # expect: TFG311
}

terraform {
  required_version = "~> 1.5.2, != 1.5.2"
}

terraform {
  required_version = null
}

terraform {
  required_version = "latest" # expect: TFG311
}

terraform {
  required_version = var.version # expect: TFG311

  backend {} # expect: TFG311
}

provider "pass_provider" {
  alias  = "peer"
  region = var.region

  dynamic "assume_role" {
    for_each = [1]

    content {}
  }
}

provider "fail_provider" {
  alias    = var.alias # expect: TFG311
  version  = "a" # expect: TFG311
  count    = 1 # expect: TFG311
  for_each = {} # expect: TFG311

  lifecycle {} # expect: TFG311
}

provider "fail_alias" {
  alias = "1 a" # expect: TFG311
}

module "pass_module" {
  source    = "a/b/c"
  version   = "1.0"
  count     = 1
  providers = { aws = aws.a, aws.b = aws, "aws.c" = aws.c }
}

module "fail_module" {
  source     = "a/b/c"
  version    = "newest" # expect: TFG311
  count      = 1
  for_each   = {} # expect: TFG311
  providers  = { aws = var.a.b } # expect: TFG311
  depends_on = module.pass_module # expect: TFG311
}

module "fail_providers" {
  source    = "a/b/c"
  providers = [aws] # expect: TFG311
}
