resource "null_resource" "fail_once_for_the_root" {} # expect: TFG328

resource "null_resource" "pass_second" {}
