"""The registry and those who pull from it."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, change, remove

ECR_API = "operations/modules/ecr/api/main.tf"
ECR_WORKER = "operations/modules/ecr/worker/main.tf"
PROD_API = "prod/modules/ecs_service/api/main.tf"
POLICY = "aws_ecr_repository_policy.this"
BOTH = ("prod", "operations")

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "the repository does not admit production",
        "TFG006",
        (change(ECR_API, '        "arn:aws:iam::333333333333:root",\n', ""),),
        (Place("policy     = data.aws_iam_policy_document.pull.json"),),
        roots=BOTH,
    ),
    Mutation(
        "the repository does not admit the roles of production",
        "TFG006",
        (
            change(
                ECR_WORKER,
                '        "arn:aws:iam::333333333333:role/fintech-prod-*-execution",\n',
                "",
            ),
        ),
        (Place("policy     = data.aws_iam_policy_document.pull.json"),),
        roots=BOTH,
    ),
    Mutation(
        "a repository without a policy",
        "TFG006",
        (remove(ECR_API, POLICY),),
        (Place(block="aws_ecr_repository.this"),),
        roots=BOTH,
        also=("TFG307",),
    ),
    Mutation(
        "the repository does not give layers",
        "TFG006",
        (change(ECR_API, '      "ecr:GetDownloadUrlForLayer",\n', ""),),
        (Place("policy     = data.aws_iam_policy_document.pull.json"),),
        roots=BOTH,
    ),
    Mutation(
        "an image that the registry does not have",
        "TFG205",
        (
            change(PROD_API, "fintech/api:1.4.2", "fintech/web:1.4.2"),
            change(PROD_API, "repository/fintech/api", "repository/fintech/web"),
        ),
        (Place("fintech/web:1.4.2"),),
        roots=BOTH,
    ),
    Mutation(
        "a repository of another name",
        "TFG205",
        (change(ECR_WORKER, 'name                 = "fintech/worker"', 'name = "fintech/jobs"'),),
        (Place("fintech/worker:1.4.2", file="prod/modules/ecs_service/worker/main.tf"),),
        roots=BOTH,
    ),
    Mutation(
        "an image of another region",
        "TFG205",
        (
            change(
                PROD_API,
                "444444444444.dkr.ecr.us-east-1.amazonaws.com",
                "444444444444.dkr.ecr.eu-west-1.amazonaws.com",
            ),
            change(
                PROD_API, "arn:aws:ecr:us-east-1:444444444444", "arn:aws:ecr:eu-west-1:444444444444"
            ),
        ),
        (Place("444444444444.dkr.ecr.eu-west-1.amazonaws.com"),),
        roots=BOTH,
    ),
    Mutation(
        "a repository admits roles that nobody has",
        "TFG205",
        (
            change(
                ECR_API,
                '        "arn:aws:iam::333333333333:role/fintech-prod-*-execution",\n',
                '        "arn:aws:iam::333333333333:role/fintech-prod-*-execution",\n'
                '        "arn:aws:iam::333333333333:role/fintech-prod-*-runner",\n',
            ),
        ),
        (Place("role/fintech-prod-*-runner"),),
        roots=BOTH,
    ),
    Mutation(
        "an open repository",
        "TFG113",
        (
            change(
                ECR_API,
                """      type = "AWS"
      identifiers = [
        "arn:aws:iam::111111111111:root",
        "arn:aws:iam::222222222222:root",
        "arn:aws:iam::333333333333:root",
      ]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values = [
        "arn:aws:iam::111111111111:role/fintech-dev-*-execution",
        "arn:aws:iam::222222222222:role/fintech-staging-*-execution",
        "arn:aws:iam::333333333333:role/fintech-prod-*-execution",
      ]
    }
""",
                '      type        = "*"\n      identifiers = ["*"]\n    }\n',
            ),
        ),
        (Place('identifiers = ["*"]'),),
    ),
)
