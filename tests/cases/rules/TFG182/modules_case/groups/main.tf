resource "aws_security_group" "inline" {
  name = "inline"

  dynamic "egress" {
    for_each = [443]
    content {
      from_port   = egress.value
      to_port     = egress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group" "bare" {
  name = "bare"
}

output "inline_id" {
  value = aws_security_group.inline.id
}

output "bare_id" {
  value = aws_security_group.bare.id
}
