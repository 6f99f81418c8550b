"""Containers, tasks and services: log groups, images, sizes, wiring, order, permissions."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, change, remove

API = "dev/modules/ecs_service/api/main.tf"
WORKER = "dev/modules/ecs_service/worker/main.tf"
PROD_API = "prod/modules/ecs_service/api/main.tf"
CLUSTER = "dev/modules/ecs_cluster/main.tf"
NETWORK = "dev/modules/network/main.tf"
DATABASE = "dev/modules/database/main.tf"

API_IMAGE = '"444444444444.dkr.ecr.us-east-1.amazonaws.com/fintech/api:1.4.2"'
API_GROUP = '"awslogs-group"         = aws_cloudwatch_log_group.this.name'
TASK = "aws_ecs_task_definition.this"
SERVICE = "aws_ecs_service.this"
EXECUTION = "data.aws_iam_policy_document.execution"

LOGS: tuple[Mutation, ...] = (
    Mutation(
        "the group of the api has another name than its tasks use",
        "TFG002",
        (change(API, API_GROUP, '"awslogs-group"         = "/ecs/fintech-dev/app"'),),
        (Place('"/ecs/fintech-dev/app"'),),
    ),
    Mutation(
        "the group of the worker is gone",
        "TFG002",
        (
            remove(WORKER, "aws_cloudwatch_log_group.this"),
            change(WORKER, API_GROUP, '"awslogs-group"         = "/ecs/fintech-dev/worker"'),
            change(
                WORKER,
                "${aws_cloudwatch_log_group.this.arn}:*",
                "arn:aws:logs:us-east-1:111111111111:log-group:/ecs/fintech-dev/worker:*",
            ),
        ),
        (Place('"awslogs-group"'),),
    ),
    Mutation(
        "the group of the api keeps its logs for ever",
        "TFG002",
        (change(API, "  retention_in_days = 365\n", ""),),
        (Place(block="aws_cloudwatch_log_group.this"),),
    ),
    Mutation(
        "the group of Container Insights has retention 0",
        "TFG002",
        (
            change(
                CLUSTER,
                "retention_in_days = 365",
                "retention_in_days = 0",
                "aws_cloudwatch_log_group.insights",
            ),
        ),
        (Place("retention_in_days = 0"),),
    ),
    Mutation(
        "the retention of the flow logs is null",
        "TFG002",
        (change(NETWORK, "retention_in_days = 365", "retention_in_days = null"),),
        (Place("retention_in_days = null"),),
    ),
    Mutation(
        "the group of Container Insights is gone",
        "TFG002",
        (
            remove(CLUSTER, "aws_cloudwatch_log_group.insights"),
            change(CLUSTER, "  depends_on = [aws_cloudwatch_log_group.insights]\n", ""),
        ),
        (Place("setting {"),),
    ),
    Mutation(
        "the cluster may come before the group of Container Insights",
        "TFG002",
        (change(CLUSTER, "  depends_on = [aws_cloudwatch_log_group.insights]\n", ""),),
        (Place("setting {"),),
    ),
    Mutation(
        "the upgrade log of the database has no group",
        "TFG002",
        (change(DATABASE, 'toset(["postgresql", "upgrade"])', 'toset(["postgresql"])'),),
        (Place("enabled_cloudwatch_logs_exports"),),
    ),
    Mutation(
        "the groups of the database are those of another instance",
        "TFG002",
        (
            change(
                DATABASE,
                "/aws/rds/instance/fintech-dev-postgres/",
                "/aws/rds/instance/fintech-dev-postgresql/",
            ),
        ),
        (Place("enabled_cloudwatch_logs_exports"), Place("enabled_cloudwatch_logs_exports")),
    ),
    Mutation(
        "the database may come before its groups",
        "TFG002",
        (change(DATABASE, "    aws_cloudwatch_log_group.this,\n", ""),),
        (Place("enabled_cloudwatch_logs_exports"), Place("enabled_cloudwatch_logs_exports")),
    ),
    Mutation(
        "AWS creates the group of the api",
        "TFG002",
        (
            change(
                API,
                API_GROUP,
                '"awslogs-create-group"  = "true"\n          "awslogs-group"         = "/ecs/dev"',
            ),
        ),
        (Place('"/ecs/dev"'),),
        also=("TFG156",),
    ),
    Mutation(
        "sessions are logged to a group that nobody declares",
        "TFG002",
        (
            change(
                CLUSTER,
                "cloud_watch_log_group_name     = aws_cloudwatch_log_group.exec.name",
                'cloud_watch_log_group_name     = "/ecs/fintech-dev/sessions"',
            ),
        ),
        (Place('"/ecs/fintech-dev/sessions"'),),
    ),
    Mutation(
        "the flow logs go to a group that nobody declares",
        "TFG002",
        (
            change(
                NETWORK,
                "log_destination          = aws_cloudwatch_log_group.flow_logs.arn",
                'log_destination          = "arn:aws:logs:us-east-1:111111111111:log-group:/flows"',
            ),
        ),
        (Place("log-group:/flows"),),
    ),
)

IMAGES: tuple[Mutation, ...] = (
    Mutation(
        "an image of Docker Hub",
        "TFG006",
        (change(API, API_IMAGE, '"nginx:1.27.2"'),),
        (Place('"nginx:1.27.2"'),),
    ),
    Mutation(
        "an image of Docker Hub without a version",
        "TFG006",
        (change(PROD_API, API_IMAGE, '"nginx:latest"'),),
        (Place('"nginx:latest"'),),
    ),
    Mutation(
        "the latest image",
        "TFG006",
        (change(API, "fintech/api:1.4.2", "fintech/api:latest"),),
        (Place("fintech/api:latest"),),
    ),
    Mutation(
        "an image without a tag",
        "TFG006",
        (change(WORKER, "fintech/worker:1.4.2", "fintech/worker"),),
        (Place("/fintech/worker", TASK),),
    ),
    Mutation(
        "an image of the public registry of Amazon",
        "TFG006",
        (change(API, API_IMAGE, '"public.ecr.aws/nginx/nginx:1.27.2"'),),
        (Place("public.ecr.aws"),),
    ),
    Mutation(
        "an image of the own account",
        "TFG006",
        (
            change(
                API,
                "444444444444.dkr.ecr.us-east-1.amazonaws.com/fintech/api:1.4.2",
                "111111111111.dkr.ecr.us-east-1.amazonaws.com/fintech/api:1.4.2",
            ),
            change(API, "arn:aws:ecr:us-east-1:444444444444", "arn:aws:ecr:us-east-1:111111111111"),
        ),
        (Place("111111111111.dkr.ecr"),),
        roots=("dev", "operations"),
    ),
    Mutation(
        "a task without an execution role",
        "TFG006",
        (change(API, "  execution_role_arn       = aws_iam_role.execution.arn\n", ""),),
        (Place(block=TASK),),
    ),
    Mutation(
        "the execution role may not log in to the registry",
        "TFG006",
        (
            change(
                API,
                """  statement {
    sid       = "EcrLogin"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
""",
                "",
            ),
        ),
        (Place('sid = "PullSharedImage"', offset=-1),),
    ),
    Mutation(
        "the execution role may not read image layers",
        "TFG006",
        (change(API, '      "ecr:GetDownloadUrlForLayer",\n', ""),),
        (Place('sid = "PullSharedImage"', offset=-1),),
    ),
    Mutation(
        "the execution role pulls another repository",
        "TFG006",
        (change(PROD_API, "repository/fintech/api", "repository/fintech/web"),),
        (Place('sid = "PullSharedImage"', offset=-1),),
    ),
)

TASKS: tuple[Mutation, ...] = (
    Mutation(
        "a pair of CPU and memory that Fargate does not have",
        "TFG151",
        (change(API, "memory                   = 512", "memory                   = 4096"),),
        (Place("memory                   = 4096"),),
    ),
    Mutation(
        "an odd number of CPU units",
        "TFG151",
        (change(PROD_API, "cpu                      = 1024", "cpu                      = 1000"),),
        (Place("cpu                      = 1000"),),
    ),
    Mutation(
        "a task without memory",
        "TFG151",
        (change(WORKER, "  memory                   = 512\n", ""),),
        (Place(block=TASK),),
    ),
    Mutation(
        "a Fargate task in bridge mode",
        "TFG151",
        (change(WORKER, '"awsvpc"', '"bridge"'),),
        (Place('"bridge"'),),
        also=("TFG152",),
    ),
    Mutation(
        "a privileged container",
        "TFG151",
        (
            change(
                API,
                "readonlyRootFilesystem = true",
                "readonlyRootFilesystem = true\n      privileged             = true",
            ),
        ),
        (Place("privileged "),),
    ),
    Mutation(
        "the service names another container",
        "TFG152",
        (change(API, 'container_name   = "api"', 'container_name   = "app"'),),
        (Place('container_name   = "app"'),),
    ),
    Mutation(
        "the service names another port",
        "TFG152",
        (change(API, "container_port   = 8080", "container_port   = 8081"),),
        (Place("container_port   = 8081"),),
        also=("TFG173",),
    ),
    Mutation(
        "the container listens on another port",
        "TFG152",
        (
            change(API, "containerPort = 8080", "containerPort = 9090"),
            change(API, "hostPort      = 8080", "hostPort      = 9090"),
        ),
        (Place("container_port   = 8080"),),
    ),
    Mutation(
        "the host's port differs from the container's",
        "TFG152",
        (change(PROD_API, "hostPort      = 8080", "hostPort      = 80"),),
        (Place("hostPort      = 80"),),
    ),
    Mutation(
        "a mount of an undeclared volume",
        "TFG152",
        (change(API, 'volume {\n    name = "ssm-log"', 'volume {\n    name = "logs"'),),
        (Place('sourceVolume  = "ssm-log"'),),
    ),
    Mutation(
        "no container is essential",
        "TFG152",
        (change(WORKER, "essential              = true", "essential              = false"),),
        (Place("essential              = false"),),
    ),
    Mutation(
        "a grace period without a load balancer",
        "TFG152",
        (
            change(
                WORKER,
                "  wait_for_steady_state = true\n",
                "  wait_for_steady_state = true\n\n  health_check_grace_period_seconds = 60\n",
            ),
        ),
        (Place("health_check_grace_period_seconds = 60"),),
    ),
    Mutation(
        "a service without a network",
        "TFG152",
        (
            change(
                WORKER,
                """  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [var.security_group_id]
    assign_public_ip = false
  }
