variable "name" {
  type = string
}

resource "aws_sqs_queue" "pass_this" {
  name = var.name
}

# Written in the module, and the module is called three times.
resource "aws_sns_topic" "fail_this" {
  name = "alarms" # expect: TFG142 TFG142
}
