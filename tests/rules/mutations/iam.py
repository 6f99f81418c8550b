"""IAM: wildcards, trust, limits, what roles may pass on and raise themselves to."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, add, change

API = "dev/modules/ecs_service/api/main.tf"
WORKER = "dev/modules/ecs_service/worker/main.tf"
POLICIES = "dev/modules/deployment_role/policies.tf"
ROLE = "dev/modules/deployment_role/main.tf"
DATABASE = "dev/modules/database/main.tf"
NETWORK = "dev/modules/network/main.tf"
CI = "operations/modules/ci_role/dev/main.tf"
EXECUTION = "data.aws_iam_policy_document.execution"
TASK = "data.aws_iam_policy_document.task"
ASSUME = "data.aws_iam_policy_document.assume"
SECURITY = "data.aws_iam_policy_document.security"
TRUST = "data.aws_iam_policy_document.trust"

ROLES = '["arn:aws:iam::111111111111:role/fintech-dev-*"]'

WILDCARDS: tuple[Mutation, ...] = (
    Mutation(
        "the task may do anything with S3",
        "TFG004",
        (change(API, '"s3:ListBucket"', '"s3:*"'),),
        (Place('"s3:*"'),),
    ),
    Mutation(
        "the worker may do anything",
        "TFG004",
        (
            change(
                WORKER,
                'actions   = ["kms:Decrypt"]\n    resources = [var.logs_kms_key_arn]',
                'actions   = ["*"]\n    resources = ["*"] # anything',
            ),
        ),
        (Place('actions   = ["*"]'),),
    ),
    Mutation(
        "the execution role reads every secret",
        "TFG004",
        (
            change(
                API,
                """    resources = [
      var.database_secret_arn,
      var.secret_arns["payment-provider"],
    ]
""",
                '    resources = ["*"] # every\n',
            ),
        ),
        (Place('resources = ["*"] # every'),),
    ),
    Mutation(
        "the execution role writes to every log group",
        "TFG004",
        (
            change(
                API,
                'resources = ["${aws_cloudwatch_log_group.this.arn}:*"]',
                'resources = ["*"] # every',
            ),
        ),
        (Place('resources = ["*"] # every'),),
    ),
    Mutation(
        "all but one action",
        "TFG004",
        (
            change(
                API,
                'actions   = ["s3:ListBucket"]',
                'not_actions = ["iam:CreateUser"]',
            ),
        ),
        (Place("not_actions"),),
    ),
    Mutation(
        "the deployment role may do anything in IAM",
        "TFG004",
        (change(POLICIES, '"iam:GetRole",', '"iam:*",'),),
        (Place('"iam:*"'),),
    ),
    Mutation(
        "the deployment role may do anything with networks",
        "TFG004",
        (change(POLICIES, '"ec2:AttachInternetGateway",', '"ec2:*",'),),
        (Place('"ec2:*"'),),
    ),
    Mutation(
        "the deployment role deletes any log group",
        "TFG004",
        (
            change(
                POLICIES,
                '    actions   = ["logs:DescribeLogGroups"]',
                '    actions   = ["logs:DescribeLogGroups", "logs:DeleteLogGroup"]',
            ),
        ),
        (Place('"logs:DeleteLogGroup"]', offset=1),),
    ),
    Mutation(
        "the deployment role creates keys without tags",
        "TFG004",
        (
            change(
                POLICIES,
                """    actions   = ["kms:CreateKey"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/Environment"
      values   = ["dev"]
    }
""",
                """    actions   = ["kms:CreateKey", "kms:PutKeyPolicy"]
    resources = ["*"] # any
""",
            ),
        ),
        (Place('resources = ["*"] # any'),),
    ),
    Mutation(
        "an administrator's policy on a service's role",
        "TFG004",
        (
            change(
                DATABASE,
                "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
                "arn:aws:iam::aws:policy/AdministratorAccess",
            ),
        ),
        (Place("policy/AdministratorAccess"),),
    ),
    Mutation(
        "all of S3 on a role",
        "TFG004",
        (
            add(
                "prod/modules/ecs_service/api/main.tf",
                """resource "aws_iam_role_policy_attachment" "files" {
  role       = aws_iam_role.task.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}
