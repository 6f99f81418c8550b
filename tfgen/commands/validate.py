"""`tfgen validate`: what is wrong with generated trees, or with anyone's Terraform files."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfgen.cache import cache_folder
from tfgen.collector import collector_off
from tfgen.commands import _options
from tfgen.commands._console import Console, wants_colour
from tfgen.errors import EXIT_CLEAN, EXIT_FINDINGS, Location, fail
from tfgen.findings import SEVERITIES
from tfgen.report.formats import DESCRIBING, FORMATS
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.commands._targets import Target
    from tfgen.findings import Report
    from tfgen.report.source import Sources


@click.command(
    "validate",
    epilog="Example: tfgen validate prod   |   tfgen validate ../legacy/terraform   |   "
    "tfgen validate --format sarif --output findings.sarif   |   "
    "tfgen validate dev --select TFG0 --ignore TFG008",
)
@click.argument("targets", nargs=-1, metavar="[ENV|PATH]...")
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Only these rules: ids, names or beginnings of ids such as TFG1, separated by commas.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="All but these rules.")
@click.option(
    "--minimum-severity",
    type=click.Choice(SEVERITIES),
    default="note",
    show_default=True,
    help="Report findings from this severity on; those below do not count for the exit status.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Report only what this file does not know.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what is found to this file and call it known. Syntax errors are reported as ever.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(tuple(FORMATS)),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to report [default: standard output].",
)
@click.option(
    "--terraform",
    is_flag=True,
    help="Ask Terraform or OpenTofu as well: fmt, init and validate, in a temporary copy.",
)
@click.option(
    "--cross",
    is_flag=True,
    help="Only the rules that compare environments, over those that are named or all: the last "
    "step after the shards of a run.",
)
@_options.shared(
    _options.shard,
    _options.jobs,
    _options.directory,
    _options.output,
    _options.no_cache,
    _options.quiet,
)
def command(
    targets: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    minimum_severity: str,
    baseline: Path | None,
    write_baseline: Path | None,
    format_: str,
    target: Path | None,
    terraform: bool,
    cross: bool,
    shard: str | None,
    jobs: int | None,
    directory: Path,
    output: Path | None,
    no_cache: bool,
    quiet: bool,
) -> int:
    """Check the generated tree of each ENV, or the Terraform files at each PATH.

    Without arguments, the generated trees of all environments: rules that compare environments see
    those that are named. ENV is also the folder of a copy with a suffix, such as
    dev-pr-123. An ENV wins over a file or folder of the same name; write ./ENV for that.

    Syntax: what HashiCorp's parser rejects, and files that python-hcl2 reads differently. Rules:
    `tfgen rules` lists them. Exit status 1 if anything is reported.

    With --shard I/N it is the trees of one share, and no rule that compares environments; these run
    once in the end, with --cross. Together they find what one run finds.
    """
    if shard and (cross or targets):
        raise click.UsageError("--shard is for all environments, and does not go with --cross.")
    if baseline and write_baseline:
        raise click.UsageError("--baseline reads a file and --write-baseline writes one: say one.")

    from tfgen.commands._check import check
    from tfgen.commands._findings import rule_infos
    from tfgen.commands._selection import selection
    from tfgen.commands._targets import named_targets

    console = Console(quiet)
    cache = None if no_cache else cache_folder()
    with collector_off():
        chosen = selection(select, ignore)
        named, whole, project = named_targets(targets, directory, output)
        if shard is not None:
            named, whole = _share(named, shard, console), False
        report, sources = check(
            named,
            project,
            chosen,
            console,
            cache,
            whole=whole,
            terraform=terraform,
            jobs=jobs or os.cpu_count() or 1,
            part="alone" if shard is not None else "together" if cross else "all",
        )
    if format_ in DESCRIBING:
        report = replace(report, rules=rule_infos(chosen.documented))
    report = _from(report, minimum_severity)
    if baseline:
        report = _without_known(report, baseline, console)
    if write_baseline:
        report = _written(report, write_baseline, console)
    _print(report, sources, console, format_, target)
    return EXIT_FINDINGS if report.findings else EXIT_CLEAN


def _share(targets: tuple[Target, ...], share: str, console: Console) -> tuple[Target, ...]:
    """The trees that belong to a share of all environments; there may be none."""
    from tfgen.commands._shard import shard

    names = set(shard((target.environment for target in targets), share))
    if not names:
        console.message(f"shard {share} has none of {counted(len(targets), 'environment')}")
    return tuple(target for target in targets if target.environment in names)


def _from(report: Report, minimum: str) -> Report:
    """The report without what is less severe."""
    counted_in = SEVERITIES[: SEVERITIES.index(minimum) + 1]
    findings = tuple(finding for finding in report.findings if finding.severity in counted_in)
    return replace(report, findings=findings)


def _without_known(report: Report, path: Path, console: Console) -> Report:
    """The report without what the baseline knows; says how much of the baseline is mended."""
    from tfgen.report.baseline import load, split

    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", Location(path.as_posix())) from None
    except UnicodeDecodeError:
        raise fail("is not UTF-8", Location(path.as_posix())) from None
    new, known, gone = split(report.findings, load(text, path.as_posix()))
    if gone:
        console.message(
            f"{path.as_posix()}: {counted(len(gone), 'known finding')} found no more; "
            "write it anew with --write-baseline"
        )
    return replace(report, findings=new, known=len(known))


def _written(report: Report, path: Path, console: Console) -> Report:
    """Write the baseline; the report with syntax errors alone, which no baseline excuses."""
    from tfgen.output.single import write_single
    from tfgen.report.baseline import dump

    broken = tuple(finding for finding in report.findings if finding.rule == "syntax")
    accepted = tuple(finding for finding in report.findings if finding.rule != "syntax")
    text = dump(replace(report, findings=accepted))
    write_single(path, text.encode(), path.as_posix())
    console.message(f"{path.as_posix()}: {counted(len(accepted), 'finding')} written")
    return replace(report, findings=broken, known=len(accepted))


def _print(
    report: Report, sources: Sources, console: Console, format_: str, target: Path | None
) -> None:
    """The report where it belongs, then the summary, unless a program reads standard output."""
    from tfgen.output.single import write_single
    from tfgen.report.text import summary, text_findings

    if format_ == "text" and target is None:
        text = text_findings(report, sources, colour=wants_colour(sys.stdout))
    else:
        text = FORMATS[format_](report, sources)
    if target is not None:
        write_single(target, f"{text}\n".encode() if text else b"", target.as_posix())
    elif text:
        console.result(text)
    if target is not None or format_ == "text":
        console.summary(summary(report))
