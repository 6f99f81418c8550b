"""What only the comparison of roots shows, and names that collide or are refused."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, add, change, remove

PAIR = ("prod", "staging")

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "two environments in one network",
        "TFG201",
        (
            change("staging/modules/network/main.tf", '"10.1.0.0/16"', '"10.0.0.0/16"'),
            *(
                change("staging/modules/network/main.tf", f'"10.1.{subnet}"', f'"10.0.{subnet}"')
                for subnet in (
                    "0.0/24",
                    "1.0/24",
                    "16.0/20",
                    "32.0/20",
                    "200.0/24",
                    "201.0/24",
                )
            ),
        ),
        (Place('cidr_block           = "10.0.0.0/16"'),),
        roots=("dev", "staging"),
    ),
    Mutation(
        "production in the network of staging",
        "TFG201",
        tuple(
            change("prod/modules/network/main.tf", f'"10.2.{block}"', f'"10.1.{block}"')
            for block in (
                "0.0/16",
                "0.0/24",
                "1.0/24",
                "2.0/24",
                "16.0/20",
                "32.0/20",
                "48.0/20",
                "200.0/24",
                "201.0/24",
                "202.0/24",
            )
        ),
        (Place('cidr_block           = "10.1.0.0/16"', file="staging/modules/network/main.tf"),),
        roots=PAIR,
    ),
    Mutation(
        "production has a queue that staging lacks",
        "TFG206",
        (
            add(
                "prod/main.tf",
                'resource "aws_sqs_queue" "jobs" {\n  name = "fintech-prod-jobs"\n}\n',
            ),
        ),
        (Place(block="aws_sqs_queue.jobs"),),
        roots=PAIR,
    ),
    Mutation(
        "staging has an older database",
        "TFG206",
        (
            change(
                "staging/modules/database/main.tf", 'engine_version = "16"', 'engine_version = "15"'
            ),
            change("staging/modules/database/main.tf", '"postgres16"', '"postgres15"'),
        ),
        (
            Place('engine_version = "16"', file="prod/modules/database/main.tf"),
            Place('family      = "postgres16"', file="prod/modules/database/main.tf"),
        ),
        roots=PAIR,
    ),
    Mutation(
        "staging has no worker",
        "TFG206",
        (
            remove("staging/main.tf", "module.service_worker"),
            change("staging/main.tf", '    "worker" = module.service_worker.service_name\n', ""),
            change("staging/outputs.tf", '    "worker" = module.service_worker.service_name\n', ""),
            change(
                "staging/outputs.tf", '    "worker" = module.service_worker.task_role_arn\n', ""
            ),
            change(
                "staging/outputs.tf",
                '    "worker" = module.service_worker.execution_role_arn\n',
                "",
            ),
        ),
        (
            Place(block="aws_ecs_service.this", file="prod/modules/ecs_service/worker/main.tf"),
            Place(
                block="aws_ecs_task_definition.this",
                file="prod/modules/ecs_service/worker/main.tf",
            ),
        ),
        roots=PAIR,
    ),
    Mutation(
        "an environment variable of production alone",
        "TFG206",
        (
            change(
                "prod/modules/ecs_service/api/main.tf",
                '{ name = "LOG_FORMAT", value = "json" },',
                '{ name = "LOG_FORMAT", value = "json" },\n'
                '        { name = "FEATURE", value = "on" },',
            ),
        ),
        (Place('name = "FEATURE"'),),
        roots=PAIR,
    ),
    Mutation(
        "the deployment role of another account",
        "TFG203",
        (
            change(
                "dev/providers.tf",
                "arn:aws:iam::111111111111:role/fintech-deploy-dev",
                "arn:aws:iam::222222222222:role/fintech-deploy-dev",
            ),
        ),
        (Place("arn:aws:iam::222222222222:role/fintech-deploy-dev"),),
    ),
    Mutation(
        "an account that nobody has",
        "TFG203",
        (
            change(
                "prod/modules/ecs_service/api/main.tf",
                "arn:aws:ecr:us-east-1:444444444444:repository/fintech/api",
                "arn:aws:ecr:us-east-1:44444444444:repository/fintech/api",
            ),
        ),
        (Place("44444444444:repository"),),
        also=("TFG006",),
    ),
    Mutation(
        "the boundary of an unknown account",
        "TFG203",
        (
            change(
                "dev/locals.tf",
                "arn:aws:iam::111111111111:policy",
                "arn:aws:iam::121212121212:policy",
            ),
        ),
        (Place("arn:aws:iam::121212121212:policy"),),
    ),
    Mutation(
        "the allowed account is not the role's",
        "TFG203",
        (
            change(
                "staging/providers.tf",
                'allowed_account_ids = ["222222222222"]',
                'allowed_account_ids = ["333333333333"]',
            ),
        ),
        (Place('"333333333333"'),),
    ),
    Mutation(
        "the deployment role does not admit its pipeline",
        "TFG204",
        (
            change(
                "dev/modules/deployment_role/main.tf",
                '        "arn:aws:iam::444444444444:role/fintech-ci-dev",\n',
                "",
            ),
        ),
        (Place("role/fintech-ci-peering"),),
        roots=("operations", "dev/bootstrap"),
    ),
    Mutation(
        "the pipeline assumes a role that is not there",
        "TFG204",
        (
            change(
                "operations/modules/ci_role/prod/main.tf",
                "role/fintech-deploy-prod",
                "role/fintech-deployment-prod",
            ),
        ),
        (Place("role/fintech-deployment-prod"),),
        roots=("operations", "prod/bootstrap"),
    ),
    Mutation(
        "the provider assumes a role that is not there",
        "TFG204",
        (change("dev/providers.tf", "role/fintech-deploy-dev", "role/fintech-deployment-dev"),),
        (Place("role/fintech-deployment-dev"),),
        roots=("dev", "dev/bootstrap", "operations"),
    ),
    Mutation(
        "two environments share a bucket's name",
        "TFG142",
        (
            change(
                "staging/modules/log_bucket/main.tf",
                "fintech-staging-logs-222222222222",
                "fintech-dev-logs-111111111111",
            ),
        ),
        (Place("fintech-dev-logs-111111111111"),),
        roots=("dev", "staging"),
    ),
    Mutation(
        "two services share a role's name",
        "TFG142",
        (
            change(
                "dev/modules/ecs_service/worker/main.tf",
                'name                 = "fintech-dev-worker-task"',
                'name                 = "fintech-dev-api-task"',
            ),
        ),
        (Place('name                 = "fintech-dev-api-task"'),),
    ),
    Mutation(
        "two groups share a name",
        "TFG142",
        (
            change(
                "dev/modules/security_groups/main.tf",
                'name        = "fintech-dev-app"',
                'name        = "fintech-dev-alb"',
                "aws_security_group.app",
            ),
        ),
        (Place('name        = "fintech-dev-alb"', "aws_security_group.app"),),
    ),
    Mutation(
        "all log groups of the database share a name",
        "TFG142",
        (
            change(
                "dev/modules/database/main.tf",
                '"/aws/rds/instance/fintech-dev-postgres/${each.key}"',
                '"/aws/rds/instance/fintech-dev-postgres/postgresql"',
            ),
        ),
        (Place("/aws/rds/instance/fintech-dev-postgres/postgresql"),),
        also=("TFG002",),
    ),
    Mutation(
        "a load balancer with a long name",
        "TFG141",
        (
            change(
                "dev/modules/alb/main.tf",
                '"fintech-dev-alb"',
                '"fintech-development-application-load-balancer"',
            ),
        ),
        (Place("fintech-development-application-load-balancer"),),
    ),
    Mutation(
        "a bucket with an underscore",
        "TFG141",
        (
            change(
                "dev/modules/log_bucket/main.tf",
                "fintech-dev-logs-111111111111",
                "fintech_dev_logs-111111111111",
            ),
        ),
        (Place("fintech_dev_logs-111111111111"),),
    ),
    Mutation(
        "a database with two hyphens",
        "TFG141",
        (
            change(
                "prod/modules/database/main.tf",
                'identifier     = "fintech-prod-postgres"',
                'identifier     = "fintech--prod-postgres"',
            ),
        ),
        (Place("fintech--prod-postgres"),),
        also=("TFG002",),
    ),
    Mutation(
        "a role with a long name",
        "TFG141",
        (
            change(
                "dev/modules/ecs_service/api/main.tf",
                '"fintech-dev-api-execution"',
                '"fintech-dev-api-execution-role-that-starts-the-tasks-of-the-service-api"',
            ),
        ),
        (Place("fintech-dev-api-execution-role"),),
    ),
    Mutation(
        "a second block of staging is in the network of development",
        "TFG201",
        (
            add(
                "staging/modules/network/main.tf",
                """resource "aws_vpc_ipv4_cidr_block_association" "more" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.240.0/20"
}
""",
            ),
        ),
        (Place('"10.0.240.0/20"'),),
        roots=("dev", "staging"),
    ),
    Mutation(
        "the logs take from another account",
        "TFG203",
        (
            change(
                "dev/modules/log_bucket/main.tf",
                'variable = "aws:SourceAccount"\n      values   = ["111111111111"]',
                'variable = "aws:SourceAccount"\n      values   = ["333333333333"]',
            ),
        ),
        (Place('["333333333333"]'),),
    ),
    Mutation(
        "an account id that lost its zero",
        "TFG203",
        (
            change(
                "peering/modules/vpc_peering/staging-to-prod/main.tf",
                'peer_owner_id = "333333333333"',
                'peer_owner_id = "33333333333"',
            ),
        ),
        (Place('"33333333333"'),),
        also=("TFG007",),
    ),
    Mutation(
        "the state of development in the account of production",
        "TFG203",
        (
            change(
                "dev/backend.tf",
                "arn:aws:iam::111111111111:role/fintech-deploy-dev",
                "arn:aws:iam::333333333333:role/fintech-deploy-prod",
            ),
        ),
        (Place("arn:aws:iam::333333333333:role/fintech-deploy-prod"),),
        roots=("dev", "staging", "prod"),
    ),
    Mutation(
        "the pipeline of peering may not assume the role of production",
        "TFG204",
        (
            change(
                "operations/modules/ci_role/peering/main.tf",
                '      "arn:aws:iam::333333333333:role/fintech-deploy-prod",\n',
                "",
            ),
        ),
        (Place("role/fintech-ci-peering", file="prod/modules/deployment_role/main.tf"),),
        roots=("operations", "prod/bootstrap"),
    ),
    Mutation(
        "the deployment role trusts a pipeline that is not there",
        "TFG204",
        (
            change(
                "staging/modules/deployment_role/main.tf",
                "role/fintech-ci-staging",
                "role/fintech-ci-stage",
            ),
        ),
        (Place("role/fintech-ci-stage"),),
        roots=("operations", "staging/bootstrap"),
    ),
    Mutation(
        "production asks for another health check",
        "TFG206",
        (change("prod/modules/alb/main.tf", '"/health"', '"/ready"'),),
        (Place('"/ready"'),),
        roots=PAIR,
    ),
    Mutation(
        "production has a TLS policy of its own",
        "TFG206",
        (
            change(
                "prod/modules/alb/main.tf",
                "ELBSecurityPolicy-TLS13-1-2-2021-06",
                "ELBSecurityPolicy-TLS13-1-3-2021-06",
            ),
        ),
        (Place("ELBSecurityPolicy-TLS13-1-3-2021-06"),),
        roots=PAIR,
    ),
    Mutation(
        "a repository in upper case",
        "TFG141",
        (change("operations/modules/ecr/api/main.tf", '"fintech/api"', '"fintech/API"'),),
        (Place('"fintech/API"'),),
    ),
    Mutation(
        "a log group with a blank",
        "TFG141",
        (
            change(
                "staging/modules/ecs_service/worker/main.tf",
                '"/ecs/fintech-staging/worker"',
                '"/ecs/fintech staging/worker"',
            ),
        ),
        (Place('"/ecs/fintech staging/worker"'),),
    ),
)
