"""Networks: ports, ways out, subnets, rules."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, add, change, remove

NETWORK = "dev/modules/network/main.tf"
OUTPUTS = "dev/modules/network/outputs.tf"
GROUPS = "dev/modules/security_groups/main.tf"
GROUP_OUTPUTS = "dev/modules/security_groups/outputs.tf"
HTTPS = "aws_vpc_security_group_ingress_rule.alb_https"
FROM_APP = "aws_vpc_security_group_ingress_rule.database_from_app"

LIFECYCLE = "  lifecycle {\n    create_before_destroy = true\n  }\n"

AT_APP_GROUP = Place(block="aws_security_group.app", file=GROUPS)
AT_DATABASE_GROUP = Place(block="aws_security_group.database", file=GROUPS)

PORTS: tuple[Mutation, ...] = (
    Mutation(
        "SSH to the load balancer from everywhere",
        "TFG111",
        (
            change(GROUPS, "from_port         = 443", "from_port         = 22", HTTPS),
            change(GROUPS, "to_port           = 443", "to_port           = 22", HTTPS),
        ),
        (Place('toset(["0.0.0.0/0"])', HTTPS),),
    ),
    Mutation(
        "every port of the load balancer from everywhere",
        "TFG111",
        (
            change(GROUPS, 'ip_protocol       = "tcp"', 'ip_protocol       = "-1"', HTTPS),
            change(GROUPS, "  from_port         = 443\n  to_port           = 443\n", "", HTTPS),
        ),
        (Place('toset(["0.0.0.0/0"])', HTTPS),),
    ),
    Mutation(
        "the database from everywhere",
        "TFG111",
        (
            change(
                GROUPS,
                "referenced_security_group_id = aws_security_group.app.id",
                'cidr_ipv4                    = "0.0.0.0/0"',
                FROM_APP,
            ),
        ),
        (Place('cidr_ipv4                    = "0.0.0.0/0"'),),
    ),
    Mutation(
        "the tasks from everywhere by IPv6",
        "TFG111",
        (
            change(
                GROUPS,
                "referenced_security_group_id = aws_security_group.alb.id",
                'cidr_ipv6                    = "::/0"',
                "aws_vpc_security_group_ingress_rule.app_from_alb_8080",
            ),
        ),
        (Place('cidr_ipv6                    = "::/0"'),),
        also=("TFG173",),
    ),
    Mutation(
        "the default security group admits everybody",
        "TFG111",
        (
            change(
                "prod/modules/network/main.tf",
                "  vpc_id = aws_vpc.this.id\n",
                """  vpc_id = aws_vpc.this.id

  ingress {
    protocol    = "tcp"
    from_port   = 3389
    to_port     = 3389
    cidr_blocks = ["0.0.0.0/0"]
  }
