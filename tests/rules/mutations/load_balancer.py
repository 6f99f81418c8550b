"""Load balancers: listeners, subnets, target groups."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, change, remove

ALB = "dev/modules/alb/main.tf"
PROD_ALB = "prod/modules/alb/main.tf"
GROUPS = "dev/modules/security_groups/main.tf"
GROUP_OUTPUTS = "dev/modules/security_groups/outputs.tf"
REDIRECT = "aws_lb_listener.http_redirect"
HTTPS = "aws_lb_listener.https"

REDIRECTION = """    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
"""

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "a listener that forwards without TLS",
        "TFG102",
        (
            change(
                ALB,
                REDIRECTION,
                '    type             = "forward"\n'
                "    target_group_arn = aws_lb_target_group.api.arn\n",
            ),
        ),
        (Place('type             = "forward"', REDIRECT),),
    ),
    Mutation(
        "a redirect to HTTP",
        "TFG102",
        (change(ALB, 'protocol    = "HTTPS"', 'protocol    = "HTTP"', REDIRECT),),
        (Place('protocol    = "HTTP"'),),
    ),
    Mutation(
        "a TLS policy of 2016",
        "TFG102",
        (change(ALB, "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"),),
        (Place("ELBSecurityPolicy-2016-08"),),
    ),
    Mutation(
        "a listener of port 443 without TLS",
        "TFG102",
        (
            change(
                PROD_ALB,
                """  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn
""",
                '  protocol          = "HTTP"\n',
            ),
        ),
        (
            Place('protocol          = "HTTP"', HTTPS),
            Place('type             = "forward"', "aws_lb_listener_rule.api"),
        ),
        also=("TFG307",),
    ),
    Mutation(
        "a listener without a certificate",
        "TFG102",
        (change(ALB, "  certificate_arn   = var.certificate_arn\n", ""),),
        (Place(block=HTTPS),),
        also=("TFG307",),
    ),
    Mutation(
        "a certificate that is not validated yet",
        "TFG102",
        (
            change(
                "dev/main.tf",
                "aws_acm_certificate_validation.this.certificate_arn",
                "aws_acm_certificate.this.arn",
            ),
        ),
        (Place("certificate_arn   = aws_acm_certificate.this.arn"),),
    ),
    Mutation(
        "a load balancer in one zone",
        "TFG173",
        (
            change(
                ALB,
                "subnets            = var.public_subnet_ids",
                "subnets            = slice(var.public_subnet_ids, 0, 1)",
            ),
        ),
        (Place("slice(var.public_subnet_ids, 0, 1)"),),
    ),
    Mutation(
        "a load balancer in private subnets",
        "TFG173",
        (
            change(
                "dev/main.tf",
                "public_subnet_ids = module.network.public_subnet_ids",
                "public_subnet_ids = module.network.app_subnet_ids",
            ),
        ),
        (Place("public_subnet_ids = module.network.app_subnet_ids"),),
    ),
    Mutation(
        "the public subnets have no way to the internet",
        "TFG173",
        (
            remove("dev/modules/network/main.tf", "aws_route.public_internet"),
            change("dev/modules/network/outputs.tf", "    aws_route.public_internet,\n", ""),
        ),
        (Place("public_subnet_ids = module.network.public_subnet_ids", file="dev/main.tf"),),
        also=("TFG181",),
    ),
    Mutation(
        "the load balancer may not call the tasks",
        "TFG173",
        (
            remove(GROUPS, "aws_vpc_security_group_egress_rule.alb_to_app_8080"),
            change(
                GROUP_OUTPUTS,
                "    aws_vpc_security_group_egress_rule.alb_to_app_8080,\n",
                "",
            ),
        ),
        (Place(block="aws_security_group.alb"),),
    ),
    Mutation(
        "the tasks do not admit the load balancer",
        "TFG173",
        (
            change(
                GROUPS,
                "from_port                    = 8080\n  to_port                      = 8080",
                "from_port                    = 8081\n  to_port                      = 8081",
                "aws_vpc_security_group_ingress_rule.app_from_alb_8080",
            ),
        ),
        (Place(block="aws_security_group.app"),),
    ),
    Mutation(
        "a target group that goes before its successor comes",
        "TFG174",
        (
            change(
                ALB,
                "  lifecycle {\n    create_before_destroy = true\n  }\n",
                "",
                "aws_lb_target_group.api",
            ),
        ),
        (Place(block="aws_lb_target_group.api"),),
    ),
    Mutation(
        "a target group of production that goes first",
        "TFG174",
        (
            change(
                PROD_ALB,
                "create_before_destroy = true",
                "create_before_destroy = false",
                "aws_lb_target_group.api",
            ),
        ),
        (Place("create_before_destroy = false"),),
    ),
    Mutation(
        "a target group whose successor has the same name",
        "TFG174",
        (change(ALB, '"fintech-dev-a793a"', '"fintech-dev-api"'),),
        (Place('name                 = "fintech-dev-api"'),),
    ),
)
