"""The rules, by the names of their modules in the order of their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program
    from tfgen.rules.facts import Fact

RULES: tuple[str, ...] = (
    "hard_coded_secret",
    "log_group",
    "required_component",
    "iam_wildcard",
    "required_tags",
    "image_source",
    "peering",
    "required_outputs",
    "encryption_at_rest",
    "listener_tls",
    "bucket_tls",
    "database_tls",
    "bucket_protection",
    "open_port",
    "public_database",
    "public_principal",
    "open_trust",
    "state_backend",
    "missing_backend",
    "production_protection",
    "final_snapshot",
    "replacement_trap",
    "autoscaling_drift",
    "security_group_replacement",
    "name_limits",
    "name_collision",
    "tag_propagation",
    "fargate_size",
    "service_wiring",
    "service_order",
    "task_network_path",
    "service_trust",
    "task_permissions",
    "service_permissions_order",
    "unreachable_database",
    "static_parameter",
    "database_family",
    "database_names",
    "load_balancer_logs",
    "load_balancer_subnets",
    "target_group_replacement",
    "subnet_layout",
    "mixed_rules",
    "policy_limits",
    "pass_role",
    "privilege_escalation",
    "cidr_overlap",
    "shared_state_key",
    "wrong_account",
    "trust_mismatch",
    "registry_consumer",
    "parity_drift",
    "undeclared_reference",
    "unknown_function",
    "module_arguments",
    "provider_alias",
    "duplicate_declaration",
    "dependency_cycle",
    "unused_declaration",
    "unread_output",
    "argument_type",
    "unset_variable",
    "language_structure",
    "unknown_type",
    "unknown_argument",
    "missing_argument",
    "argument_value",
    "deprecated_argument",
    "unknown_attribute",
    "provider_version",
    "no_schema",
)
COMPARING: frozenset[str] = frozenset(
    (
        "cidr_overlap",
        "iam_wildcard",
        "image_source",
        "mixed_rules",
        "name_collision",
        "open_trust",
        "parity_drift",
        "peering",
        "registry_consumer",
        "shared_state_key",
        "state_backend",
        "task_permissions",
        "trust_mismatch",
        "wrong_account",
    )
)
"""Those that have to see all roots; they say what they must know of each (``collect``)."""
OTHERS: tuple[str, ...] = ("syntax", "suppression")
"""What findings may name that no check of a program gives; documented as rules are."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a rule that compares roots does it without their programs.

    ``collect`` gives what the rule has to know of one root, or None. ``compare`` gives what is
    wrong, from the facts of all roots in the order of their folders; or, in its place, ``needed``
    the folders of the roots that the check must see together to find all there is.
    """

    collect: Callable[[Module], Fact]
    compare: Callable[[Sequence[Fact]], Iterable[Problem]] | None = None
    needed: Callable[[Sequence[Fact]], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what its file says about itself, and its check.

    ``summary`` is the first sentence of ``documentation``, which is the docstring of the file.
    ``comparison`` is there for a rule that has to see more than the roots of one stack; the check
    of any other gives for many stacks what it gives for each of them.
    """

    id: str
    name: str
    severity: Severity
    summary: str
    documentation: str
    check: Callable[[Program], Iterable[Problem]]
    comparison: Comparison | None = None

    @property
    def sees_all(self) -> bool:
        """Whether the roots of one stack are not enough; without a comparison it takes all."""
        return self.comparison is not None or self.compares_roots

    @property
    def compares_roots(self) -> bool:
        """Whether the rule may find something only when it sees all roots of a project."""
        return self.id.startswith("TFG2") or self.id in _ALSO_COMPARE


_ALSO_COMPARE = frozenset(("TFG006", "TFG007", "TFG142"))


@cache
def rule(module: str) -> Rule:
    """The rule in ``tfgen/rules/<module>.py``, imported when it is first asked for."""
    found = import_module(f"tfgen.rules.{module}")
    documentation = found.__doc__ or ""
    summary = " ".join(documentation.strip().partition("\n\n")[0].split())
    comparison = None
    if module in COMPARING:
        comparison = Comparison(
            found.collect, getattr(found, "compare", None), getattr(found, "needed", None)
        )
    return Rule(
        found.ID, found.NAME, found.SEVERITY, summary, documentation, found.check, comparison
    )


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of their ids."""
    return tuple(rule(module) for module in RULES)


def others() -> tuple[Rule, ...]:
    """What is documented like a rule and found elsewhere: syntax errors, wrong suppressions."""
    return tuple(rule(module) for module in OTHERS)
