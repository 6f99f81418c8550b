"""The provider that is part of Terraform: terraform_data and terraform_remote_state.

HashiCorp documents their arguments with the language.
"""

from __future__ import annotations

from typing import Final

from tfgen.provider_schema.model import Attribute, BlockSchema, Provider

SOURCE: Final = "terraform.io/builtin/terraform"

TERRAFORM: Final = Provider(
    SOURCE,
    (),
    BlockSchema(),
    {
        "managed": {
            "terraform_data": BlockSchema(
                {
                    "id": Attribute("string", computed=True),
                    "input": Attribute("dynamic", optional=True),
                    "output": Attribute("dynamic", computed=True),
                    "triggers_replace": Attribute("dynamic", optional=True),
                }
            )
        },
        "data": {
            "terraform_remote_state": BlockSchema(
                {
                    "backend": Attribute("string", required=True),
                    "config": Attribute("dynamic", optional=True),
                    "defaults": Attribute("dynamic", optional=True),
                    "outputs": Attribute("dynamic", computed=True),
                    "workspace": Attribute("string", optional=True),
                }
            )
        },
        "ephemeral": {},
    },
)
