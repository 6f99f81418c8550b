resource "aws_iam_role" "this" {
  name               = "execution"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset(["AmazonECSTaskExecutionRolePolicy"])

  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/${each.key}"
}

output "arn" {
  value = aws_iam_role.this.arn
}

output "usable_arn" {
  value      = aws_iam_role.this.arn
  depends_on = [aws_iam_role_policy_attachment.this]
}
