"""On a terminal: what becomes of each thing that the guard found."""

from dataclasses import dataclass, field

import click

from learnlog import publish
from learnlog.bundle import Selection
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.editing import edit
from learnlog.cli.hubs import decisions, own_selection
from learnlog.cli.keys import pressed
from learnlog.cli.preview import found_in
from learnlog.decisions import Verdict
from learnlog.errors import LearnlogError
from learnlog.guard import NAME_LINE, Finding
from learnlog.hub import Hub, Tree
from learnlog.publish import Item, Plan

_ENTER = frozenset({"", "\r", "\n"})  # or the input's end
_VERDICTS = {"a": Verdict.ALLOW, "r": Verdict.REPLACE}


@dataclass
class Deciding:
    """Asks about findings until none is left to ask about; `paths` are the entries that are to leave.

    `tree` is the hub's, on top of which they would be published.
    """

    app: App
    hub: Hub
    tree: Tree
    paths: frozenset[str]
    _left: set[tuple[str, str]] = field(default_factory=set)  # warnings that may stay as they are

    def plan(self) -> tuple[Selection, Plan]:
        """What would leave by now."""
        selection = own_selection(self.app, self.hub, self.paths)
        return selection, publish.prepare(self.hub, self.tree, selection)

    def decide(self, *, warnings: bool = False) -> None:
        """Ask about what holds a lesson, or about `warnings`; a lesson that is skipped leaves `paths`."""
        while True:
            selection, plan = self.plan()
            due = [pair for item in plan.items if (pair := self._due(item, warnings=warnings))]
            if not due:
                return
            path = next(entry.path for entry in selection.entries if entry.id == due[0][0].lesson.id)
            self._ask(path, *due[0])

    def _due(self, item: Item, *, warnings: bool) -> tuple[Item, Finding] | None:
        if item.lesson.unfit:
            return None
        for finding in sorted(item.findings, key=lambda finding: finding.line == NAME_LINE):
            if finding.stops or (warnings and (item.lesson.id, finding.subject) not in self._left):
                return item, finding
        return None

    def _ask(self, path: str, item: Item, finding: Finding) -> None:
        """Ask what becomes of one thing found in the entry at `path`, and do it."""
        kept = decisions(self.app, self.hub)
        was_tried = kept.about(item.lesson.id, finding.subject) is Verdict.REPLACE
        can_be_replaced = finding.line != NAME_LINE and not was_tried
        _show(item, finding)
        key = pressed("what now?", _choices(finding, can_be_replaced=can_be_replaced), self.app.output.width)
        if key == "e":
            self._edit(path)
        elif key in _VERDICTS and (key != "r" or can_be_replaced):
            kept.keep(item.lesson.id, finding.subject, _VERDICTS[key], self.app.random)
        elif key == "s" or (finding.stops and key in _ENTER):
            self.paths -= {path}
        elif key in _ENTER:
            self._left.add((item.lesson.id, finding.subject))

    def _edit(self, path: str) -> None:
        """Open the entry; whatever goes wrong there is told, and asked about again."""
        try:
            edit(self.app, self.app.refs.own(str(self.app.journal.store.absolute(path))))
        except LearnlogError as error:
            self.app.output.error(error)
        self.app.index.catch_up(self.app.output.progress)
        if not self.app.journal.store.absolute(path).is_file():
            self.paths -= {path}


def _show(item: Item, finding: Finding) -> None:
    same = [other for other in item.findings if other.subject == finding.subject]
    click.echo(err=True)
    click.echo(f"{item.lesson.id[:6]}  {visible_title(item.lesson.title)}", err=True)
    for _, line in found_in(item, same):
        click.echo(f"  {line}", err=True)
    click.echo(f"    {visible_line(finding.why)}", err=True)
    if finding.excerpt and finding.line != NAME_LINE:
        click.echo(f"    | {visible_line(finding.excerpt)}", err=True)


def _choices(finding: Finding, *, can_be_replaced: bool) -> str:
    replacing = "[r]eplace by placeholder  " if can_be_replaced else ""
    if finding.stops:
        return f"[e]dit  {replacing}[a]llow this one  Enter: skip the lesson"
    return f"[e]dit  {replacing}[a]llow  [s]kip the lesson  Enter: pass"
