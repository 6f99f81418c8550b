"""Outputs: what a root must give, and what it must not show."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, add, change, remove

OUTPUTS = "dev/outputs.tf"

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "no output of the VPC",
        "TFG008",
        (remove(OUTPUTS, "output.vpc_id"),),
        (Place(block="aws_vpc.this", file="dev/modules/network/main.tf"),),
    ),
    Mutation(
        "no output of the load balancer",
        "TFG008",
        (remove(OUTPUTS, "output.alb_dns_name"),),
        (Place(block="aws_lb.this", file="dev/modules/alb/main.tf"),),
    ),
    Mutation(
        "no output of the database's address",
        "TFG008",
        (remove("prod/outputs.tf", "output.rds_endpoint"),),
        (Place(block="aws_db_instance.this", file="prod/modules/database/main.tf"),),
    ),
    Mutation(
        "no output of the cluster",
        "TFG008",
        (remove(OUTPUTS, "output.ecs_cluster_name"),),
        (Place(block="aws_ecs_cluster.this", file="dev/modules/ecs_cluster/main.tf"),),
    ),
    Mutation(
        "no output of the services",
        "TFG008",
        (
            remove(OUTPUTS, "output.ecs_service_name"),
            remove(OUTPUTS, "output.ecs_service_names"),
        ),
        (
            Place(block="aws_ecs_service.this", file="dev/modules/ecs_service/api/main.tf"),
            Place(block="aws_ecs_service.this", file="dev/modules/ecs_service/worker/main.tf"),
        ),
    ),
    Mutation(
        "no output of one service",
        "TFG008",
        (
            change(
                OUTPUTS,
                '    "worker" = module.service_worker.service_name\n',
                "",
                "output.ecs_service_names",
            ),
        ),
        (Place(block="aws_ecs_service.this", file="dev/modules/ecs_service/worker/main.tf"),),
    ),
    Mutation(
        "no output of the assets",
        "TFG008",
        (remove("staging/outputs.tf", "output.assets_bucket_name"),),
        (Place(block="aws_s3_bucket.this", file="staging/modules/assets_bucket/main.tf"),),
    ),
    Mutation(
        "an output that gives something else",
        "TFG008",
        (
            change(
                OUTPUTS,
                "value       = module.alb.dns_name",
                'value       = "https://api.dev.fintech.example"',
            ),
        ),
        (Place(block="aws_lb.this", file="dev/modules/alb/main.tf"),),
    ),
    Mutation(
        "a root without outputs",
        "TFG008",
        (
            remove("operations/bootstrap/outputs.tf", "output.state_bucket"),
            remove("operations/bootstrap/outputs.tf", "output.lock_table"),
        ),
        (Place(block="terraform", file="operations/bootstrap/backend.tf"),),
    ),
    Mutation(
        "an output of an access key",
        "TFG008",
        (
            add(
                OUTPUTS,
                """resource "aws_iam_access_key" "partner" {
  user = "partner"
}

output "partner_key" {
  value = aws_iam_access_key.partner.secret
}
""",
            ),
        ),
        (Place("value = aws_iam_access_key.partner.secret"),),
    ),
    Mutation(
        "an output of a secret's text",
        "TFG008",
        (
            add(
                "prod/outputs.tf",
                """data "aws_secretsmanager_secret_version" "partner" {
  secret_id = "fintech-prod-payment-provider"
}

output "payment_provider" {
  description = "How to reach the partner."
  value       = { text = data.aws_secretsmanager_secret_version.partner.secret_string }
}
""",
            ),
        ),
        (Place("value       = { text"),),
    ),
)
