"""A report as JSON, as docs/diff.schema.json describes it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Final

from tfgen.changes.fold import Group, Report
from tfgen.changes.model import ACTIONS, Argument, Change, Reason, Risk

_VERSION: Final = 1


def json_report(report: Report) -> str:
    """JSON in ASCII. Values are as they are shown: names that differ between the environments of a
    group are ``{environment}`` and ``{account}``, secrets ``(hidden)``.
    """
    changes = [change for group in report.groups for change in group.changes]
    numbers = Counter(change.action for change in changes)
    document: dict[str, Any] = {
        "version": _VERSION,
        "old": report.old,
        "new": report.new,
        "parity": report.parity,
        "summary": {
            **{str(action): numbers[action] for action in sorted(ACTIONS)},
            "risks": sum(len(group.risks) for group in report.groups),
            "layout_files": report.layout,
        },
        "environments": [
            {
                "name": one.name,
                "status": one.status,
                "changes": len(one.changes),
                "risks": len(one.risks),
                "layout_files": one.layout,
            }
            for one in report.environments
        ],
        "groups": [_group(group) for group in report.groups],
    }
    return json.dumps(document, indent=2)


def _group(group: Group) -> dict[str, Any]:
    return {
        "environments": list(group.environments),
        "risks": [_risk(risk) for risk in group.risks],
        "changes": [_change(change) for change in group.changes],
    }


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        "kind": risk.kind,
        "root": risk.root,
        "address": risk.address,
        "argument": risk.argument,
        "message": risk.message,
        "reasons": [_reason(reason) for reason in risk.reasons],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "action": change.action,
        "kind": change.kind,
        "type": change.type,
        "root": change.root,
        "address": change.address,
        "moved_from": change.original if change.action == "moved" else None,
        "reasons": [_reason(reason) for reason in change.reasons],
        "arguments": [_argument(argument) for argument in change.arguments],
    }


def _argument(argument: Argument) -> dict[str, Any]:
    return {
        "name": argument.name,
        "old": argument.old,
        "new": argument.new,
        "known": argument.known,
        "reasons": [_reason(reason) for reason in argument.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "file": reason.where.file,
        "line": reason.where.line,
        "setting": reason.setting,
        "gone": reason.gone,
        "guessed": reason.guessed,
    }
