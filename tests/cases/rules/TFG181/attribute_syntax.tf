# All keys of an object are written when a block is given as an attribute.
resource "aws_route_table" "pass_attribute" {
  vpc_id = "vpc-1"

  route = [
    {
      cidr_block                 = "0.0.0.0/0"
      gateway_id                 = "igw-1"
      carrier_gateway_id         = ""
      core_network_arn           = ""
      destination_prefix_list_id = ""
      egress_only_gateway_id     = ""
      ipv6_cidr_block            = ""
      local_gateway_id           = ""
      nat_gateway_id             = null
      network_interface_id       = ""
      transit_gateway_id         = ""
      vpc_endpoint_id            = ""
      vpc_peering_connection_id  = ""
    },
  ]
}

resource "aws_route_table" "pass_emptied" {
  vpc_id = "vpc-1"
  route  = []
}

variable "routes" {
  type = list(object({ cidr = string, nat = optional(string), gateway = optional(string) }))
}

resource "aws_route_table" "pass_dynamic" {
  vpc_id = "vpc-1"

  dynamic "route" {
    for_each = var.routes
    content {
      cidr_block     = route.value.cidr
      gateway_id     = route.value.gateway
      nat_gateway_id = route.value.nat
    }
  }
}

resource "aws_route_table" "fail_dynamic" {
  vpc_id = "vpc-1"

  dynamic "route" { # expect: TFG181
    for_each = ["10.0.0.0/16"]
    content {
      cidr_block = route.value
    }
  }
}
