"""Lessons exactly as they leave: every byte is made here, from fields and passages that are named."""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from learnlog import passages, unseen
from learnlog.bundle.links import Rewriter, between, from_folder
from learnlog.bundle.naming import Names
from learnlog.bundle.pictures import cleaned, text_of
from learnlog.entry import Entry, compose, one_line, parse, read_date
from learnlog.frontmatter import Given, Value
from learnlog.rules import Judgement

FIELDS = (
    "id title date updated kind tags lang source status license author revision answers supersedes related "
    "aliases applies became review contributors"
).split()
NEVER = frozenset({"context", "with"})  # whatever the settings say
_SIGNED = frozenset({"id", "author"})  # what a lesson is known by
_LINKS = ("answers", "supersedes", "related")
_OTHER_NAMES = frozenset("created lastmod modified keywords categories url link licence draft".split())
_BRACKETS = re.compile(r"^\[\[([^\[\]|#]+).*\]\]$")
_CAME_IN = "bundle"  # in the context of what was imported from one
_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)
_NO_TEXT = re.compile("[\ud800-\udfff]")  # bytes that are not UTF-8, as they are read


@dataclass(frozen=True)
class Rules:
    """What stands in every lesson: the author's name.

    `fields` are further ones that the person lets go (`publish.fields`). `passes_on` is whether what others
    wrote, and came in a bundle, goes along under their names; else it cannot leave.
    """

    author: str
    fields: tuple[str, ...] = ()
    passes_on: bool = False


@dataclass(frozen=True)
class Places:
    """Where things are, so that links can be followed.

    `paths`: id → path in the hub or bundle of each entry that is to leave; `published`: the same of every
    lesson that others will find there.
    `by_path`, `by_name`: own entries' paths, and titles and aliases in small letters, → id. `read`: the
    bytes of an attachment, None when it cannot go along. `hidden`: what no lesson may name.
    """

    paths: Mapping[str, str]
    published: Mapping[str, str] = field(default_factory=dict)
    by_path: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[str], bytes | None] = lambda _path: None
    hidden: Names = field(default_factory=lambda: Names(()))


@dataclass(frozen=True)
class LeftOut:
    """What of an entry stays at home: names of fields, number of passages, targets of links, files."""

    fields: tuple[str, ...] = ()
    passages: int = 0
    links: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """An entry as it leaves; `path` is its file's in the hub or bundle, `attachments` are by path there.

    `unfit` says why it cannot leave as it is, `notes` what else there is to know before it does.
    """

    id: str
    title: str
    path: str
    fields: Mapping[str, Given]
    body: str
    attachments: Mapping[str, bytes]
    left_out: LeftOut
    unfit: str = ""
    notes: tuple[str, ...] = ()

    def files(self, revision: int | None) -> dict[str, bytes]:
        """The very bytes, by path, as revision number `revision` (from 1), or as none."""
        before, after = self._around_revision
        counted = f"revision: {revision}\n" if revision else ""
        text = f"{before}\n{counted}{after}"
        return {self.path: text.encode("utf-8", "replace"), **self.attachments}

    def rewritten(self, put: Callable[[str], str]) -> "Lesson":
        """The same with every text as `put` makes it: title, fields, body and attachments, but no paths."""
        kept = {
            key: value if key in _SIGNED else _each_text(value, put) for key, value in self.fields.items()
        }
        attachments = {
            path: data if (text := text_of(data)) is None else put(text).encode()
            for path, data in self.attachments.items()
        }
        return replace(self, title=put(self.title), fields=kept, body=put(self.body), attachments=attachments)

    def unless(self, why: str) -> "Lesson":
        """The same, unfit when `why` says something and it is not already."""
        return replace(self, unfit=why) if why and not self.unfit else self

    def judged(self, judgement: Judgement) -> "Lesson":
        """The same as the rules of a hub have it."""
        fields = {**self.fields, **judgement.fields}
        return replace(self, fields=fields, notes=judgement.notes).unless(judgement.held)

    @cached_property
    def _around_revision(self) -> tuple[str, str]:
        fields = {key: "0" if key == "revision" else self.fields.get(key) for key in FIELDS}
        before, _, after = compose({**fields, **self.fields}, self.body).partition("\nrevision: '0'\n")
        return before, after


def of(entries: Iterable[Entry], rules: Rules, places: Places) -> list[Lesson]:
    """The lessons that `entries` become; pure but for `places.read`.

    One that still names what is hidden, in whatever way, is unfit.
    """
    made = ((entry, _lesson(entry, rules, places)) for entry in entries)
    return [lesson.unless(_still_names(lesson, places.hidden, entry.path)) for entry, lesson in made]


def title_of(entry: Entry) -> str:
    """The entry's title as it leaves: nothing of a private passage is in it."""
    own = passages.cut_private(_plain(_text(entry.values.get("title")))).strip()
    if own:
        return one_line(own)
    body = passages.cut_private(entry.body)
    return _plain(parse(compose({}, body), path="", fallback=lambda: _NO_DATE).title)


