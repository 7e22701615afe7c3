"""What would leave, shown before it does: the files, the differences, what stays at home, what was found."""

from collections.abc import Iterable

from learnlog import publish
from learnlog.bundle import LeftOut
from learnlog.cli.clean import cut, visible_line
from learnlog.cli.filechanges import Change, changes
from learnlog.cli.output import Output
from learnlog.counting import counted
from learnlog.guard import Finding
from learnlog.hub import Hub, Tree, with_upkeep
from learnlog.publish import Action, Item, Plan

_COLORS = {Action.ADD: "green", Action.UPDATE: "magenta", Action.SAME: None, Action.HELD: "red"}
_LINES = {"+": "green", "-": "red", "@": "cyan"}


def show(output: Output, hub: Hub, tree: Tree, plan: Plan) -> None:
    """Print the plan for publishing on top of `tree`."""
    who = hub.identity
    output.line(f"to {hub.name} ({visible_line(hub.settings.url)})")
    output.line(f"as {visible_line(who.name)} <{visible_line(who.address)}>")
    for item in plan.ready:
        output.line()
        _show_item(output, item)
    also = upkeep(hub, tree, plan)
    if also:
        output.line()
    for change in also:
        output.line(f"also  {change.path}")
        _show_lines(output, change)
    same = len(plan.items) - len(plan.ready)
    if same:
        output.line(f"\n{counted(same, 'lesson')} there already, unchanged")


def upkeep(hub: Hub, tree: Tree, plan: Plan) -> list[Change]:
    """The changes of the files that go along with every push."""
    outgoing = publish.outgoing(plan)
    if outgoing is None:
        return []
    files = with_upkeep(hub, tree, outgoing.files)
    also = {path: data for path, data in sorted(files.items()) if path not in outgoing.files}
    before = tree.read(path for path in also if path in tree.blobs)
    return [change for change in changes(also, before) if change.before != change.after]


def told(left_out: LeftOut, why_no_file: str = "only text, PNG and JPEG go along, up to 5 MiB") -> list[str]:
    """What stays at home, in words, one line each."""
    return [
        *([f"fields: {', '.join(left_out.fields)}"] if left_out.fields else []),
        *([counted(left_out.passages, "private passage")] if left_out.passages else []),
        *(f"link (its words stay): {link}" for link in left_out.links),
        *(f"attachment: {path} ({why_no_file})" for path in left_out.attachments),
    ]


def found_in(item: Item, findings: Iterable[Finding]) -> list[tuple[Finding, str]]:
    """Each thing found once, with a line that says what it is, masked, and where."""
    places: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        places.setdefault((finding.where, finding.subject), []).append(finding)
    return [
        (same[0], f"{_place(same, item)}: {visible_line(f'{same[0].kind}, {same[0].masked}')}")
        for same in places.values()
    ]


def _show_item(output: Output, item: Item) -> None:
    revision = f"  revision {item.revision}" if item.action is Action.UPDATE else ""
    output.line(
        f"{item.action}  {visible_line(item.lesson.path)}{revision}", fg=_COLORS[item.action], bold=True
    )
    for line in told(item.lesson.left_out):
        output.line(f"  stays here  {visible_line(line)}")
    for line in item.lesson.notes:
        output.line(f"  note: {visible_line(line)}", fg="magenta")
    if item.reason:
        output.line(f"  held: {visible_line(item.reason)}", fg="red")
    for finding, line in found_in(item, item.findings):
        color = "red" if finding.stops else "magenta"
        output.line(f"  {line}" if finding.stops else f"  warning  {line}", fg=color)
        output.line(f"    {visible_line(finding.why)}")
    for word, findings in (("allowed", item.allowed), ("placeholder for", item.replaced)):
        for _, line in found_in(item, findings):
            output.line(f"  {word}  {line}")
    for change in changes(item.files, item.before):
        if change.path != item.lesson.path:
            output.line(f"  {_about(change)}", fg=_LINES["-" if change.after is None else "+"])
        _show_lines(output, change)


def _show_lines(output: Output, change: Change) -> None:
    for line in change.lines or ():
        shown = cut(line) if line.startswith(" ") else line  # what stands there already can be others'
        output.line(f"  {shown}", fg=_LINES.get(line[:1]))


def _about(change: Change) -> str:
    if change.after is None:
        return (
            f"-{change.path}" if change.before is not None else f"-{change.path} (it was taken back before)"
        )
    return f"+{change.path} ({len(change.after)} bytes)"


def _place(same: list[Finding], item: Item) -> str:
    name = "" if same[0].where == item.lesson.path else f"{visible_line(same[0].where)}, "
    lines = list(dict.fromkeys(finding.line for finding in same if finding.line))
    if not lines:
        return f"{name}the file's name"
    return f"{name}line {lines[0]}" if len(lines) == 1 else f"{name}lines {', '.join(map(str, lines))}"
