variable "actions" {
  type = list(string)
}

variable "arns" {
  type = list(string)
}

variable "policy_arn" {
  type    = string
  default = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

data "aws_iam_policy_document" "pass_this" {
  statement {
    actions   = var.actions
    resources = var.arns
  }
}

resource "aws_iam_role" "pass_this" {
  name               = "this"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "pass_this" {
  role   = aws_iam_role.pass_this.name
  policy = data.aws_iam_policy_document.pass_this.json
}

resource "aws_iam_role_policy_attachment" "pass_this" {
  role       = aws_iam_role.pass_this.name
  policy_arn = var.policy_arn
}
