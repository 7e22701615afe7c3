"""What would leave, shown before it does: the files, the differences, what stays at home, what is held."""

import difflib
from collections.abc import Iterator
from typing import Any

from learnlog import publish
from learnlog.bundle import LeftOut
from learnlog.cli.clean import visible_line
from learnlog.cli.output import Output
from learnlog.guard import Finding
from learnlog.hub import Hub, Tree, layout, with_upkeep
from learnlog.publish import Action, Item, Plan

_COLORS = {Action.ADD: "green", Action.UPDATE: "magenta", Action.SAME: None, Action.HELD: "red"}
_LINES = {"+": "green", "-": "red", "@": "cyan"}


def show(output: Output, hub: Hub, tree: Tree, plan: Plan) -> None:
    """Print the plan for publishing on top of `tree`."""
    who = hub.identity
    output.line(f"to {hub.name} ({visible_line(hub.settings.url)})")
    output.line(f"as {visible_line(who.name)} <{visible_line(who.address)}>")
    for item in plan.items:
        if item.action is not Action.SAME:
            output.line()
            _show_item(output, item)
    _show_upkeep(output, hub, tree, plan)
    same = sum(item.action is Action.SAME for item in plan.items)
    if same:
        output.line(f"\n{counted(same)} there already, unchanged")


def record(hub: Hub, plan: Plan, commit: str | None) -> dict[str, Any]:
    """The plan as JSON; `commit` names what was pushed, None when nothing was."""
    return {
        "hub": hub.name,
        "author": hub.settings.author,
        "address": hub.settings.address,
        "commit": commit,
        "total": len(plan.items),
        "lessons": [_record_of(item) for item in plan.items],
    }


def counted(number: int) -> str:
    """`1 lesson`, `2 lessons`."""
    return "1 lesson" if number == 1 else f"{number} lessons"


def told(left_out: LeftOut) -> list[str]:
    """What stays at home, in words, one line each."""
    passages = "1 private passage" if left_out.passages == 1 else f"{left_out.passages} private passages"
    return [
        *([f"fields: {', '.join(left_out.fields)}"] if left_out.fields else []),
        *([passages] if left_out.passages else []),
        *(f"link (its words stay): {link}" for link in left_out.links),
        *(
            f"attachment: {path} (only text, PNG and JPEG go along, up to 5 MiB)"
            for path in left_out.attachments
        ),
    ]


def _show_item(output: Output, item: Item) -> None:
    revision = f"  revision {item.revision}" if item.action is Action.UPDATE else ""
    output.line(
        f"{item.action}  {visible_line(item.lesson.path)}{revision}", fg=_COLORS[item.action], bold=True
    )
    for line in told(item.lesson.left_out):
        output.line(f"  stays here  {visible_line(line)}")
    if item.reason:
        output.line(f"  held: {visible_line(item.reason)}", fg="red")
    for finding in item.findings:
        output.line(
            f"  {_place(finding, item)}: {visible_line(f'{finding.kind}, {finding.masked}')}", fg="red"
        )
        output.line(f"    {visible_line(finding.why)}")
    for line in _differences(item):
        output.line(f"  {line}", fg=_LINES.get(line[:1]))


def _show_upkeep(output: Output, hub: Hub, tree: Tree, plan: Plan) -> None:
    """The files that go along with every push."""
    outgoing = publish.outgoing(plan)
    if outgoing is None:
        return
    files = with_upkeep(hub, tree, outgoing.files)
    output.line()
    for path in sorted(files.keys() - outgoing.files.keys()):
        if path == layout.README:
            output.line(f"also  {path}: the list of lessons, made again")
        else:
            output.line(f"also  {path}")
            for line in _lines(files[path])[:-1]:
                output.line(f"  +{line}", fg="green")


def _place(finding: Finding, item: Item) -> str:
    name = "" if finding.where == item.lesson.path else f"{visible_line(finding.where)}, "
    return f"{name}line {finding.line}" if finding.line else f"{name}the file's name"


def _differences(item: Item) -> Iterator[str]:
    """The lines of the files that would be written: all of a new one, else what changes in it."""
    for path, data in item.files.items():
        before = item.before.get(path)
        if path != item.lesson.path:
            yield _about_attachment(path, before, data)
        if data is not None and _text(data) is not None:
            new = _lines(data)
            yield from (
                (f"+{line}" for line in new)
                if before is None
                else list(difflib.unified_diff(_lines(before), new, lineterm="", n=2))[2:]
            )


def _about_attachment(path: str, before: bytes | None, data: bytes | None) -> str:
    if data is None:
        return f"-{path}" if before is not None else f"-{path} (it was taken back before)"
    return f"+{path} ({len(data)} bytes)"


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").split("\n")


def _record_of(item: Item) -> dict[str, Any]:
    left_out = item.lesson.left_out
    return {
        "id": item.lesson.id,
        "title": item.lesson.title,
        "action": str(item.action),
        "path": item.lesson.path,
        "revision": item.revision,
        "files": {path: _text(data) for path, data in item.files.items()},
        "left_out": {
            "fields": list(left_out.fields),
            "passages": left_out.passages,
            "links": list(left_out.links),
            "attachments": list(left_out.attachments),
        },
        "reason": item.reason or None,
        "findings": [
            {
                "where": finding.where,
                "line": finding.line,
                "kind": finding.kind,
                "why": finding.why,
                "masked": finding.masked,
            }
            for finding in item.findings
        ],
    }


def _text(data: bytes | None) -> str | None:
    """A file's text; None for one that would be removed, or that is not text."""
    try:
        return data.decode() if data is not None else None
    except UnicodeDecodeError:
        return None
