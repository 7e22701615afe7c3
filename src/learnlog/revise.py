"""A second thought: fields, tags, what a lesson became, removal, and taking a change back.

Each function is one change of the journal and so one commit. Files are read inside of that change, so two
commands that revise the same entry at the same moment both count.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from learnlog import events, frontmatter, when
from learnlog.entry import LIST_FIELDS, STATUSES, Entry, one_line, parse
from learnlog.errors import BrokenEntry, NothingFound, Unusable
from learnlog.events import REPEATED, Event
from learnlog.frontmatter import Given
from learnlog.history import Undone
from learnlog.journal import Journal, JournalChange
from learnlog.store import Card, Opened

DATE_FIELDS = ("date", "updated", "review")
_NAMES_OF_TAGS = ("tags", "keywords", "categories")
_FIELD_NAME = re.compile(r"\w[\w.-]*")
_ID_CHARACTERS = 10
_OF_ONE_ENTRY = frozenset(
    "id title date updated created lastmod modified kind status tags keywords categories lang context".split()
)
_LINE_ENDS = "\r\n"


def read_assignments(assignments: Iterable[str], entry: Entry, now: datetime) -> dict[str, Given]:
    """What `FIELD=VALUE` words say of `entry`; None where a field is to go.

    Lists are separated by commas; dates are read as people say them at `now`. Raises ValueError, its message
    for the person, when one is not allowed.
    """
    given = dict(_halves(words) for words in assignments)
    kind = given.get("kind") or entry.kind
    return {name: _read_value(name, text, kind, now) if text else None for name, text in given.items()}


def set_fields(journal: Journal, path: str, values: Mapping[str, Given]) -> Entry | None:
    """Set fields of the entry at `path`, None removing one; None when that changes nothing.

    Raises BrokenEntry when its front matter cannot be read, and Unusable.
    """
    return _revise(journal, path, "set", lambda _: values)


def tag(journal: Journal, path: str, add: Sequence[str], remove: Sequence[str]) -> Entry | None:
    """Add and remove tags of the entry at `path`; capitals do not matter for those that go.

    None when that changes nothing. Raises BrokenEntry, Unusable.
    """

    def changed(entry: Entry) -> Mapping[str, Given]:
        gone = {word.casefold() for word in remove}
        kept = [each for each in entry.tags if each.casefold() not in gone]
        return _tag_values(entry, list(dict.fromkeys([*kept, *add])))

    return _revise(journal, path, "tag", changed)


def rename_tag(
    journal: Journal, paths: Sequence[str], old: str, new: str, step: Callable[[], None] = lambda: None
) -> int:
    """Call the tag `old` (in whatever capitals) `new` in the entries at `paths`; how many changed.

    An entry that has both keeps one. `step` is called for each path. Raises BrokenEntry, Unusable.
    """
    renamed = 0
    with journal.change("tags") as change:
        for path in paths:
            opened = journal.store.open(path)
            values = _tag_values(opened.entry, _renamed(opened.entry.tags, old, new))
            renamed += bool(_apply(change, opened, values))
            step()
        change.summary = f"tags rename {old} to {new} in {renamed} {'entry' if renamed == 1 else 'entries'}"
    return renamed


def done(journal: Journal, path: str, links: Sequence[str]) -> Entry | None:
    """Note what the lesson at `path` became: `links` are joined to its `became`, its status is `embedded`.

    An entry of a kind that has no such status, a decision say, keeps its own. None when that was noted
    already. Raises BrokenEntry, Unusable.
    """

    def changed(entry: Entry) -> Mapping[str, Given]:
        became = list(dict.fromkeys([*entry.names("became"), *links]))
        embeds = "embedded" in STATUSES.get(entry.kind, ("embedded",))
        return {"became": became, **({"status": "embedded"} if embeds else {})}

    return _revise(journal, path, "done", changed)


def add_aliases(journal: Journal, path: str, words: Sequence[str]) -> Entry | None:
    """Join `words`, by which it is looked for, to the aliases of the entry at `path`; None when it has them.

    Raises BrokenEntry, Unusable.
    """

    def changed(entry: Entry) -> Mapping[str, Given]:
        known = {alias.casefold() for alias in entry.aliases}
        new = [word for word in words if word.casefold() not in known]
        return {"aliases": [*entry.aliases, *new]} if new else {}

    return _revise(journal, path, "alias", changed)


def reword(  # noqa: PLR0913, PLR0917 - an entry, its new text and fields, and what is noted of that
    journal: Journal, opened: Opened, values: Mapping[str, Given], body: str, machine: str, event: Event
) -> Entry:
    """Give the entry that was `opened` other fields and another body, and note `event` of `machine` with it.

    A body that says the same stays as it is, to the byte. Raises ChangedMeanwhile, BrokenEntry, Unusable.
    """
    with journal.change("accept") as change:
        entry = opened.entry
        parts = frontmatter.split(_with_values(entry, {**_identity(entry), **values}))
        text = parts.opening + parts.block + parts.closing + _like(entry.body, body)
        change.write(entry.path, text, against=opened.digest)
        events.append(change, machine, event)
        change.summary = _summary("accept", entry)
    return parse(text, path=entry.path, fallback=lambda: entry.date)


def take_along(journal: Journal, path: str) -> Entry:
    """Commit what another program made of the entry at `path`; the file stays as it is.

    Raises Unusable when it can no longer be read.
    """
    with journal.change("edit") as change:
        change.adopt(path)
        entry = journal.store.open(path).entry
        change.summary = _summary("edit", entry)
    return entry


def attachments(journal: Journal, entry: Entry) -> list[str]:
    """The paths of the files that were attached to `entry`: all in the folder beside it that has its id."""
    folder = journal.store.absolute(entry.path).parent / entry.id
    if not entry.has_id or len(entry.id) != _ID_CHARACTERS or folder.is_symlink():
        return []
    found = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    return sorted(_relative(journal, file) for file in found)


def remove(journal: Journal, paths: Sequence[str]) -> list[Entry]:
    """Delete the entries at `paths` and what was attached to them, in one commit; what they said.

    Raises Unusable; all are then still there.
    """
    removed = []
    with journal.change("rm") as change:
        for path in dict.fromkeys(paths):
            opened = journal.store.open(path)
            for attached in attachments(journal, opened.entry):
                change.put(attached, None)
            change.remove(path, opened.digest)
            removed.append(opened.entry)
        change.summary = _summary("rm", removed[0]) if len(removed) == 1 else f"rm {len(removed)} entries"
    return removed


def extend(journal: Journal, path: str, by: str, machine: str, now: datetime) -> Entry:
    """Put what the entry at `by` says at the end of the one at `path` by date and title; remove it.

    Tags and the like are joined; of other fields the extended entry gets those it has not. That the lesson
    came back is noted with the events of `machine`. Raises BrokenEntry, Unusable; both are then as they were.
    """
    with journal.change("extend") as change:
        old, new = journal.store.open(path), journal.store.open(by)
        values = {**_identity(old.entry), **_joined(old.entry, new.entry)}
        text = _with_section(_with_values(old.entry, values), new.entry)
        change.write(path, text, against=old.digest)
        change.remove(by, new.digest)
        events.append(change, machine, Event(now, REPEATED, old.entry.id))
        change.summary = _summary("extend", old.entry)
    return old.entry


def repeat(journal: Journal, path: str, of: Card, machine: str, now: datetime) -> None:
    """Note that the lesson `of` came back: an event of `machine`, and `related` of the entry at `path`.

    Raises BrokenEntry, Unusable.
    """
    with journal.change("repeat") as change:
        new = journal.store.open(path)
        related = list(dict.fromkeys([*new.entry.names("related"), of.entry.id]))
        _apply(change, new, {"related": related})
        events.append(change, machine, Event(now, REPEATED, of.entry.id, of.hub))
        change.summary = _summary("repeat", of.entry)


def undo(journal: Journal) -> Undone:
    """Take back the last command that changed the journal, by a change of its own.

    Raises NothingFound when there is none, ChangedMeanwhile when one of its files was changed since,
    Unusable without a history or while a merge is under way.
    """
    if not journal.root.is_dir():
        raise NothingFound(f"there is no journal in {journal.root}, so nothing to undo")
    with journal.change("undo") as change:
        if journal.history is None:
            raise Unusable(f"{journal.root} has no history, so nothing can be undone")
        journal.history.check_quiet()
        journal.history.settle()
        undone = journal.history.last()
        change.summary, change.undoes = f"undo {undone.commit.subject}", undone.commit.name
        for path, data in undone.before:
            change.put(path, data)
    return undone


def _revise(
    journal: Journal, path: str, verb: str, values_of: Callable[[Entry], Mapping[str, Given]]
) -> Entry | None:
    with journal.change(verb) as change:
        opened = journal.store.open(path)
        revised = _apply(change, opened, values_of(opened.entry))
        if revised:
            change.summary = _summary(verb, revised)
    return revised


def _apply(change: JournalChange, opened: Opened, values: Mapping[str, Given]) -> Entry | None:
    """Write the entry with `values` into `change`; None, and nothing written, when it has them already."""
    entry = opened.entry
    text = _with_values(entry, values)
    if text == entry.text:
        return None
    text = _with_values(entry, {**_identity(entry), **values})
    change.write(entry.path, text, against=opened.digest)
    return parse(text, path=entry.path, fallback=lambda: entry.date)


def _with_values(entry: Entry, values: Mapping[str, Given]) -> str:
    text = entry.text
    try:
        for name, value in values.items():
            if not _says(text, name, value):
                text = frontmatter.with_value(text, name, value)
    except BrokenEntry as error:
        raise BrokenEntry(
            f"{entry.path}: {error.message}", f"mend it with: learnlog edit {entry.id}"
        ) from error
    return text


def _like(old: str, new: str) -> str:
    """`new` with the line ends of `old`, and with the empty lines that are around that."""
    start, end = len(old) - len(old.lstrip("\r\n")), len(old.rstrip())
    line_end = "\r\n" if "\r\n" in old else "\n"
    return old[:start] + new.strip("\n").replace("\n", line_end) + old[max(start, end) :]


def _says(text: str, name: str, value: Given) -> bool:
    """Whether the front matter has that value already, however it is written there."""
    found = frontmatter.load(frontmatter.split(text).block).values.get(name)
    return found == frontmatter.load(frontmatter.dump({name: value})).values.get(name)


def _identity(entry: Entry) -> dict[str, Given]:
    """What a file without an id gets when a command changes it: the id and date it had until now."""
    if entry.values.get("id"):
        return {}
    sealed = datetime.max.replace(tzinfo=entry.date.tzinfo)
    tells_date = parse(entry.text, path="", fallback=lambda: sealed).date != sealed
    return {"id": entry.id, **({} if tells_date or entry.values.get("date") else {"date": entry.date})}


def _joined(old: Entry, new: Entry) -> dict[str, Given]:
    """What `old` gets from `new` besides its text: what it has not, and all of what is a list."""
    values: dict[str, Given] = {**_tag_values(old, _union(old.tags, new.tags))}
    for name, value in new.values.items():
        if name in LIST_FIELDS - {"tags"}:
            values[name] = _union(_items(old, name), _items(new, name))
        elif name not in _OF_ONE_ENTRY and name not in old.values:
            values[name] = value
    return values


def _items(entry: Entry, name: str) -> Sequence[str]:
    return entry.source if name == "source" else entry.names(name)  # which may be called url


def _union(some: Sequence[str], more: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*some, *more]))


def _with_section(text: str, added: Entry) -> str:
    """`text` with what `added` says behind it, in the line ends of `text`."""
    gap = "" if text.endswith(("\n\n", "\r\n\r\n")) else "\n" if text.endswith("\n") else "\n\n"
    section = f"{gap}## {added.date:%Y-%m-%d}: {added.title}\n\n{added.body.lstrip(_LINE_ENDS)}"
    plain = section.replace("\r\n", "\n").rstrip("\n") + "\n"
    return text + (plain.replace("\n", "\r\n") if "\r\n" in text else plain)


def _tag_values(entry: Entry, tags: Sequence[str]) -> dict[str, Given]:
    """`tags` under the name by which the file knows them; {} when it has just these."""
    if tuple(tags) == entry.tags:
        return {}
    name = next((name for name in _NAMES_OF_TAGS if entry.values.get(name)), "tags")
    return {name: list(tags) or None}


def _renamed(tags: Sequence[str], old: str, new: str) -> list[str]:
    return list(dict.fromkeys(new if each.casefold() == old.casefold() else each for each in tags))


def _halves(words: str) -> tuple[str, str]:
    name, equals, value = words.partition("=")
    if not equals or not _FIELD_NAME.fullmatch(name):
        raise ValueError(f"{words!r} is not of the form FIELD=VALUE")
    return name, value.strip()


def _read_value(name: str, text: str, kind: str, now: datetime) -> Given:
    if name == "id":
        raise ValueError("the id is what an entry is known by; it cannot be set")
    if name == "context":
        raise ValueError("the context is noted by itself; it can only be removed: context=")
    if name in DATE_FIELDS:
        return when.moment(text, now)
    if name in LIST_FIELDS:
        return _read_list(name, text)
    if name == "status" and text not in STATUSES.get(kind, (text,)):
        raise ValueError(f"{text!r} is no status of a {kind}; one of: {', '.join(STATUSES[kind])}")
    return one_line(text) if name in {"title", "kind", "status"} else text


def _read_list(name: str, text: str) -> Given:
    items = next(csv.reader([one_line(text)], skipinitialspace=True))
    kept = [one_line(item).lstrip("#") if name == "tags" else one_line(item) for item in items]
    return [item for item in kept if item]


def _summary(verb: str, entry: Entry) -> str:
    return f"{verb} {entry.id[:4]}: {entry.title}"


def _relative(journal: Journal, file: Path) -> str:
    return file.relative_to(journal.root).as_posix()
