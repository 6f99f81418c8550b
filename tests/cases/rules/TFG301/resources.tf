data "aws_region" "pass_region" {}

resource "aws_vpc" "pass_vpc" {
  cidr_block = "10.0.0.0/16"
  region     = data.aws_region.pass_region.name

  lifecycle {
    ignore_changes  = [tags]
    prevent_destroy = false
  }
}

resource "aws_subnet" "pass_counted" {
  count  = 2
  vpc_id = aws_vpc.pass_vpc.id
}

resource "aws_subnet" "pass_keyed" {
  for_each = toset(["a"])
  vpc_id   = aws_vpc.pass_vpc["id"] # expect: TFG301
}

resource "aws_instance" "pass_references" {
  provider   = aws.other
  subnet_id  = aws_subnet.pass_counted[0].id
  a          = aws_subnet.pass_keyed["a"].id
  b          = aws_subnet.pass_counted[*].id
  c          = values(aws_subnet.pass_keyed)[*].id
  d          = [for subnet in aws_subnet.pass_counted : subnet.id]
  e          = aws_vpc.pass_vpc[*].id
  depends_on = [aws_subnet.pass_counted, aws_subnet.pass_keyed["a"]]
}

resource "aws_instance" "fail_references" {
  subnet_id = aws_subnet.nope.id # expect: TFG301
  a         = aws_subnet.pass_counted.id # expect: TFG301
  b         = aws_subnet.pass_keyed.id # expect: TFG301
  c         = aws_vpc.pass_vpc[0].id # expect: TFG301
  d         = data.aws_regoin.pass_region.name # expect: TFG301
  e         = aws_region.pass_region.name # expect: TFG301
  f         = data.aws_vpc.pass_vpc.id # expect: TFG301
  g         = aws_vpc # expect: TFG301
  h         = aws_vpc["pass_vpc"] # expect: TFG301
  i         = data.aws_region # expect: TFG301
  j         = ephemeral.aws_secretsmanager_secret_version.nope.secret_string # expect: TFG301

  lifecycle {
    replace_triggered_by = [aws_vpc.nope] # expect: TFG301
  }

  depends_on = [aws_vpc.nope] # expect: TFG301
}

resource "aws_security_group" "pass_dynamic" {
  dynamic "ingress" {
    for_each = toset([22])
    iterator = port

    content {
      from_port = port.value

      dynamic "inner" {
        for_each = [1]

        content {
          a = [port.key, inner.value]
        }
      }
    }
  }
}

resource "aws_security_group" "fail_dynamic" {
  name = ingress.value # expect: TFG301

  dynamic "ingress" {
    for_each = [ingress.key] # expect: TFG301

    content {
      from_port = ingress.value
      to_port   = egress.value # expect: TFG301
    }
  }
}

# A nested block of the provider's may be called like one of Terraform's.
resource "aws_appmesh_virtual_node" "fail_backend" {
  spec {
    backend {
      virtual_service {
        virtual_service_name = aws_appmesh_virtual_service.nope.name # expect: TFG301
      }
    }
  }
}

check "fail_check" {
  data "aws_vpc" "pass_scoped" {
    id = aws_vpc.pass_vpc.id
  }

  assert {
    condition     = data.aws_vpc.pass_scoped.id == aws_vpc.pass_vpc.id && each.key != "" # expect: TFG301
    error_message = "Wrong."
  }
}

output "fail_scoped" {
  value = data.aws_vpc.pass_scoped.id # expect: TFG301
}

moved {
  from = aws_vpc.old
  to   = aws_vpc.pass_vpc
}

import {
  for_each = toset(["a"])
  to       = aws_subnet.pass_keyed[each.key]
  id       = "${each.key}-${var.nope}" # expect: TFG301
}