""",
            ),
        ),
        (Place("policy/AmazonS3FullAccess"),),
        also=("TFG157",),
    ),
    Mutation(
        "a second policy of a role with a wildcard",
        "TFG004",
        (
            add(
                NETWORK,
                """resource "aws_iam_role_policy" "more" {
  name   = "more"
  role   = aws_iam_role.flow_logs.id
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": "logs:*",
          "Resource": "${aws_cloudwatch_log_group.flow_logs.arn}"
        }
      ]
    }
  EOT
}
""",
            ),
        ),
        (Place('"Action": "logs:*"'),),
    ),
    Mutation(
        "a boundary that bounds nothing",
        "TFG004",
        (
            change(
                ROLE,
                '      "ecr:GetAuthorizationToken",\n',
                '      "*",\n',
            ),
        ),
        (Place('      "*",'),),
    ),
    Mutation(
        "the task reads every bucket",
        "TFG004",
        (change(API, '["${var.assets_bucket_arn}/*"]', '["arn:aws:s3:::*"]'),),
        (Place('["arn:aws:s3:::*"]'),),
    ),
    Mutation(
        "the task reads all but one bucket",
        "TFG004",
        (
            change(
                API,
                'resources = ["${var.assets_bucket_arn}/*"]',
                'not_resources = ["arn:aws:s3:::fintech-secret/*"]',
            ),
        ),
        (Place("not_resources"),),
    ),
)

TRUSTS: tuple[Mutation, ...] = (
    Mutation(
        "everybody may assume the deployment role",
        "TFG114",
        (
            change(
                ROLE,
                '      identifiers = ["arn:aws:iam::444444444444:root"]\n'
                "    }\n\n"
                "    condition {\n"
                '      test     = "ArnEquals"\n'
                '      variable = "aws:PrincipalArn"\n'
                "      values = [\n"
                '        "arn:aws:iam::444444444444:role/fintech-ci-dev",\n'
                '        "arn:aws:iam::444444444444:role/fintech-ci-peering",\n'
                "      ]\n"
                "    }\n",
                '      identifiers = ["*"] # all\n    }\n',
            ),
        ),
        (Place('identifiers = ["*"] # all'),),
    ),
    Mutation(
        "the whole of a foreign account may assume the deployment role",
        "TFG114",
        (
            change(
                ROLE,
                '      identifiers = ["arn:aws:iam::444444444444:root"]\n'
                "    }\n\n"
                "    condition {\n"
                '      test     = "ArnEquals"\n'
                '      variable = "aws:PrincipalArn"\n'
                "      values = [\n"
                '        "arn:aws:iam::444444444444:role/fintech-ci-dev",\n'
                '        "arn:aws:iam::444444444444:role/fintech-ci-peering",\n'
                "      ]\n"
                "    }\n",
                '      identifiers = ["arn:aws:iam::999999999999:root"]\n    }\n',
            ),
        ),
        (Place("arn:aws:iam::999999999999:root"),),
    ),
    Mutation(
        "any repository of the organization may deploy",
        "TFG114",
        (
            change(
                CI,
                '["repo:fintech-example/platform:environment:dev"]',
                '["repo:fintech-example/*"]',
            ),
            change(
                CI,
                'test     = "StringEquals"\n'
                '      variable = "token.actions.githubusercontent.com:sub"',
                'test     = "StringLike"\n'
                '      variable = "token.actions.githubusercontent.com:sub"',
            ),
        ),
        (Place('"repo:fintech-example/*"'),),
    ),
    Mutation(
        "any job of GitHub may deploy",
        "TFG114",
        (
            change(
                CI,
                """    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:fintech-example/platform:environment:dev"]
    }
""",
                "",
            ),
        ),
        (Place('sid     = "GitHubJobs"', offset=-1),),
    ),
    Mutation(
        "tokens for any audience",
        "TFG114",
        (
            change(
                "operations/modules/ci_role/prod/main.tf",
                """    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
