"""Tags: required ones, their values, and where default_tags do not reach."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, change

PROVIDERS = "dev/providers.tf"
SERVICE = "aws_ecs_service.this"

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "no team",
        "TFG005",
        (change(PROVIDERS, '      Team              = "payments"\n', ""),),
        (Place("default_tags {"),),
    ),
    Mutation(
        "no cost centre",
        "TFG005",
        (change("prod/providers.tf", '      CostCenter        = "CC-1003"\n', ""),),
        (Place("default_tags {"),),
    ),
    Mutation(
        "a cost centre in other letters",
        "TFG005",
        (change(PROVIDERS, "CostCenter        =", "cost_center       ="),),
        (Place("default_tags {"),),
    ),
    Mutation(
        "an empty team",
        "TFG005",
        (change(PROVIDERS, '"payments"', '""'),),
        (Place('Team              = ""'),),
    ),
    Mutation(
        "no default tags",
        "TFG005",
        (
            change(
                "operations/providers.tf",
                """  default_tags {
    tags = {
      Project           = "fintech"
      Environment       = "operations"
      EnvironmentSuffix = "none"
      ManagedBy         = "terraform"
      Team              = "platform"
      CostCenter        = "CC-1000"
    }
  }
""",
                "",
            ),
        ),
        (Place('provider "aws"'),),
    ),
    Mutation(
        "the tag of another environment",
        "TFG005",
        (change(PROVIDERS, 'Environment       = "dev"', 'Environment       = "prod"'),),
        (Place('Environment       = "prod"'),),
        also=("TFG131",),
    ),
    Mutation(
        "no team in bootstrap",
        "TFG005",
        (change("prod/bootstrap/providers.tf", '      Team              = "payments"\n', ""),),
        (Place("default_tags {"),),
    ),
    Mutation(
        "no team on one side of a peering",
        "TFG005",
        (
            change(
                "peering/providers.tf",
                '      Environment       = "dev"\n'
                '      EnvironmentSuffix = "none"\n'
                '      ManagedBy         = "terraform"\n'
                '      Team              = "platform"\n',
                '      Environment       = "dev"\n'
                '      EnvironmentSuffix = "none"\n'
                '      ManagedBy         = "terraform" # no team\n',
            ),
        ),
        (Place("# no team", offset=-5),),
    ),
    Mutation(
        "a resource that says it is of another environment",
        "TFG005",
        (
            change(
                "staging/modules/network/main.tf",
                '    Name = "fintech-staging-vpc"\n',
                '    Name        = "fintech-staging-vpc"\n    Environment = "prod"\n',
            ),
        ),
        (Place('Environment = "prod"'),),
    ),
    Mutation(
        "a resource that erases its team",
        "TFG005",
        (
            change(
                "dev/modules/network/main.tf",
                '    Name = "fintech-dev-vpc"\n',
                '    Name = "fintech-dev-vpc"\n    Team = ""\n',
            ),
        ),
        (Place('Team = ""'),),
    ),
    Mutation(
        "tasks without tags",
        "TFG143",
        (
            change(
                "dev/modules/ecs_service/api/main.tf",
                '  propagate_tags                    = "SERVICE"\n',
                "",
            ),
        ),
        (Place(block=SERVICE),),
    ),
)
