terraform {
  backend "s3" {
    bucket = "state"
    key    = "dev"
    region = "us-east-1"

    assume_role = {
      role_arn = "arn:aws:iam::111111111111:role/deploy-state" # expect: TFG204
    }
  }
}

provider "aws" {
  region = "us-east-1"

  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deploy-dev"
  }
}

provider "aws" {
  alias  = "fail_name"
  region = "us-east-1"

  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deployer-dev" # expect: TFG204
  }
}

provider "aws" {
  alias  = "fail_no_external_id"
  region = "us-east-1"

  assume_role {
    role_arn = "arn:aws:iam::333333333333:role/deploy-prod" # expect: TFG204
  }
}

provider "aws" {
  alias  = "fail_external_id"
  region = "us-east-1"

  assume_role {
    role_arn    = "arn:aws:iam::333333333333:role/deploy-prod"
    external_id = "prod-2" # expect: TFG204
  }
}

provider "aws" {
  alias  = "pass_external_id"
  region = "us-east-1"

  assume_role {
    role_arn    = "arn:aws:iam::333333333333:role/deploy-prod"
    external_id = "prod-1"
  }
}

provider "aws" {
  alias  = "pass_stranger"
  region = "us-east-1"

  assume_role {
    role_arn = "arn:aws:iam::999999999999:role/deploy-prod"
  }
}

# A role for a service alone does not make the account one whose callers are declared.
resource "aws_iam_role" "pass_task" {
  name = "task"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
