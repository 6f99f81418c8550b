"""What Terraform 1.11 itself lets stand in each block, whatever the providers are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tfgen.hcl.tree import Span


class Wrong(NamedTuple):
    """One thing that is wrong at a place of the file that is looked at."""

    message: str
    span: Span
    hint: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """The labels, arguments and nested blocks of a block.

    ``arguments`` have kinds: ``value`` for any expression; ``bool``, ``text``, ``constant`` and
    ``version`` for constants; the others are explained where they are checked. ``opens`` when a
    provider, a backend or the user has arguments and blocks of its own there. ``reserved`` names
    have no meaning yet, and may not be used.
    """

    labels: tuple[str, ...] = ()
    arguments: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    blocks: Mapping[str, Grammar] = field(default_factory=dict)
    once: tuple[str, ...] = ()
    opens: bool = False
    reserved: tuple[str, ...] = ()


_REPEATED: Final = {"count": "count", "for_each": "for_each", "depends_on": "depends_on"}
_CONDITION: Final = Grammar(
    arguments={"condition": "value", "error_message": "value"},
    required=("condition", "error_message"),
)
_CONDITIONS: Final = {"precondition": _CONDITION, "postcondition": _CONDITION}
_CONNECTION: Final = Grammar(opens=True)
_PROVISIONER: Final = Grammar(
    labels=("type",),
    arguments={"when": "when", "on_failure": "on_failure"},
    blocks={"connection": _CONNECTION},
    once=("connection",),
    opens=True,
    reserved=("lifecycle",),
)
_LIFECYCLE: Final = Grammar(
    arguments={
        "create_before_destroy": "bool",
        "prevent_destroy": "bool",
        "ignore_changes": "ignore_changes",
        "replace_triggered_by": "replace_triggered_by",
    },
    # Terraform 1.14 has action_trigger.
    blocks={**_CONDITIONS, "action_trigger": Grammar(opens=True)},
)
_READ: Final = Grammar(
    labels=("type", "name"),
    arguments={**_REPEATED, "provider": "provider"},
    blocks={"lifecycle": Grammar(blocks=_CONDITIONS)},
    once=("lifecycle",),
    opens=True,
    reserved=("locals",),
)

TOP_LEVEL: Final[Mapping[str, Grammar]] = {
    "terraform": Grammar(
        arguments={"required_version": "required_version", "experiments": "any", "language": "any"},
        blocks={
            "required_providers": Grammar(opens=True),
            "backend": Grammar(labels=("type",), opens=True),
            "cloud": Grammar(opens=True),
            "provider_meta": Grammar(labels=("provider",), opens=True),
        },
    ),
    "provider": Grammar(
        labels=("name",),
        arguments={"alias": "alias", "version": "version"},
        opens=True,
        reserved=("count", "depends_on", "for_each", "lifecycle", "locals", "source"),
    ),
    "variable": Grammar(
        labels=("name",),
        # Terraform 1.15 has deprecated.
        arguments={
            "default": "constant",
            "description": "text",
            "type": "type",
            "sensitive": "bool",
            "nullable": "bool",
            "ephemeral": "bool",
            "deprecated": "text",
        },
        blocks={"validation": _CONDITION},
    ),
    "output": Grammar(
        labels=("name",),
        arguments={
            "value": "value",
            "description": "text",
            "sensitive": "bool",
            "ephemeral": "bool",
            "depends_on": "depends_on",
            "deprecated": "text",
        },
        required=("value",),
        blocks={"precondition": _CONDITION},
    ),
    "locals": Grammar(opens=True),
    "module": Grammar(
        labels=("name",),
        arguments={**_REPEATED, "version": "version", "providers": "providers"},
        opens=True,
    ),
    "resource": Grammar(
        labels=("type", "name"),
        arguments={**_REPEATED, "provider": "provider"},
        blocks={
            "lifecycle": _LIFECYCLE,
            "connection": _CONNECTION,
            "provisioner": _PROVISIONER,
        },
        once=("lifecycle", "connection"),
        opens=True,
        reserved=("locals",),
    ),
    "data": _READ,
    "ephemeral": _READ,
    # Terraform 1.14 has actions.
    "action": Grammar(labels=("type", "name"), opens=True),
    "moved": Grammar(
        arguments={"from": "address", "to": "address"},
        required=("from", "to"),
    ),
    "removed": Grammar(
        arguments={"from": "address"},
        required=("from",),
        blocks={
            "lifecycle": Grammar(arguments={"destroy": "bool"}),
            "connection": _CONNECTION,
            "provisioner": _PROVISIONER,
        },
        once=("lifecycle", "connection"),
    ),
    "import": Grammar(
        # Terraform 1.12 has identity.
        arguments={
            "to": "to",
            "id": "value",
            "identity": "value",
            "for_each": "value",
            "provider": "provider",
        },
        required=("to",),
    ),
    "check": Grammar(
        labels=("name",),
        blocks={
            "data": Grammar(
                labels=("type", "name"),
                arguments={"depends_on": "depends_on", "provider": "provider"},
                opens=True,
                reserved=("count", "for_each", "lifecycle", "locals"),
            ),
            "assert": _CONDITION,
        },
        once=("data",),
    ),
}

RESERVED_VARIABLES: Final = (
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "locals",
    "providers",
    "source",
    "version",
)
"""Names of variables that would have another meaning in a module call."""

PROVISIONERS: Final[Mapping[str, Grammar]] = {
    "local-exec": Grammar(
        arguments=dict.fromkeys(
            ("command", "environment", "interpreter", "quiet", "working_dir"), "value"
        ),
        required=("command",),
    ),
    "remote-exec": Grammar(arguments=dict.fromkeys(("inline", "script", "scripts"), "value")),
    "file": Grammar(
        arguments=dict.fromkeys(("content", "destination", "source"), "value"),
        required=("destination",),
    ),
}
"""The provisioners that Terraform has; it loads no others since 0.15 without a plugin."""

ALTERNATIVES: Final = {
    "remote-exec": ("inline", "script", "scripts"),
    "file": ("content", "source"),
}
"""Arguments of provisioners of which there must be exactly one."""

_CONNECTION_ARGUMENTS: Final = (
    "agent agent_identity bastion_certificate bastion_host bastion_host_key bastion_password "
    "bastion_port bastion_private_key bastion_user cacert certificate host host_key https insecure "
    "password port private_key proxy_host proxy_port proxy_scheme proxy_user_name "
    "proxy_user_password script_path target_platform timeout type use_ntlm user"
)
CONNECTION: Final = frozenset(_CONNECTION_ARGUMENTS.split())
"""The arguments of connection blocks."""
