"""On a terminal: what becomes of each thing that the guard found."""

from dataclasses import dataclass, field
from typing import NamedTuple

import click

from learnlog import publish
from learnlog.bundle import Selection
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.editing import edit
from learnlog.cli.hubs import decisions, own_selection
from learnlog.cli.keys import chosen
from learnlog.cli.preview import found_in
from learnlog.decisions import Verdict
from learnlog.errors import LearnlogError
from learnlog.guard import NAME_LINE, Finding
from learnlog.hub import Hub, Tree
from learnlog.publish import Item, Plan

_VERDICTS = {"a": Verdict.ALLOW, "r": Verdict.REPLACE}


class Skipped(NamedTuple):
    """A lesson that stays because the person said so, and `why` they were asked."""

    id: str
    title: str
    why: str


@dataclass
class Deciding:
    """Asks about findings until none is left to ask about; `paths` are the entries that are to leave.

    `tree` is the hub's, on top of which they would be published.
    """

    app: App
    hub: Hub
    tree: Tree
    paths: frozenset[str]
    skipped: list[Skipped] = field(default_factory=list)
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
        key = chosen("what now?", _choices(finding, can_be_replaced=can_be_replaced), self.app.output.width)
        if key == "e":
            self._edit(path)
        elif key in _VERDICTS:
            kept.keep(item.lesson.id, finding.subject, _VERDICTS[key], self.app.random)
        elif key == "s":
            ((_, why),) = found_in(item, [finding])
            self.paths -= {path}
            self.skipped.append(Skipped(item.lesson.id, item.lesson.title, why))
        else:
            self._left.add((item.lesson.id, finding.subject))

    def _edit(self, path: str) -> None:
        """Open the entry; whatever goes wrong there is told, and asked about again."""
        try:
            edit(self.app, self.app.refs.own(str(self.app.journal.store.absolute(path))))
        except LearnlogError as error:
            self.app.output.error(error)
        self.app.index.catch_up(self.app.output.progress)


def _show(item: Item, finding: Finding) -> None:
    same = [other for other in item.findings if other.subject == finding.subject]
    click.echo(err=True)
    click.echo(f"{item.lesson.id[:6]}  {visible_title(item.lesson.title)}", err=True)
    for _, line in found_in(item, same):
        click.echo(f"  {line}", err=True)
    click.echo(f"    {visible_line(finding.why)}", err=True)
    if finding.excerpt and finding.line != NAME_LINE:
        click.echo(f"    | {visible_line(finding.excerpt)}", err=True)


def _choices(finding: Finding, *, can_be_replaced: bool) -> dict[str, str]:
    """What can be done about it, and what that means."""
    choices = {"edit": "open the entry in your editor; what you save is looked at again"}
    if can_be_replaced:
        choices["replace by placeholder"] = "a placeholder leaves in its place; your entry stays as it is"
    choices["allow"] = "it leaves, in this lesson to this hub, and is not asked about again"
    choices["skip the lesson"] = "the lesson stays here this time"
    if not finding.stops:
        choices["go on"] = "it leaves this time"
    return choices
