"""What a bundle would hold, shown before it is put down: lessons, what stays at home, what must not leave."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from learnlog.bundle import Lesson
from learnlog.bundling import Form, Plan
from learnlog.cli import planrecord, preview
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.output import Output
from learnlog.guard import Finding

_KINDS = {
    Form.DIR: "a folder",
    Form.ZIP: "a zip archive",
    Form.TAR_GZ: "a tar.gz archive",
    Form.MD: "one Markdown file",
    Form.HTML: "one HTML page",
}


def show(output: Output, plan: Plan, target: Path) -> None:
    """Print what the bundle for `target` would hold."""
    prepared = plan.prepared
    output.line(f"{visible_line(str(target))}: {_KINDS[prepared.form]}, {_size(plan)}")
    output.line(f"as {visible_line(prepared.author)}")
    for lesson in prepared.lessons:
        _show_lesson(output, lesson, plan)
    if plan.named:
        output.line(f"  the hand-over page is held: it names {visible_line(plan.named)}", fg="red")
    shown = {path for lesson in prepared.lessons for path in lesson.files(None)}
    for finding in plan.findings:
        if finding.where not in shown:
            _show_finding(output, finding, finding.where)


def record(plan: Plan, place: Path, *, is_written: bool) -> dict[str, Any]:
    """The bundle as JSON; `is_written` tells whether it is there now."""
    return {
        "path": str(place),
        "format": str(plan.prepared.form),
        "author": plan.prepared.author,
        "written": is_written,
        "total": len(plan.prepared.lessons),
        "lessons": [_record_of(lesson, plan) for lesson in plan.prepared.lessons],
        "files": {path: len(data) for path, data in plan.files.items()},
    }


def _show_lesson(output: Output, lesson: Lesson, plan: Plan) -> None:
    output.line()
    output.words(visible_title(lesson.title), bold=True)
    output.words(f"  {visible_line(lesson.path)}")
    for path, data in lesson.attachments.items():
        output.line(f"  with  {visible_line(path)} ({len(data)} bytes)")
    for line in _stays(lesson, plan.prepared.form):
        output.line(f"  stays here  {visible_line(line)}")
    if lesson.unfit:
        output.line(f"  held: {visible_line(lesson.unfit)}", fg="red")
    for finding in _findings(lesson, plan):
        _show_finding(output, finding, "" if finding.where == lesson.path else finding.where)


def _stays(lesson: Lesson, form: Form) -> Iterator[str]:
    if form is not Form.MD:
        yield from preview.told(lesson.left_out)
        return
    yield from preview.told(lesson.left_out, "one Markdown file holds no other")


def _show_finding(output: Output, finding: Finding, where: str) -> None:
    place = " ".join(part for part in (where, f"line {finding.line}" if finding.line else "the name") if part)
    told = visible_line(f"{place}: {finding.kind}, {finding.masked}")
    if finding.stops:
        output.line(f"  {told}", fg="red")
    else:
        output.line(f"  warning  {told}", fg="magenta")
    output.line(f"    {visible_line(finding.why)}")


def _findings(lesson: Lesson, plan: Plan) -> list[Finding]:
    own = lesson.files(None)
    return [finding for finding in plan.findings if finding.where in own]


def _size(plan: Plan) -> str:
    number = len(plan.files)
    files = f"{number} files, " if plan.prepared.form.is_bag else ""
    return f"{files}{max(1, round(sum(map(len, plan.files.values())) / 1000)):,} kB"


def _record_of(lesson: Lesson, plan: Plan) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "path": lesson.path,
        "left_out": planrecord.left_out(lesson.left_out),
        "reason": lesson.unfit or None,
        "findings": planrecord.findings(_findings(lesson, plan)),
    }
