"""The plan of a publication as JSON: the same that the preview shows."""

from collections.abc import Iterable
from typing import Any

from learnlog.bundle import LeftOut
from learnlog.cli.filechanges import Change, changes, text
from learnlog.cli.preview import upkeep
from learnlog.guard import Finding
from learnlog.hub import Hub, Tree
from learnlog.publish import Item, Plan


def record(hub: Hub, tree: Tree, plan: Plan, commit: str | None) -> dict[str, Any]:
    """The plan for publishing on top of `tree`; `commit` names what was pushed, None when nothing was."""
    return {
        "hub": hub.name,
        "url": hub.settings.url,
        "author": hub.settings.author,
        "address": hub.settings.address,
        "commit": commit,
        "total": len(plan.items),
        "lessons": [_lesson(item) for item in plan.items],
        "also": [_change(change) for change in upkeep(hub, tree, plan)],
    }


def _lesson(item: Item) -> dict[str, Any]:
    return {
        "id": item.lesson.id,
        "title": item.lesson.title,
        "action": str(item.action),
        "path": item.lesson.path,
        "revision": item.revision,
        "files": {path: text(data) for path, data in item.files.items()},
        "changes": [_change(change) for change in changes(item.files, item.before)],
        "left_out": left_out(item.lesson.left_out),
        "notes": list(item.lesson.notes),
        "reason": item.reason or None,
        "findings": findings(item.findings),
        "allowed": findings(item.allowed),
        "replaced": findings(item.replaced),
    }


def _change(change: Change) -> dict[str, Any]:
    size = None if change.after is None else len(change.after)
    return {"path": change.path, "change": change.verb, "bytes": size, "diff": change.lines}


def left_out(stays: LeftOut) -> dict[str, Any]:
    """What stays at home."""
    return {
        "fields": list(stays.fields),
        "passages": stays.passages,
        "links": list(stays.links),
        "attachments": list(stays.attachments),
    }


def findings(seen: Iterable[Finding]) -> list[dict[str, Any]]:
    """What the guard saw, masked."""
    return [
        {
            "where": finding.where,
            "line": finding.line,
            "kind": finding.kind,
            "why": finding.why,
            "masked": finding.masked,
            "weight": str(finding.weight),
            "stops": finding.stops,
        }
        for finding in seen
    ]
