variable "pass_type" {
  type    = object({ a = optional(list(string)), b = map(any) })
  default = {}
}

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

locals {
  pass_known     = [upper("a"), core::lower("B"), max(1, 2, 3), merge(), range(1, 2), bcrypt("a", 5)]
  pass_expanded  = [max([1, 2]...), upper(["a"]...), lookup({}, ["a"]...), format("%s", [1]...)]
  pass_provider  = provider::aws::arn_parse("arn:aws:s3:::a")
  pass_no_call   = "upper()"
  fail_unknown   = uppercase("a") # expect: TFG302
  fail_case      = Upper("a") # expect: TFG302
  fail_core      = core::nope() # expect: TFG302
  fail_type      = type("a") # expect: TFG302
  fail_removed   = [list("a"), map("a", "b")] # expect: TFG302 TFG302
  fail_few       = [split("a"), uuidv5("a"), max(), concat(), setproduct([1])] # expect: TFG302 TFG302 TFG302 TFG302 TFG302
  fail_many      = [upper("a", "b"), timestamp(1), range(1, 2, 3, 4), lookup({}, "a", 1, 2)] # expect: TFG302 TFG302 TFG302 TFG302
  fail_expanded  = upper("a", "b", []...) # expect: TFG302
  fail_nested    = join(",", [for name in ["a"] : capitalise(name)]) # expect: TFG302
  fail_template  = "x-${lowercase("A")}" # expect: TFG302
  fail_provider  = provider::awss::arn_parse("a") # expect: TFG302
  fail_namespace = [foo::bar(1), provider::aws("a")] # expect: TFG302 TFG302
}

resource "terraform_data" "fail_dynamic" {
  dynamic "item" {
    for_each = tolst([]) # expect: TFG302

    content {
      name = trimm(item.value) # expect: TFG302
    }
  }
}

module "fail_argument" {
  source = "./elsewhere"
  name   = titel("a") # expect: TFG302
}
