"""`tfgen outputs`: what Terraform's outputs are, as one flat file for other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN, Location, fail
from tfgen.words import counted


@click.command(
    "outputs",
    epilog="Example: tfgen outputs dev   |   "
    "terraform -chdir=generated/dev output -json | tfgen outputs dev --from -",
)
@click.argument("environment", metavar="ENV")
@click.option("--suffix", default="", metavar="SUFFIX", help="The copy of ENV with this suffix.")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    help="What `terraform output -json` printed; - for standard input [default: run it].",
)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write [default: cfn-outputs/flat-outputs.json or .env in the project].",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "env"]),
    default="json",
    show_default=True,
    help="env is for shells: NAME='value' on each line.",
)
@click.option(
    "--terraform",
    metavar="PROGRAM",
    envvar="TFGEN_TERRAFORM",
    show_envvar=True,
    help="What to run [default: terraform, or tofu where there is only that].",
)
@_options.shared(_options.directory, _options.output, _options.quiet)
def command(
    environment: str,
    suffix: str,
    source: str | None,
    target: Path | None,
    format_: str,
    terraform: str | None,
    directory: Path,
    output: Path | None,
    quiet: bool,
) -> int:
    """Write the outputs of ENV's root module to a file, maps flattened, lists as JSON.

    Sensitive outputs are left out and named. Without --from, Terraform is run in generated/ENV/.
    """
    from tfgen.config.load import folder_name, known_names
    from tfgen.output.single import write_single
    from tfgen.outputs import FORMATS, read_outputs
    from tfgen.project import open_project
    from tfgen.suggest import choice_hint

    console = Console(quiet)
    project = open_project(directory, output)
    name = folder_name(environment, suffix)
    known = known_names(project)
    if environment not in known:
        raise fail(f'there is no environment "{environment}"', hint=choice_hint(environment, known))
    if source is None:
        folder = project.output / name
        data = _terraform_output(terraform, folder, project.display(folder))
        shown = "terraform output"
    else:
        data, shown = _read(source), "standard input" if source == "-" else source
    outputs = read_outputs(data, shown)
    text = FORMATS[format_](outputs)
    path = target or project.root / "cfn-outputs" / f"flat-outputs.{format_}"
    display = project.display(path)
    write_single(path, text.encode(), display)
    for kind, names in (
        ("sensitive", outputs.sensitive),
        ("without a value", outputs.without_value),
    ):
        if names:
            console.message(f"left out, {kind}: {', '.join(names)}")
    console.summary(f"{name}: {counted(len(outputs.values), 'output')} in {display}")
    return EXIT_CLEAN


def _read(source: str) -> bytes:
    if source == "-" and sys.stdin is None:  # closed by the caller: <&-
        return b""
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        shown = "standard input" if source == "-" else source
        raise fail(f"cannot be read: {error.strerror}", Location(shown)) from None


def _terraform_output(wanted: str | None, folder: Path, display: str) -> bytes:
    """What `terraform output -json` prints in a folder."""
    import shutil
    import subprocess

    program = shutil.which(wanted) if wanted else shutil.which("terraform") or shutil.which("tofu")
    if program is None:
        raise fail(
            f"{wanted or 'terraform'} is not on PATH",
            hint="install Terraform 1.11 or later, or give its output with --from",
        )
    if not folder.is_dir():
        raise fail("has not been rendered yet", Location(display), "render and apply it first")
    try:
        result = subprocess.run(
            [program, f"-chdir={folder}", "output", "-json", "-no-color"],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError as error:
        raise fail(f"cannot be run: {error.strerror}", Location(program)) from None
    if result.returncode:
        said = result.stderr.decode("utf-8", "replace").strip()
        raise fail(
            f"{Path(program).name} output failed with status {result.returncode}",
            Location(display),
            said or "it said nothing",
        )
    return result.stdout