""",
                "aws_default_security_group.this",
            ),
        ),
        (Place('cidr_blocks = ["0.0.0.0/0"]'),),
    ),
    Mutation(
        "the port of the website is open on the tasks",
        "TFG111",
        (
            change(
                GROUPS,
                "security_group_id = aws_security_group.alb.id",
                "security_group_id = aws_security_group.app.id",
                HTTPS,
            ),
        ),
        (Place('toset(["0.0.0.0/0"])', HTTPS),),
    ),
    Mutation(
        "the database from half of the internet by a rule of the older kind",
        "TFG111",
        (
            add(
                GROUPS,
                """resource "aws_security_group_rule" "database_from_anywhere" {
  security_group_id = aws_security_group.database.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["0.0.0.0/1"]
}
""",
            ),
        ),
        (Place('["0.0.0.0/1"]'),),
    ),
)

PATHS: tuple[Mutation, ...] = (
    Mutation(
        "the tasks have no way out",
        "TFG154",
        (
            remove(NETWORK, "aws_route.app_nat"),
            change(OUTPUTS, "    aws_route.app_nat,\n", ""),
        ),
        (Place(block="aws_route_table.app"),),
    ),
    Mutation(
        "the subnets of the tasks have the routes of the database",
        "TFG154",
        (
            change(
                NETWORK,
                "aws_route_table.app[each.key].id",
                "aws_route_table.database.id",
                "aws_route_table_association.app",
            ),
        ),
        (
            Place("module.network.app_subnet_ids", "module.service_api", "dev/main.tf"),
            Place("module.network.app_subnet_ids", "module.service_worker", "dev/main.tf"),
        ),
    ),
    Mutation(
        "the tasks in public subnets without public addresses",
        "TFG154",
        (
            change(
                "dev/main.tf",
                "subnet_ids          = module.network.app_subnet_ids",
                "subnet_ids          = module.network.public_subnet_ids",
                "module.service_api",
            ),
        ),
        (Place("module.network.public_subnet_ids", "module.service_api"),),
    ),
    Mutation(
        "the tasks may not call out",
        "TFG154",
        (
            remove(GROUPS, "aws_vpc_security_group_egress_rule.app_https"),
            change(
                GROUP_OUTPUTS,
                "    aws_vpc_security_group_egress_rule.app_https,\n",
                "",
            ),
        ),
        (AT_APP_GROUP, AT_APP_GROUP),
    ),
    Mutation(
        "the tasks may call out on another port",
        "TFG154",
        (
            change(
                GROUPS,
                "from_port         = 443\n  to_port           = 443",
                "from_port         = 8443\n  to_port           = 8443",
                "aws_vpc_security_group_egress_rule.app_https",
            ),
        ),
        (AT_APP_GROUP, AT_APP_GROUP),
    ),
    Mutation(
        "the database admits another port",
        "TFG158",
        (
            change(
                GROUPS,
                "from_port                    = 5432\n  to_port                      = 5432",
                "from_port                    = 3306\n  to_port                      = 3306",
                FROM_APP,
            ),
        ),
        (AT_DATABASE_GROUP, AT_DATABASE_GROUP),
    ),
    Mutation(
        "the database admits the load balancer instead of the tasks",
        "TFG158",
        (
            change(
                GROUPS,
                "referenced_security_group_id = aws_security_group.app.id",
                "referenced_security_group_id = aws_security_group.alb.id",
                FROM_APP,
            ),
        ),
        (AT_DATABASE_GROUP, AT_DATABASE_GROUP),
    ),
    Mutation(
        "the tasks may not call the database",
        "TFG158",
        (
            remove(GROUPS, "aws_vpc_security_group_egress_rule.app_to_database"),
            change(
                GROUP_OUTPUTS,
                "    aws_vpc_security_group_egress_rule.app_to_database,\n",
                "",
            ),
        ),
        (AT_APP_GROUP, AT_APP_GROUP),
    ),
    Mutation(
        "the database listens on another port",
        "TFG158",
        (change("dev/modules/database/main.tf", "port                   = 5432", "port = 5433"),),
        (AT_APP_GROUP, AT_APP_GROUP, AT_DATABASE_GROUP, AT_DATABASE_GROUP),
    ),
)

LAYOUT: tuple[Mutation, ...] = (
    Mutation(
        "subnets that overlap",
        "TFG181",
        (change(NETWORK, '"10.0.1.0/24"', '"10.0.17.0/24"'),),
        (Place('"10.0.16.0/20"'),),
    ),
    Mutation(
        "a subnet outside its VPC",
        "TFG181",
        (change(NETWORK, '"10.0.201.0/24"', '"10.1.201.0/24"'),),
        (Place('"10.1.201.0/24"'),),
    ),
    Mutation(
        "a subnet smaller than AWS makes",
        "TFG181",
        (change("prod/modules/network/main.tf", '"10.2.202.0/24"', '"10.2.202.0/29"'),),
        (Place('"10.2.202.0/29"'),),
    ),
    Mutation(
        "the subnets of the database in one zone",
        "TFG181",
        (
            change(
                NETWORK,
                "availability_zone       = each.key",
                'availability_zone       = "us-east-1a"',
                "aws_subnet.database",
            ),
        ),
        (Place("module.network.database_subnet_ids", file="dev/main.tf"),),
    ),
    Mutation(
        "a NAT gateway in a subnet without a way out",
        "TFG181",
        (
            change(
                NETWORK,
                "subnet_id     = aws_subnet.public[each.key].id",
                "subnet_id     = aws_subnet.app[each.key].id",
            ),
        ),
        (Place("subnet_id     = aws_subnet.app[each.key].id"),),
    ),
    Mutation(
        "two routes to the same place",
        "TFG181",
        (
            add(
                NETWORK,
                """resource "aws_route" "public_again" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this["us-east-1a"].id
}
""",
            ),
        ),
        (Place("destination_cidr_block", "aws_route.public_again"),),
    ),
    Mutation(
        "inline routes beside routes of their own",
        "TFG181",
        (
            change(
                NETWORK,
                "  vpc_id = aws_vpc.this.id\n",
                """  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
