"""`learnlog import`: notes kept with another tool, or lessons of a colleague in a bundle, become entries."""

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from learnlog import importing
from learnlog.cli import records
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.output import Output
from learnlog.cli.params import json_option
from learnlog.counting import counted
from learnlog.errors import NothingFound, Unusable
from learnlog.importing import BUNDLE, FORMATS, Plan, Source, Wanted


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--from", "name", type=click.Choice(list(FORMATS)), help="Whose notes they are; else found out."
)
@click.option("--folders-as-tags", is_flag=True, help="Make each folder a note lies in one of its tags.")
@click.option("--dry-run", is_flag=True, help="Show what would be imported; write nothing.")
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option of the contract
    app: App, path: Path, name: str | None, *, folders_as_tags: bool, dry_run: bool, as_json: bool
) -> None:
    """Take in a folder of Markdown files, or a bundle.

    PATH is a folder, or one Markdown file: plain notes, an Obsidian vault, a Hugo or a Jekyll site. Dates,
    titles and tags are kept, linked files come along, and all of it is one commit. Importing the same folder
    again adds only what is new; what was imported is never overwritten.

    PATH can also be a bundle, the folder, .zip or .tar.gz that a colleague made with `learnlog bundle`: the
    lessons stay theirs. One that was changed, or holds what is not harmless, is refused as a whole.

    \b
      learnlog import ~/vault --dry-run
      learnlog import ~/til --folders-as-tags
      learnlog import ~/blog --from hugo
      learnlog import handover.zip
    """
    with _opened(app, app.place(path), name, has_folder_tags=folders_as_tags) as (source, wanted):
        plan = importing.plan(
            source,
            app.journal.store,
            wanted,
            now=app.now,
            random=app.random,
            progress=app.output.progress,
        )
        if plan.taken and not dry_run:
            plan = importing.carry_out(plan, source, app.journal, app.output.progress)
    _say(app, plan, dry_run=dry_run, as_json=as_json)
    if not (plan.taken or plan.there or plan.changed):
        raise _nothing(plan, path)


@contextlib.contextmanager
def _opened(
    app: App, place: Path, name: str | None, *, has_folder_tags: bool
) -> Iterator[tuple[Source, Wanted]]:
    """What is to be taken in, and how; a bundle is unpacked into a private folder that goes away again.

    Raises Unusable for what cannot be taken in.
    """
    is_archive = place.is_file() and not name and importing.is_archive(place)
    if not (name == BUNDLE.name or is_archive or (not name and importing.is_bag(place))):
        source = Source(place)
        kept_as = FORMATS[name] if name else importing.recognise(source.root)
        yield source, Wanted(kept_as, _with_tilde(app, source.root), has_folder_tags=has_folder_tags)
        return
    if not place.exists():
        raise Unusable(f"there is no {place}")
    with tempfile.TemporaryDirectory(prefix="learnlog-") as private:
        unpacked = importing.unpack(place, Path(private))
        source = Source(unpacked.folder, called=place.name)
        yield source, Wanted(BUNDLE, _with_tilde(app, place), has_folder_tags, unpacked.author)


def _with_tilde(app: App, folder: Path) -> str:
    home = Path(app.environment.get("HOME") or Path.home())
    shown = Path("~") / folder.relative_to(home) if folder.is_relative_to(home) else folder
    return str(shown).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _nothing(plan: Plan, path: Path) -> Unusable | NothingFound:
    if plan.skipped:
        return Unusable(f"nothing in {path} could be imported")
    return NothingFound(f"there are no Markdown files in {path}")


def _say(app: App, plan: Plan, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        app.output.record(_document(app, plan, dry_run=dry_run))
        return
    if dry_run:
        for each in plan.taken:
            app.output.line(
                f"{each.entry.date:%Y-%m-%d}  {visible_line(each.origin)}  {visible_title(each.entry.title)}"
            )
    _summary(app.output, plan, "would import" if dry_run else "imported")


def _summary(output: Output, plan: Plan, verb: str) -> None:
    along = f", with {counted(plan.attachments, 'file')} linked" if plan.attachments else ""
    output.line(f"{verb} {counted(len(plan.taken), 'entry', 'entries')}{along}")
    if plan.there:
        output.line(f"already there: {len(plan.there)}")
    _list(output, "changed since imported, left as it is", plan.changed)
    _list(output, "skipped", (f"{each.path}: {each.reason}" for each in plan.skipped))
    _list(output, "date not understood, so taken from the file's name, git or time", plan.misdated)
    _list(output, "link left as it is", (f"{each.path}: {each.target}: {each.reason}" for each in plan.left))
    if plan.others or plan.hidden:
        output.line(f"not looked at: {plan.others} that are no notes, {plan.hidden} hidden")


def _list(output: Output, label: str, rows: Iterable[str]) -> None:
    for row in rows:
        output.line(f"{label}: {visible_line(row)}")


def _document(app: App, plan: Plan, *, dry_run: bool) -> dict[str, Any]:
    store = app.journal.store
    return {
        "dry_run": dry_run,
        "total": len(plan.taken),
        "entries": [
            records.entry(each.entry, store.absolute(each.entry.path), None) | {"imported_from": each.origin}
            for each in plan.taken
        ],
        "attachments": plan.attachments,
        "already_there": list(plan.there),
        "changed_since": list(plan.changed),
        "skipped": [{"path": each.path, "reason": each.reason} for each in plan.skipped],
        "date_not_understood": list(plan.misdated),
        "links_left": [
            {"path": each.path, "target": each.target, "reason": each.reason} for each in plan.left
        ],
        "no_notes": plan.others,
        "hidden": plan.hidden,
    }
