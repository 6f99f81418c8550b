resource "aws_sqs_queue" "pass_library" {}