""",
                "aws_route_table.public",
            ),
            change(
                NETWORK,
                'destination_cidr_block = "0.0.0.0/0"',
                'destination_cidr_block = "192.0.2.0/24"',
                "aws_route.public_internet",
            ),
        ),
        (Place(block="aws_route.public_internet"),),
    ),
    Mutation(
        "inline rules beside rules of their own",
        "TFG182",
        (
            change(
                GROUPS,
                "  vpc_id      = var.vpc_id\n",
                """  vpc_id      = var.vpc_id

  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
""",
                "aws_security_group.app",
            ),
        ),
        (
            Place(block="aws_vpc_security_group_egress_rule.app_https"),
            Place(block="aws_vpc_security_group_egress_rule.app_to_database"),
        ),
    ),
    Mutation(
        "a rule for TCP without ports",
        "TFG182",
        (
            change(
                GROUPS,
                "  from_port         = 443\n  to_port           = 443\n",
                "",
                "aws_vpc_security_group_egress_rule.app_https",
            ),
        ),
        (Place(block="aws_vpc_security_group_egress_rule.app_https"),),
    ),
    Mutation(
        "every protocol with a port",
        "TFG182",
        (
            change(
                GROUPS,
                'ip_protocol       = "tcp"',
                'ip_protocol       = "-1"',
                "aws_vpc_security_group_egress_rule.app_https",
            ),
        ),
        (Place("from_port         = 443", "aws_vpc_security_group_egress_rule.app_https"),),
    ),
    Mutation(
        "a route that leads nowhere",
        "TFG181",
        (
            change(
                NETWORK, '  nat_gateway_id         = aws_nat_gateway.this["us-east-1a"].id\n', ""
            ),
        ),
        (Place(block="aws_route.app_nat"),),
        also=("TFG154",),
    ),
    Mutation(
        "a route that leads to two places",
        "TFG181",
        (
            change(
                NETWORK,
                "  gateway_id             = aws_internet_gateway.this.id\n",
                "  gateway_id             = aws_internet_gateway.this.id\n"
                '  nat_gateway_id         = aws_nat_gateway.this["us-east-1a"].id\n',
                "aws_route.public_internet",
            ),
        ),
        (Place("nat_gateway_id ", "aws_route.public_internet"),),
    ),
    Mutation(
        "a subnet with host bits",
        "TFG181",
        (change(NETWORK, '"10.0.201.0/24"', '"10.0.201.1/24"'),),
        (Place('"10.0.201.1/24"'),),
    ),
    Mutation(
        "the group of the load balancer goes before its successor comes",
        "TFG135",
        (change(GROUPS, LIFECYCLE, "", "aws_security_group.alb"),),
        (Place(block="aws_security_group.alb"),),
    ),
    Mutation(
        "the group of production's database goes first",
        "TFG135",
        (
            change(
                "prod/modules/security_groups/main.tf",
                LIFECYCLE,
                "",
                "aws_security_group.database",
            ),
        ),
        (Place(block="aws_security_group.database"),),
    ),
)

MUTATIONS: tuple[Mutation, ...] = (*PORTS, *PATHS, *LAYOUT)