""",
                "",
            ),
        ),
        (Place('sid     = "GitHubJobs"', offset=-1),),
    ),
    Mutation(
        "the tasks' roles trust another service",
        "TFG155",
        (change(API, '"ecs-tasks.amazonaws.com"', '"ecs.amazonaws.com"'),),
        (Place('"ecs.amazonaws.com"'),),
    ),
    Mutation(
        "the role of the flow logs trusts another service",
        "TFG155",
        (change(NETWORK, '"vpc-flow-logs.amazonaws.com"', '"ec2.amazonaws.com"'),),
        (Place('"ec2.amazonaws.com"'),),
    ),
    Mutation(
        "the role of the monitoring trusts the database",
        "TFG155",
        (change(DATABASE, '"monitoring.rds.amazonaws.com"', '"rds.amazonaws.com"'),),
        (Place('"rds.amazonaws.com"'),),
    ),
    Mutation(
        "a service that comes with a web identity",
        "TFG155",
        (
            change(
                DATABASE,
                'actions = ["sts:AssumeRole"]',
                'actions = ["sts:AssumeRoleWithWebIdentity"]',
            ),
        ),
        (Place('"sts:AssumeRoleWithWebIdentity"'),),
    ),
    Mutation(
        "the trust names another account",
        "TFG155",
        (change(NETWORK, '["111111111111"]', '["222222222222"]'),),
        (Place('["222222222222"]'),),
    ),
)

LIMITS: tuple[Mutation, ...] = (
    Mutation(
        "a Sid that stands twice",
        "TFG191",
        (change(API, '"ReadWriteAssets"', '"ListAssets"'),),
        (Place('sid = "ListAssets"'),),
    ),
    Mutation(
        "a Sid with a hyphen",
        "TFG191",
        (change(POLICIES, '"Ec2ReadVpcAttributes"', '"Ec2-Read"'),),
        (Place('"Ec2-Read"'),),
    ),
    Mutation(
        "a misspelt action",
        "TFG191",
        (change(API, '"s3:DeleteObject"', '"s3:DeletObject"'),),
        (Place('"s3:DeletObject"'),),
    ),
    Mutation(
        "a statement without resources",
        "TFG191",
        (change(API, "    resources = [var.assets_bucket_arn]\n", ""),),
        (Place('sid       = "ListAssets"', offset=-1),),
    ),
    Mutation(
        "a managed policy that is too long",
        "TFG191",
        (
            change(
                POLICIES,
                '      "arn:aws:ec2:us-east-1:111111111111:vpc-flow-log/*",\n    ]\n\n'
                "    condition {\n"
                '      test     = "StringEquals"\n'
                '      variable = "ec2:CreateAction"\n',
                "".join(
                    f'      "arn:aws:ec2:us-east-1:111111111111:vpc-flow-log/fl-{number:017}",\n'
                    for number in range(60)
                )
                + "    ]\n\n"
                "    condition {\n"
                '      test     = "StringEquals"\n'
                '      variable = "ec2:CreateAction"\n',
            ),
        ),
        (Place(block="data.aws_iam_policy_document.network"),),
    ),
    Mutation(
        "any role may be passed",
        "TFG192",
        (
            change(
                POLICIES,
                """    actions   = ["iam:PassRole"]
    resources = ["arn:aws:iam::111111111111:role/fintech-dev-*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values = [
        "ecs-tasks.amazonaws.com",
        "monitoring.rds.amazonaws.com",
        "rds.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
      ]
    }
""",
                '    actions   = ["iam:PassRole"]\n    resources = ["*"] # any\n',
            ),
        ),
        (Place('resources = ["*"] # any'),),
    ),
    Mutation(
        "any role of the account may be passed",
        "TFG192",
        (
            change(
                API,
                'actions   = ["s3:ListBucket"]\n    resources = [var.assets_bucket_arn]',
                'actions   = ["iam:PassRole"]\n'
                '    resources = ["arn:aws:iam::111111111111:role/*"]',
            ),
        ),
        (Place('"arn:aws:iam::111111111111:role/*"'),),
    ),
    Mutation(
        "roles may be made without a boundary",
        "TFG193",
        (
            change(
                POLICIES,
                """      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
    ]
    resources = ["arn:aws:iam::111111111111:role/fintech-dev-*"]

    condition {
      test     = "ArnEquals"
      variable = "iam:PermissionsBoundary"
      values   = [aws_iam_policy.boundary.arn]
    }
""",
                """      "iam:PutRolePolicy",
    ]
    resources = ["arn:aws:iam::111111111111:role/fintech-dev-*"]
""",
            ),
        ),
        (Place('"iam:CreateRole",'),),
    ),
    Mutation(
        "the deployment role changes its own policies",
        "TFG193",
        (
            change(
                POLICIES,
                """    sid = "RolesManage"
    actions = [
""",
                """    sid = "RolesManage"
    actions = [
      "iam:AttachRolePolicy",
""",
            ),
        ),
        (Place('      "iam:AttachRolePolicy",\n'.strip("\n")),),
    ),
    Mutation(
        "the deployment role changes its own trust",
        "TFG193",
        (
            change(
                POLICIES,
                """      "iam:UpdateRoleDescription",
    ]
    resources = ["arn:aws:iam::111111111111:role/fintech-dev-*"]
""",
                """      "iam:UpdateRoleDescription",
    ]
    resources = ["arn:aws:iam::111111111111:role/fintech-*"]
""",
            ),
        ),
        (Place('"iam:UpdateAssumeRolePolicy",'),),
    ),
    Mutation(
        "the deployment role changes the policies it has",
        "TFG193",
        (
            change(
                POLICIES,
                'actions   = ["iam:CreateServiceLinkedRole"]\n'
                '    resources = ["arn:aws:iam::111111111111:role/aws-service-role/*"]\n',
                'actions   = ["iam:CreatePolicyVersion"]\n'
                '    resources = ["arn:aws:iam::111111111111:policy/fintech-*"]\n',
            ),
        ),
        (Place('"iam:CreatePolicyVersion"'),),
    ),
    Mutation(
        "any role may be passed by a pattern of actions",
        "TFG192",
        (
            change(
                CI,
                'actions   = ["ecr:GetAuthorizationToken"]',
                'actions   = ["ecr:GetAuthorizationToken", "iam:PassRole"]',
            ),
        ),
        (Place('"iam:PassRole"]', offset=1),),
    ),
)

MUTATIONS: tuple[Mutation, ...] = (*WILDCARDS, *TRUSTS, *LIMITS)
