terraform { # expect: TFG005
  backend "s3" {
    bucket = "state"
    key    = "app"
  }
}

module "fail_vpc" {
  source = "./modules/vpc"
}
