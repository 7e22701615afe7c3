"""The question whether an entry that was opened from a search helped, and the offer of other words for it."""

import contextlib
from importlib import import_module

import click

from learnlog import feedback, revise, usage
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.keys import pressed
from learnlog.cli.noting import note
from learnlog.errors import Unusable
from learnlog.events import DID_NOT_WORK, HELPED, OUTDATED
from learnlog.refs import Located

_ANSWERS = {"h": HELPED, "y": HELPED, "n": DID_NOT_WORK, "o": OUTDATED}  # a question invites a yes
_QUESTION = "did it help?"
_CHOICES = "[h]elped  [n]o, did not work  [o]utdated  Enter: nothing"
_OFFER_CHOICES = "[y]es  [e]dit  Enter: no"


def ask(app: App, sought: str, located: Located) -> None:
    """Ask if the entry helped, when it is time to; `sought` is what was searched.

    Raises Unusable when the answer cannot be kept.
    """
    if not _is_due(app, sought, located):
        return
    click.echo(err=True)
    kind = _ANSWERS.get(pressed(_QUESTION, _CHOICES, app.output.width))
    if kind is None:
        return
    entry, hub = located.entry, located.store.hub
    click.echo(note(app, kind, entry, hub), err=True)
    if kind == HELPED and hub is None and not entry.problem:
        _offer_aliases(app, sought, located)


def _is_due(app: App, sought: str, located: Located) -> bool:
    """Whether it is time to ask; then it is noted as asked, and where that cannot be, it is not time."""
    file = app.data / "usage.json"
    asked = usage.asked(file).get(located.entry.id)
    if not feedback.may_ask(sought, located.entry, asked, app.now):
        return False
    try:
        usage.note_asked(file, located.entry.id, app.now)
    except Unusable:
        return False
    return True


def _offer_aliases(app: App, sought: str, located: Located) -> None:
    found = feedback.other_words(sought, located.entry, app.now)
    if not found:
        return
    words = ", ".join(found)
    key = pressed(f'keep "{visible_line(words)}" as other words for it?', _OFFER_CHOICES, app.output.width)
    if key == "e":
        found = feedback.read_aliases(_edited(words))
    elif key != "y":
        return
    if found and revise.add_aliases(app.journal, located.entry.path, found):
        click.echo(f"kept as other words for it: {visible_line(', '.join(found))}", err=True)


def _edited(words: str) -> str:
    """What the person makes of `words`, which stand in the line to be changed."""
    with contextlib.suppress(ImportError):  # some Pythons come without; the line is then empty
        readline = import_module("readline")  # loaded here because it takes over every later input

        def insert() -> None:
            readline.insert_text(words)
            readline.set_startup_hook()

        readline.set_startup_hook(insert)
    try:
        return input("other words for it, with commas: ")
    except EOFError:
        return ""
