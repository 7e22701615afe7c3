"""Something is said to a lesson: checked, shown, agreed to, and sent, or kept until it can be."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

from learnlog import guard, respond
from learnlog.cli import differences
from learnlog.cli.app import App
from learnlog.cli.clean import visible, visible_line, visible_title
from learnlog.cli.hubs import all_hubs, hub_named, names_known, names_never_told
from learnlog.cli.keys import agreed
from learnlog.cli.params import check_shown
from learnlog.cli.writing import written
from learnlog.entry import Entry
from learnlog.errors import NotConfirmed, NothingFound, Refused, Unusable
from learnlog.hub import Hub
from learnlog.passages import cut_private
from learnlog.refs import Located
from learnlog.response import NOBODY, Kind, Response

_WORDS = {
    Kind.HELPED: "helped",
    Kind.DID_NOT_WORK: "did not work",
    Kind.OUTDATED: "outdated",
    Kind.REPLY: "reply to",
    Kind.QUESTION: "question to",
    Kind.SUGGESTION: "suggestion for",
}


class Lesson(NamedTuple):
    """A lesson as others have it in `hub`: one's own (`is_own`), or a colleague's."""

    hub: Hub
    entry: Entry
    revision: int
    is_own: bool


def lesson_of(app: App, located: Located, name: str | None = None) -> Lesson | None:
    """The lesson that others have of an entry; None when nobody else has it.

    It can be in several hubs: `name` says in which of them it is meant; without, a colleague's is meant where
    it was found. Raises ConfigError, NothingFound (it is not there), and Unusable when it is one's own and
    the hub is not known.
    """
    if located.store.hub is not None and name is not None:
        located = app.refs.in_hub(located, hub_named(app, name).name)
    named = located.store.hub or name
    hubs = [hub_named(app, named)] if named else all_hubs(app)
    if located.store.hub is not None and located.entry.path.partition("/")[0] != hubs[0].author:
        return Lesson(hubs[0], located.entry, located.entry.revision, is_own=False)
    found = [lesson for hub in hubs if hub.is_here if (lesson := _own(hub, located.entry))]
    found = [lesson for lesson in found if not lesson.hub.settings.read_only] or found
    if len(found) > 1:
        raise Unusable(
            f"{located.entry.id} is in {len(found)} hubs: {', '.join(each.hub.name for each in found)}",
            "name one: --to HUB",
        )
    return found[0] if found else None


def response_to(app: App, lesson: Lesson, kind: Kind, text: str, *, unnamed: bool = False) -> Response:
    """What is said to `lesson` with `text`, from which private passages are cut."""
    said = cut_private(text).strip()
    if said != text.strip():
        app.output.note("private passages stay here")
    author = NOBODY if unnamed else lesson.hub.author
    return Response(lesson.entry.id, kind, author, app.now, said, lesson.revision)


def say(  # noqa: PLR0913 - what is said to what, and how
    app: App, lesson: Lesson, kind: Kind, words: Sequence[str], *, yes: bool, as_json: bool
) -> None:
    """Say to `lesson` what stands in `words`, in standard input, or comes from the editor.

    Raises NothingFound when nothing was written, Refused, Unusable; what was written is kept then.
    """
    lesson.hub.check_writable()
    with written(app, words, f"{_WORDS[kind]}: {lesson.entry.title}") as text:
        response = response_to(app, lesson, kind, text)
        if not response.text:
            raise NothingFound("all of it is private, so nothing is said")
        agree(app, lesson, response, yes=yes, as_json=as_json)
        tell(app, lesson, response, as_json=as_json)


def agree(  # noqa: PLR0913 - what is said to what, and how
    app: App,
    lesson: Lesson,
    response: Response,
    *,
    yes: bool,
    as_json: bool,
    difference: Sequence[str] | None = None,
) -> None:
    """Show what would be said, and ask. Raises Refused when the guard, the person or a rule says no.

    `difference` are the lines to show of what would be said; None: all of it.
    """
    lesson.hub.check_writable()
    hub = lesson.hub
    names = names_known(app, hub.settings.author, signed=response.author != NOBODY)
    _check(app, response.text, names)
    if not as_json:
        added = [f"+{line}" for line in response.text.splitlines()]
        _show(app, lesson, response, added if difference is None else difference)
    check_shown(yes=yes, as_json=as_json)
    if yes:
        return
    if not app.is_interactive():
        raise NotConfirmed("this needs a yes, and there is no terminal to ask at", "add --yes")
    if not agreed(f"\nTell {hub.name}?"):
        raise NotConfirmed("not confirmed, so nothing was said")


def tell(app: App, lesson: Lesson, response: Response, *, as_json: bool) -> None:
    """Send what was agreed to, and say so; what cannot be sent now waits. Raises Unusable."""
    sending = import_module("learnlog.cli.sending")  # loads what talks to remotes
    hub = lesson.hub
    send, names = sending.sender(app), names_never_told(app)
    trouble = respond.say(hub, response, random=app.random, send=send, names=names)
    if as_json:
        app.output.record(record(response, lesson.entry, hub.name, sent=trouble is None))
    elif trouble is None:
        app.output.line(f"\ntold {hub.name}")
    sending.tell_of_held(app, hub, sending.held(app, hub))
    if trouble:
        app.output.note(f"{trouble.message}; it is kept, and goes with: learnlog hub pull {hub.name}")


def record(response: Response, entry: Entry, hub: str | None, *, sent: bool | None) -> dict[str, Any]:
    """What was said, as JSON; `sent` is None of what nobody else hears."""
    return {
        "id": entry.id,
        "title": entry.title,
        "hub": hub,
        "kind": str(response.kind),
        "text": response.text,
        "author": response.author or None,
        "revision": response.revision or None,
        "sent": sent,
    }


def _own(hub: Hub, entry: Entry) -> Lesson | None:
    found = hub.tree().own(hub.author).get(entry.id)
    return Lesson(hub, entry, found.revision, is_own=True) if found else None


def _check(app: App, text: str, names: guard.Names) -> None:
    """Warn of what the guard sees in `text`. Raises Refused for what must not leave."""
    found = list(guard.inspect_text(text, "", names))
    told = [f"line {each.line}: {each.kind}, {each.masked}: {each.why}" for each in found]
    if any(each.stops for each in found):
        message = "\n".join(["the guard found what must not leave", *told])
        raise Refused(message, "take it out, and say it again")
    for line in told:
        app.output.note(f"warning: {line}")


def _show(app: App, lesson: Lesson, response: Response, lines: Sequence[str]) -> None:
    output, hub = app.output, lesson.hub
    unnamed = response.author == NOBODY
    who = (hub.as_nobody() if unnamed else hub).identity
    output.line(f"to {hub.name} ({visible_line(hub.settings.url)})")
    output.line(f"as {visible_line(who.name)} <{visible_line(who.address)}>")
    by = "" if lesson.is_own else f"  ({visible_title(lesson.entry.author or '?')})"
    output.line()
    output.words(
        f"{_WORDS[response.kind]}  {lesson.entry.id}  {visible_title(lesson.entry.title)}{by}", bold=True
    )
    for line in lines:
        output.line(f"  {visible(line)}", fg=differences.COLORS.get(line[:1]))
    if unnamed:
        output.note("without your name, and with the day alone; who runs its server can see who pushes")