""",
                "",
            ),
        ),
        (Place(block=SERVICE),),
        also=("TFG307",),
    ),
    Mutation(
        "autoscaling of a service of another name",
        "TFG152",
        (
            change(
                PROD_API,
                '"service/${var.cluster_name}/${aws_ecs_service.this.name}"',
                '"service/${var.cluster_name}/fintech-prod-app"',
            ),
        ),
        (Place("fintech-prod-app"),),
    ),
    Mutation(
        "targets by instance",
        "TFG152",
        (
            change(
                "dev/modules/alb/main.tf",
                'target_type          = "ip"',
                'target_type          = "instance"',
            ),
        ),
        (Place('target_type          = "instance"'),),
    ),
    Mutation(
        "the service does not wait for its listener rule",
        "TFG153",
        (
            change(
                "dev/modules/alb/outputs.tf",
                "    aws_lb_listener_rule.api,\n",
                "    aws_lb.this,\n",
            ),
        ),
        (Place("target_group_arn = var.target_group_arn", file=API),),
    ),
    Mutation(
        "the service of production does not wait for its listener rule",
        "TFG153",
        (
            change(
                "prod/modules/alb/outputs.tf",
                "  depends_on = [\n    aws_lb_listener_rule.api,\n  ]\n",
                "",
            ),
        ),
        (Place("target_group_arn = var.target_group_arn", file=PROD_API),),
    ),
    Mutation(
        "the service does not wait for the policy of its execution role",
        "TFG157",
        (change(API, "    aws_iam_role_policy.execution,\n", ""),),
        (Place("depends_on = ["),),
    ),
    Mutation(
        "the service waits for neither policy",
        "TFG157",
        (
            change(
                WORKER,
                """  depends_on = [
    aws_iam_role_policy.execution,
    aws_iam_role_policy.task,
  ]
