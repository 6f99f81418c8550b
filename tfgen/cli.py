"""The `tfgen` command: a table of commands, loaded when called, and the end of every error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from tfgen import __version__
from tfgen.errors import EXIT_CLEAN, EXIT_USAGE, TfgenError

COMMANDS = {
    "diff": "What a change does, resource by resource, or how two environments differ.",
    "doctor": "Say what is missing on this machine or wrong with this project.",
    "explain": "Why a rule exists, examples, and how to mend what it finds.",
    "graph": "Draw the architecture as a Mermaid or SVG picture.",
    "impact": "What depends on a template, a schema, a YAML file or a key.",
    "init": "Write a new project, with the templates that ship with tfgen.",
    "list": "Environments, kinds and roots of the project.",
    "migration": "Print the migration plan of an environment as Markdown.",
    "new": "Write another environment, made of one that exists.",
    "outputs": "Write Terraform's outputs to one flat file for other programs.",
    "provider-schema": "List and update what tfgen knows about providers.",
    "remove": "Take a generated tree away: what tfgen wrote and nothing else.",
    "render": "Render environments into generated/, checked before anything is written.",
    "rules": "List what validate and render find.",
    "schema": "Print the JSON Schema of a stack kind.",
    "show": "Print the resolved configuration of an environment.",
    "validate": "Check generated trees or any Terraform files.",
}

# 128 + SIGINT and 128 + SIGPIPE, what a shell reports for a program that died of them.
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141


class _LazyGroup(click.Group):
    """A group whose commands live in ``tfgen.commands.<name>`` and are imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"tfgen.commands.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)  # noqa: S101 - a registry entry, not user input
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word not in COMMANDS and not word.startswith("-") and not ctx.resilient_parsing:
            from tfgen.suggest import did_you_mean

            near = did_you_mean(word, COMMANDS)
            ctx.fail(f"no command {word!r}." + (f" Did you mean {near!r}?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TFGEN"},
    epilog="Exit status: 0 clean, 1 findings or stale output, 2 usage, configuration or "
    "template error.",
)
@click.version_option(__version__, prog_name="tfgen")
def group() -> None:
    """One YAML file per environment in, reviewable Terraform out.

    \b
    tfgen render dev                  write generated/dev/ from environments/dev.yaml
    tfgen render --all --check --diff in a pull request: exit 1 if generated/ is stale
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit status; every error is printed, none escapes."""
    try:
        status = group.main(
            args=None if arguments is None else list(arguments),
            prog_name="tfgen",
            standalone_mode=False,
        )
    except TfgenError as error:
        click.echo(str(error), err=True)
        return EXIT_USAGE
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader went away; keep the interpreter from complaining about it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE
    except Exception as error:
        if os.environ.get("TFGEN_DEBUG"):
            raise
        click.echo(
            f"tfgen: internal error: {type(error).__name__}: {error}\n"
            "  this is a bug; set TFGEN_DEBUG=1 to see where, and please report it",
            err=True,
        )
        return EXIT_USAGE
    return status if isinstance(status, int) else EXIT_CLEAN


def main() -> NoReturn:
    """Entry point of the console script."""
    sys.exit(run())
