"""`learnlog bundle`: put lessons into one thing to hand over, which opens without learnlog."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from learnlog import bundling, editor
from learnlog.bundle import Screen, packing
from learnlog.bundling import Form, Plan
from learnlog.cli import packing_list
from learnlog.cli.app import App
from learnlog.cli.hubs import author_name, names_known, selected
from learnlog.cli.keys import agreed
from learnlog.cli.naming import Named, dry_run_option, named_options
from learnlog.cli.params import check_shown, json_option, yes_option
from learnlog.counting import counted
from learnlog.entry import Entry
from learnlog.errors import NoEntriesYet, NotConfirmed, NothingFound, Refused

_OPEN = {None, "open"}


@click.command("bundle")
@named_options
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE|DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="What to make; never something that is there already.",
)
@click.option(
    "--format",
    "name",
    type=click.Choice([str(form) for form in Form]),
    help="Its form; else told by its ending.",
)
@click.option("--handover", is_flag=True, help="Add a page for whoever takes over from you.")
@dry_run_option
@yes_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option of the contract
    app: App,
    named: Named,
    target: Path,
    name: str | None,
    *,
    handover: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Put lessons into one thing to hand over.

    A folder, a .zip or a .tar.gz holds the lessons as files, with checksums (BagIt 1.0) and a page to read;
    an .html or .md file is that page alone. All of it opens without learnlog, and `learnlog import` takes in
    the first three. What publishing keeps at home stays there: context, private passages, fields of your
    own; and where the guard finds a secret, nothing is made.

    Without REF and --query it takes your lessons with the status proven; with --handover also your decisions
    and open questions. The page for whoever takes over is filled in as far as the journal knows; on a
    terminal the editor opens on it.

    \b
      learnlog bundle --query tag:git -o git.html
      learnlog bundle k3f9 2 -o lessons.zip
      learnlog bundle --handover -o handover.tar.gz
    """
    place = app.place(target)
    form = Form(name) if name else bundling.form_of(target)
    packing.check_place(place)
    author = author_name(app)
    paths = _paths(app, named, handover=handover)
    selection = selected(app, paths, Screen(names_known(app, author)))
    prepared = bundling.prepare(selection, form, author)
    is_asked = app.is_interactive() and not (yes or dry_run or as_json)
    made = bundling.handover_page(prepared, _times_helped(app)) if handover else ""
    with _written(app, made, is_asked=is_asked) as written:
        plan = bundling.plan(prepared, written, made)
        if not as_json:
            packing_list.show(app.output, plan, target)
        elif not plan.may_leave:
            app.output.record(packing_list.record(plan, place, is_written=False))
        _check(plan)
        if not dry_run:
            check_shown(yes=yes, as_json=as_json)
            _ask(app, plan, target, yes=yes)
            bundling.put(plan, place)
    if as_json:
        app.output.record(packing_list.record(plan, place, is_written=not dry_run))
    elif not dry_run:
        app.output.line(f"\nmade {target}  ({counted(len(prepared.lessons), 'lesson')})")


def _paths(app: App, named: Named, *, handover: bool) -> set[str]:
    paths = named.paths(app)
    if named.is_none:
        own = [card.entry for card in app.index.cards() if card.hub is None]
        paths = {each.path for each in own if each.is_proven or (handover and _is_telling(each))}
    if not paths and app.index.is_empty:
        raise NoEntriesYet
    if not paths:
        raise NothingFound(
            "there is nothing to put into a bundle", "name lessons, or: learnlog set REF status=proven"
        )
    return paths


def _is_telling(entry: Entry) -> bool:
    """Whether it tells a successor something although nobody can prove it: a decision, an open question."""
    return entry.kind == "decision" or (entry.kind == "question" and entry.status in _OPEN)


def _times_helped(app: App) -> dict[str, int]:
    return {entry_id: found.times for entry_id, found in app.helped.items()}


@contextlib.contextmanager
def _written(app: App, made: str, *, is_asked: bool) -> Iterator[str]:
    """The hand-over page; on a terminal as the person leaves it in the editor.

    What was typed is kept when the bundle comes to nothing.
    """
    if not (made and is_asked):
        yield made
        return
    draft = app.data / "drafts" / f"handover-{app.now:%Y%m%d-%H%M%S}.md"
    with editor.edited(made, app.editor, draft) as written:
        yield written


def _check(plan: Plan) -> None:
    """Raise Refused when something in the bundle must not leave."""
    if not plan.may_leave:
        raise Refused(
            "nothing was put down: something in it must not leave",
            "mend what is named above, or leave it out",
        )


def _ask(app: App, plan: Plan, target: Path, *, yes: bool) -> None:
    """Raise NotConfirmed unless the person agrees."""
    if yes:
        return
    if not app.is_interactive():
        raise NotConfirmed("a bundle needs a yes, and there is no terminal to ask at", "add --yes")
    count = counted(len(plan.prepared.lessons), "lesson")
    if not agreed(f"\nPut {count} into {target}?"):
        raise NotConfirmed("not confirmed, so nothing was put down")
