variable "principals" {
  type = list(string)
}

data "aws_iam_policy_document" "pass_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = var.principals
    }
  }
}

resource "aws_iam_role" "pass_this" {
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json
}
