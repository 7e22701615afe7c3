"""What the doctor found, shown: on a terminal, in a pipe, as JSON."""

from collections.abc import Sequence
from itertools import groupby, islice
from typing import Any

from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.counting import counted
from learnlog.doctor import Examination, Fault, Mended

_MOST_OF_A_KIND = 10


def show(app: App, examination: Examination) -> None:
    """Print the faults, the first few of each kind on a terminal, a line each in a pipe."""
    faults, output = examination.faults, app.output
    if not output.on_terminal:
        for fault in faults:
            output.line("\t".join(map(visible_line, _row(fault))))
    for check, found in groupby(faults if output.on_terminal else (), key=lambda fault: fault.check):
        same = list(found)
        output.line(f"{check}", bold=True)
        for fault in islice(same, _MOST_OF_A_KIND):
            _show_fault(app, fault)
        if len(same) > _MOST_OF_A_KIND:
            output.line(f"  and {len(same) - _MOST_OF_A_KIND} more: learnlog doctor --json has them all")
        output.line()
    if "journal_folder" in vars(app) and not app.journal_folder.is_dir():
        output.note(f"there is no journal in {app.journal_folder} yet")
    output.note(_summary(examination, is_known="journal_folder" in vars(app)))
    mendable = sum(fault.remedy is not None for fault in faults)
    if mendable:
        output.note(f"{mendable} of them can be mended without losing anything: learnlog doctor --fix")


def show_mended(app: App, mended: Sequence[Mended]) -> None:
    """Print what was done, and how to take it back; in a pipe a line each."""
    output = app.output
    for each in mended:
        if not output.on_terminal:
            row = ("failed" if each.failure else "mended", each.where, each.failure or each.done, each.undo)
            output.line("\t".join(map(visible_line, row)))
            continue
        output.line(visible_line(_near(app, each.where)))
        if each.failure:
            output.line(f"  not mended: {visible_line(each.failure)}", fg="red")
        else:
            output.line(f"  {visible_line(each.done)}", fg="green")
        if each.undo:
            output.line(f"  to take it back: {visible_line(each.undo)}")
    if mended and output.on_terminal:
        output.line()


def plan(app: App, faults: Sequence[Fault]) -> str:
    """What mending would do, a line for each fault that it mends."""
    told = [
        f"{_near(app, fault.where)}: {fault.what}\n  {fault.remedy.words}" for fault in faults if fault.remedy
    ]
    return "\n".join(told)


def record(app: App, examination: Examination, mended: Sequence[Mended]) -> dict[str, Any]:
    """All of it as JSON."""
    return {
        "journal": str(app.journal_folder) if "journal_folder" in vars(app) else None,
        "entries": examination.entries,
        "hubs": examination.hubs,
        "versions": examination.versions,
        "total": len(examination.faults),
        "faults": [_record(fault) for fault in examination.faults],
        "mended": [
            {
                "where": each.where,
                "done": each.done or None,
                "undo": each.undo or None,
                "failure": each.failure or None,
            }
            for each in mended
        ],
    }


def _show_fault(app: App, fault: Fault) -> None:
    output = app.output
    output.line(f"  {visible_line(_near(app, fault.where))}")
    output.words(f"    {visible_line(fault.what)}", fg="red")
    if fault.why:
        output.words(f"    {visible_line(fault.why)}")
    if fault.remedy:
        output.words(f"    --fix: {visible_line(fault.remedy.words)}", fg="green")
    elif fault.command:
        output.line(f"    type: {visible_line(fault.command)}", fg="green")


def _near(app: App, where: str) -> str:
    """The place as seen from the journal, where it is in there."""
    inside = f"{app.journal_folder}/" if "journal_folder" in vars(app) else ""
    return where.removeprefix(inside) if inside else where


def _row(fault: Fault) -> tuple[str, str, str, str]:
    """Check, where, what, and what to type."""
    return fault.check, fault.where, fault.what, "learnlog doctor --fix" if fault.remedy else fault.command


def _record(fault: Fault) -> dict[str, Any]:
    return {
        "check": str(fault.check),
        "where": fault.where,
        "what": fault.what,
        "why": fault.why or None,
        "command": fault.command or None,
        "fix": fault.remedy.words if fault.remedy else None,
    }


def _summary(examination: Examination, *, is_known: bool) -> str:
    entries = counted(examination.entries, "entry", "entries")
    found = len(examination.faults)
    said = counted(found, "fault") if found else "nothing is wrong"
    looked = f"{entries}, {counted(examination.hubs, 'hub')}, and all that is around them"
    return f"{said}; looked at {looked if is_known else 'the settings alone'}"
