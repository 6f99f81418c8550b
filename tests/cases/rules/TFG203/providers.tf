provider "aws" {
  alias               = "fail_role"
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]

  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/deploy" # expect: TFG203
  }
}

provider "aws" {
  alias               = "pass_role"
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]

  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deploy"
  }
}

# The rest of the root is about 111111111111, so that the list is what is wrong.
provider "aws" {
  alias               = "fail_list"
  region              = "us-east-1"
  allowed_account_ids = ["333333333333"] # expect: TFG203

  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deploy"
  }
}

provider "aws" {
  alias               = "pass_several"
  region              = "us-east-1"
  allowed_account_ids = ["111111111111", "222222222222"]

  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/deploy"
  }
}

provider "aws" {
  alias               = "pass_unknown"
  region              = "us-east-1"
  allowed_account_ids = [var.pass_account]

  assume_role {
    role_arn = "arn:aws:iam::${var.pass_account}:role/deploy"
  }
}

variable "pass_account" {
  type = string
}
