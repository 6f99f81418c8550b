module "fail_next" { # expect: TFG306
  source = "../b"
}
