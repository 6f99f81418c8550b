"""The resources of a provider are not checked, because there is no schema of it.

tfgen comes with the schema of the AWS provider and of what is built into Terraform. What stands in
blocks of other providers is not compared with anything; nor is what asks for a version of a
provider that is outside the versions with a schema: an older major version, or a newer one.

One note for each root and provider.

Fail:

    resource "random_pet" "this" {
      length = 2
    }

Pass:

    resource "terraform_data" "this" {
      input = 2
    }

Mend: run `terraform providers schema -json > providers.json` in an initialised folder that uses the
provider, then `tfgen provider-schema update --from providers.json` in the project.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._schema import problems

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG328"
NAME: Final = "no-schema"
SEVERITY: Final[Severity] = "note"


def check(program: Program) -> Iterator[Problem]:
    """One note for each root and provider without schema."""
    yield from problems(program, ID)
