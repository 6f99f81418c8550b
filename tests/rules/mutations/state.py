"""State: where it is kept, locks, encryption, keys."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, change, remove

DEV = "dev/backend.tf"

LOCKS = """    # Both locks are taken; Terraform warns that the table is the older way.
    use_lockfile   = true
    dynamodb_table = "fintech-tfstate-dev-locks"
"""

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "state without a lock",
        "TFG121",
        (change(DEV, LOCKS, ""),),
        (Place('backend "s3"'),),
    ),
    Mutation(
        "state without encryption",
        "TFG121",
        (change("prod/backend.tf", "encrypt    = true", "encrypt    = false"),),
        (Place("encrypt    = false"),),
    ),
    Mutation(
        "state that does not say it is encrypted",
        "TFG121",
        (change("operations/bootstrap/backend.tf", "    encrypt      = true\n", ""),),
        (Place('backend "s3"'),),
    ),
    Mutation(
        "state on one machine",
        "TFG121",
        (
            change(
                "peering/backend.tf",
                '  backend "s3" {\n'
                '    bucket     = "fintech-tfstate-operations-444444444444"\n'
                '    key        = "peering/peering/terraform.tfstate"\n'
                '    region     = "us-east-1"\n'
                "    encrypt    = true\n"
                '    kms_key_id = "alias/fintech-tfstate-operations"\n\n'
                "    # Both locks are taken; Terraform warns that the table is the older way.\n"
                "    use_lockfile   = true\n"
                '    dynamodb_table = "fintech-tfstate-operations-locks"\n'
                "  }\n",
                '  backend "local" {}\n',
            ),
        ),
        (Place('backend "local"'),),
    ),
    Mutation(
        "state without versions",
        "TFG121",
        (
            remove("dev/modules/state_backend/main.tf", "aws_s3_bucket_versioning.this"),
            change(
                "dev/modules/state_backend/main.tf",
                "  depends_on = [aws_s3_bucket_versioning.this]\n",
                "",
            ),
        ),
        (Place(block="aws_s3_bucket.this"),),
        roots=("dev", "dev/bootstrap"),
    ),
    Mutation(
        "state of development without a backend",
        "TFG122",
        (remove(DEV, "terraform"),),
        (Place(block="terraform", file="dev/versions.tf"),),
    ),
    Mutation(
        "state of peering without a backend",
        "TFG122",
        (remove("peering/backend.tf", "terraform"),),
        (Place(block="terraform", file="peering/versions.tf"),),
    ),
    Mutation(
        "development writes the state of staging",
        "TFG202",
        (
            change(
                DEV,
                'bucket     = "fintech-tfstate-dev-111111111111"\n'
                '    key        = "env/dev/terraform.tfstate"',
                'bucket     = "fintech-tfstate-staging-222222222222"\n'
                '    key        = "env/staging/terraform.tfstate"',
            ),
        ),
        (Place('key        = "env/staging/terraform.tfstate"', file="staging/backend.tf"),),
        roots=("dev", "staging"),
    ),
    Mutation(
        "an environment writes the state of its bootstrap",
        "TFG202",
        (change("prod/backend.tf", "env/prod/terraform.tfstate", "bootstrap/terraform.tfstate"),),
        (
            Place(
                'key          = "bootstrap/terraform.tfstate"',
                file="prod/bootstrap/backend.tf",
            ),
        ),
        roots=("prod", "prod/bootstrap"),
    ),
    Mutation(
        "peering writes the state of operations",
        "TFG202",
        (
            change(
                "peering/backend.tf",
                "peering/peering/terraform.tfstate",
                "operations/terraform.tfstate",
            ),
        ),
        (Place('key        = "operations/terraform.tfstate"'),),
        roots=("operations", "peering"),
    ),
)