""",
                "",
            ),
        ),
        (Place(block=SERVICE),),
    ),
    Mutation(
        "the execution role may not read a secret",
        "TFG156",
        (change(API, '      var.secret_arns["payment-provider"],\n', ""),),
        (Place('sid     = "ReadSecrets"', offset=-1),),
    ),
    Mutation(
        "the execution role may not read any secret",
        "TFG156",
        (
            change(
                WORKER,
                '    actions = ["secretsmanager:GetSecretValue"]',
                '    actions = ["secretsmanager:DescribeSecret"]',
            ),
        ),
        (
            Place('sid     = "ReadSecrets"', offset=-1),
            Place('sid     = "ReadSecrets"', offset=-1),
        ),
    ),
    Mutation(
        "the execution role may not write logs",
        "TFG156",
        (change(API, '      "logs:PutLogEvents",\n', "", EXECUTION),),
        (Place('sid = "WriteLogs"', offset=-1),),
    ),
    Mutation(
        "the execution role writes to another group",
        "TFG156",
        (
            change(
                PROD_API,
                '["${aws_cloudwatch_log_group.this.arn}:*"]',
                '["arn:aws:logs:us-east-1:333333333333:log-group:/ecs/fintech-prod/app:*"]',
            ),
        ),
        (Place('sid = "WriteLogs"', offset=-1),),
    ),
    Mutation(
        "autoscaling and Terraform both set the number of tasks",
        "TFG134",
        (
            change(
                PROD_API,
                "  lifecycle {\n    ignore_changes = [desired_count]\n  }\n",
                "",
            ),
        ),
        (Place("desired_count                     = 2"),),
    ),
    Mutation(
        "Terraform ignores something else than the number of tasks",
        "TFG134",
        (
            change(
                "prod/modules/ecs_service/worker/main.tf",
                "ignore_changes = [desired_count]",
                "ignore_changes = [task_definition]",
            ),
        ),
        (Place("desired_count "),),
    ),
    Mutation(
        "less storage than Fargate gives",
        "TFG151",
        (
            change(
                API,
                "  runtime_platform {",
                "  ephemeral_storage {\n    size_in_gib = 10\n  }\n\n  runtime_platform {",
            ),
        ),
        (Place("size_in_gib = 10"),),
    ),
    Mutation(
        "a container with more CPU units than its task",
        "TFG151",
        (
            change(
                PROD_API,
                "      essential              = true\n",
                "      essential              = true\n      cpu                    = 2048\n",
            ),
        ),
        (Place("cpu                    = 2048"),),
    ),
    Mutation(
        "a deployment without room",
        "TFG152",
        (
            change(
                PROD_API,
                "deployment_maximum_percent         = 200",
                "deployment_maximum_percent         = 100",
            ),
        ),
        (Place("deployment_maximum_percent         = 100"),),
    ),
    Mutation(
        "logs to no region",
        "TFG152",
        (change(WORKER, '          "awslogs-region"        = "us-east-1"\n', ""),),
        (Place("options = {"),),
    ),
    Mutation(
        "nothing forwards to the target group of the api",
        "TFG153",
        (
            remove("dev/modules/alb/main.tf", "aws_lb_listener_rule.api"),
            change("dev/modules/alb/outputs.tf", "aws_lb_listener_rule.api", "aws_lb.this"),
        ),
        (Place("target_group_arn = var.target_group_arn", file=API),),
    ),
    Mutation(
        "the service of production waits for its execution role alone",
        "TFG157",
        (change(PROD_API, "    aws_iam_role_policy.task,\n", ""),),
        (Place("depends_on = ["),),
    ),
)

MUTATIONS: tuple[Mutation, ...] = (*LOGS, *IMAGES, *TASKS)