@dataclass
class _Along:
    """What goes along with an entry, by path in the hub, with the private passages cut; what cannot."""

    attachments: dict[str, bytes] = field(default_factory=dict)
    passages: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def _lesson(entry: Entry, rules: Rules, places: Places) -> Lesson:
    path = places.paths[entry.id]
    along = _Along()
    links = Rewriter(
        lambda target: _by_path(entry, target, places, along),
        lambda name: _by_name(name, path, places),
    )
    body = _NO_TEXT.sub("\ufffd", links.rewrite(passages.cut_private(entry.body)))
    fields = _fields(entry, rules, places)
    return Lesson(
        id=entry.id,
        title=title_of(entry),
        path=path,
        fields=fields,
        body=body,
        attachments=along.attachments,
        left_out=LeftOut(
            fields=tuple(key for key in entry.values if _stays(key, entry, fields)),
            passages=passages.count_private(entry.body) + sum(along.passages.values()),
            links=tuple(dict.fromkeys(link for link in links.dropped if link not in along.missing)),
            attachments=tuple(dict.fromkeys(along.missing)),
        ),
        unfit=_unfit(entry) or _not_own(entry, rules),
    )


def _fields(entry: Entry, rules: Rules, places: Places) -> dict[str, Given]:
    found: dict[str, Given] = {
        "id": entry.id,
        "title": title_of(entry),
        "date": entry.date,
        "updated": entry.updated,
        "kind": entry.kind,
        "tags": list(entry.tags),
        "lang": entry.lang,
        "source": list(entry.source),
        "status": entry.status,
        "license": _text(entry.values.get("license") or entry.values.get("licence")),
        "author": _another(entry) or rules.author,
        "aliases": list(entry.aliases),
        **{key: _published(entry.names(key), places) for key in _LINKS},
        **{key: list(entry.names(key)) for key in ("became", "contributors")},
        "review": _day(entry.values.get("review")),
    }
    extras = [key for key in rules.fields if key not in FIELDS and key not in NEVER]
    found |= {key: entry.values.get(key) for key in ("applies", *extras)}
    return {
        key: _each_text(value, lambda text: passages.cut_private(_plain(text)))
        for key, value in found.items()
        if value not in (None, "", [])
    }


def _published(names: Sequence[str], places: Places) -> list[str]:
    """Those of `names` (ids, or titles in brackets) that others can find in the hub, as ids."""
    ids = (_id_of(_BRACKETS.sub(r"\1", name).strip(), places) for name in names)
    return [found for found in ids if found in places.published]


def _id_of(name: str, places: Places) -> str:
    return name if name in places.published else places.by_name.get(name.casefold(), name)


def _each_text(value: Given, put: Callable[[str], str]) -> Given:
    """`value` with each text in it as `put` makes it."""
    if isinstance(value, str):
        return put(value)
    if isinstance(value, Mapping):
        return {put(key): _each_text(item, put) for key, item in value.items()}
    return [_each_text(item, put) for item in value] if isinstance(value, Sequence) else value


def _by_name(name: str, path: str, places: Places) -> str | None:
    target = places.published.get(_id_of(name, places))
    return between(posixpath.dirname(path), target) if target else None


def _by_path(entry: Entry, target: str, places: Places, along: _Along) -> str | None:
    """The new target of a relative link; its file is put into what goes along, or named as missing."""
    folder = posixpath.dirname(entry.path)
    found = from_folder(folder, target)
    if found is None:
        return None
    path = places.paths[entry.id]
    entry_id = places.by_path.get(found) or places.by_path.get(f"{found}.md")
    if entry_id:
        return _by_name(entry_id, path, places)
    own = posixpath.join(folder, entry.id, "")
    if not found.startswith(own):
        return None
    data = places.read(found)
    clean = cleaned(data) if data is not None else None
    if data is None or clean is None:
        along.missing.append(target)
        return None
    goes_to = posixpath.join(posixpath.dirname(path), entry.id, found.removeprefix(own))
    along.attachments[goes_to] = clean
    along.passages[goes_to] = passages.count_private(text_of(data) or "")
    return between(posixpath.dirname(path), goes_to)


def _stays(key: str, entry: Entry, fields: Mapping[str, Given]) -> bool:
    given = entry.values[key]
    return given not in (None, "", []) and key not in fields and key not in _OTHER_NAMES


def _still_names(lesson: Lesson, hidden: Names, own: str) -> str:
    """Why the finished lesson cannot leave: the hidden file that its texts, links and code still name."""
    texts = (text_of(data) or "" for data in lesson.files(1).values())
    named = next((name for text in texts if (name := hidden.first_in(text, but=own))), "")
    return f"it still names {named}" if named else ""


def _unfit(entry: Entry) -> str:
    if entry.problem:
        return f"its front matter cannot be read: {entry.problem}"
    dated = parse(entry.text, path=entry.path, fallback=lambda: _NO_DATE).date != _NO_DATE
    if entry.has_id and dated:
        return ""
    lacking = "id" if not entry.has_id else "date"
    return f"its file carries no {lacking} yet; write it with: learnlog edit {entry.id}"


def _not_own(entry: Entry, rules: Rules) -> str:
    who = "" if rules.passes_on else _another(entry)
    return f"it is a lesson of {who}, which came in a bundle; only its author publishes it" if who else ""


def _another(entry: Entry) -> str:
    """Who else wrote it; "" for one's own."""
    return (entry.author or "somebody else") if _CAME_IN in entry.context else ""


def _plain(text: str) -> str:
    """A field's text without what front matter would escape: within an escape the guard sees no secret."""
    return unseen.replaced(_NO_TEXT.sub("\ufffd", text), lambda _: "")


def _day(value: Value) -> str | None:
    """A day as such; None of anything else, which stays at home."""
    day = read_date(_text(value))
    return f"{day:%Y-%m-%d}" if day else None


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""
