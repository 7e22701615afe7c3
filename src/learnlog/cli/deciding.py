"""On a terminal: what becomes of each thing that the guard found."""

from dataclasses import dataclass, field
from typing import NamedTuple

import click

from learnlog import publish
from learnlog.bundle import Selection
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.editing import edit
from learnlog.cli.hubs import own_selection
from learnlog.cli.keys import chosen
from learnlog.cli.preview import found_in
from learnlog.decisions import Decisions, Verdict
from learnlog.errors import LearnlogError, Unusable
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

    `tree` is the hub's, on top of which they would be published; `kept` is what was decided before, and now.
    """

    app: App
    hub: Hub
    tree: Tree
    paths: frozenset[str]
    kept: Decisions
    skipped: list[Skipped] = field(default_factory=list)
    _left: set[tuple[str, str]] = field(default_factory=set)  # what may stay as it is

    def plan(self) -> tuple[Selection, Plan]:
        """What would leave by now."""
        selection = own_selection(self.app, self.hub, self.paths, self.kept)
        return selection, publish.prepare(self.hub, self.tree, selection)

    def decide(self, *, warnings: bool = False) -> None:
        """Ask about what holds a lesson; with `warnings` also about them, and what was allowed before.

        A lesson that is skipped leaves `paths`.
        """
        while True:
            selection, plan = self.plan()
            due = [pair for item in plan.items if (pair := self._due(item, warnings=warnings))]
            if not due:
                return
            path = next(entry.path for entry in selection.entries if entry.id == due[0][0].lesson.id)
            self._ask(path, *due[0])

    def keep(self, plan: Plan) -> None:
        """Remember what was decided about lessons that have left by `plan`, or stand there as they are."""
        try:
            self.kept.keep({item.lesson.id for item in plan.settled}, self.app.random)
        except Unusable as error:
            self.app.output.note(f"what you decided is not remembered: {error.message}")

    def _due(self, item: Item, *, warnings: bool) -> tuple[Item, Finding] | None:
        if item.lesson.unfit:
            return None
        may_stay = [*item.findings, *item.allowed] if warnings else []
        due = [
            *item.stopping,
            *(finding for finding in may_stay if (item.lesson.id, finding.subject) not in self._left),
        ]
        due.sort(key=lambda finding: (finding.line == NAME_LINE, not finding.stops, finding.line))
        return (item, due[0]) if due else None

    def _ask(self, path: str, item: Item, finding: Finding) -> None:
        """Ask what becomes of one thing found in the entry at `path`, and do it."""
        was_tried = self.kept.about(item.lesson.id, finding.subject) is Verdict.REPLACE
        can_be_replaced = finding.line != NAME_LINE and not was_tried
        _show(item, finding)
        key = chosen("what now?", _choices(finding, can_be_replaced=can_be_replaced), self.app.output.width)
        if key == "e":
            self._edit(path)
        elif key in _VERDICTS:
            self.kept.decide(item.lesson.id, finding.subject, _VERDICTS[key])
        elif key == "s":
            ((_, why),) = found_in(item, [finding])
            self.paths -= {path}
            self.skipped.append(Skipped(item.lesson.id, item.lesson.title, why))
        if key in {"a", "g"}:
            self._left.add((item.lesson.id, finding.subject))

    def _edit(self, path: str) -> None:
        """Open the entry; whatever goes wrong there is told, and asked about again."""
        try:
            edit(self.app, self.app.refs.own(str(self.app.journal.store.absolute(path))))
        except LearnlogError as error:
            self.app.output.error(error)
        self.app.index.catch_up(self.app.output.progress)


def _show(item: Item, finding: Finding) -> None:
    same = [other for other in (*item.findings, *item.allowed) if other.subject == finding.subject]
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
    choices["allow"] = "it leaves, in this lesson to this hub; once published, it is not asked about again"
    choices["skip the lesson"] = "the lesson stays here this time"
    if not finding.stops:
        choices["go on"] = "it leaves this time"
    return choices
