"""`tfgen explain`: the documentation of one rule, with HCL that fails and HCL that passes."""

from __future__ import annotations

import click

from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN


@click.command("explain", epilog="Example: tfgen explain TFG004   |   tfgen explain iam-wildcard")
@click.argument("rule", metavar="RULE")
def command(rule: str) -> int:
    """Print why RULE exists, what it finds and what not, examples, and how to mend what it finds.

    RULE is an id or a name; syntax and suppression are explained, too.
    """
    from tfgen.commands._selection import find_rule
    from tfgen.rules.documentation import plain

    Console().result(plain(find_rule(rule)))
    return EXIT_CLEAN
