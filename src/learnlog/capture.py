"""The moment a task is done: words, the time and the surroundings become an entry."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from random import Random

from learnlog import frontmatter
from learnlog.entry import (
    LIST_FIELDS,
    Entry,
    compose,
    new_id,
    parse,
    path_for,
    split_tags,
)
from learnlog.errors import BrokenEntry, Unusable, WouldOverwrite
from learnlog.frontmatter import Given
from learnlog.headline import CODE, headline
from learnlog.journal import Journal, JournalChange

_FIRST_STATUS = {"question": "open", "decision": "proposed"}
_HASHTAG = re.compile(r"(?<![^\s(])#([^\W\d_][\w/-]*|\d+[^\W\d][\w/-]*)")
_TRAILING_HASHTAGS = re.compile(r"(?:\s+#[\w/-]+)+\s*$")
_UNFIT_FOR_A_NAME = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKDOWN = re.compile(r"[\\\[\]<>]")
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
_MAX_ATTACHMENT = 100 * 1024 * 1024  # git keeps every version of it


@dataclass(frozen=True)
class Draft:
    """What is known of an entry before it is saved: its front matter so far, and its body, to the byte.

    `headline` is what stood in front of the body and became its title; another title puts it back.
    """

    values: Mapping[str, Given] = field(default_factory=dict)
    body: str = ""
    headline: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing worth saving."""
        return not self.body.strip() and not self.values.get("title")

    def with_values(self, values: Mapping[str, Given]) -> "Draft":
        """The draft with `values` on top; lists are joined, what is None or empty changes nothing."""
        merged = dict(self.values)
        for key, value in values.items():
            if value is None or value in ((), []):
                continue
            old = merged.get(key)
            merged[key] = (
                list(dict.fromkeys([*_listed(key, old), *_listed(key, value)]))
                if key in LIST_FIELDS
                else value
            )
        if merged.get("title") != self.values.get("title"):
            return Draft(merged, self.headline + self.body)
        return replace(self, values=merged)


def from_words(words: str) -> Draft:
    """Quick capture: the first line or sentence is the title, the rest the body, `#words` are tags."""
    hashtags = _HASHTAG.findall(CODE.sub(" ", words))
    title, end = headline(words)
    belongs_to_sentence = words[:end].rstrip().endswith((".", "。"))
    shown = title if belongs_to_sentence else _TRAILING_HASHTAGS.sub("", title)
    return Draft({"title": shown or title, "tags": list(dict.fromkeys(hashtags))}, words[end:], words[:end])


def from_text(text: str) -> Draft:
    """A whole text, from a pipe or an editor; a leading front matter is honoured, each byte of the body kept.

    Raises BrokenEntry when there is front matter that cannot be read.
    """
    parts = frontmatter.split(text)
    values = frontmatter.load(parts.block).values
    if values.get("title"):
        return Draft(values, parts.body)
    title, end = headline(parts.body)
    return Draft({**values, "title": title or None}, parts.body[end:], parts.body[:end])


def add(  # noqa: PLR0913 - a draft, the outer world, and what goes with the entry
    journal: Journal,
    draft: Draft,
    *,
    now: datetime,
    random: Random,
    attachments: Sequence[Path] = (),
    answers: str | None = None,
) -> Entry:
    """Save `draft` as a new entry, in one commit; `answers` is the path of the question it answers.

    Raises Unusable (too large, not writable, an attachment that cannot be read).
    """
    with journal.change("add") as change:
        entry = write(change, draft, now=now, random=random, attachments=attachments)
        change.summary = f"add {entry.id[:4]}: {entry.title}"
        if answers:
            mark_answered(journal, change, answers)
    return entry


def write(
    change: JournalChange, draft: Draft, *, now: datetime, random: Random, attachments: Sequence[Path] = ()
) -> Entry:
    """Write `draft` as a new entry into `change`; what it says of itself wins over what is made up here."""
    entry_id = new_id(random)
    made_of = parse(compose(draft.values, draft.body), path="", fallback=lambda: now)
    if made_of.problem:
        raise BrokenEntry(made_of.problem, "its date is read as 2026-11-23 or 2026-11-23T14:30")
    path = path_for(entry_id, made_of.title, made_of.date)
    links = _attach(change, path, entry_id, attachments)
    text = compose(_fields(entry_id, made_of, draft.values), _with_links(draft.body, links))
    change.write(path, text)
    return parse(text, path=path, fallback=lambda: now)


def mark_answered(journal: Journal, change: JournalChange, question: str) -> None:
    """Give the question at the path `question` the status `answered`."""
    opened = journal.store.open(question)
    change.write(
        question, frontmatter.with_value(opened.entry.text, "status", "answered"), against=opened.digest
    )


def _fields(entry_id: str, made_of: Entry, given: Mapping[str, Given]) -> dict[str, Given]:
    kind = made_of.kind
    first: dict[str, Given] = {
        "id": entry_id,
        "title": made_of.title,
        "date": made_of.date,
        "kind": kind,
        "tags": list(made_of.tags),
        "project": made_of.project,
        "source": list(made_of.source),
        "status": made_of.status or _FIRST_STATUS.get(kind),
    }
    context = given.get("context")
    rest = {key: value for key, value in given.items() if key not in {*first, "context"} and value != ""}
    return {**first, **rest, "context": context or None}


def _listed(key: str, value: Given) -> Sequence[str]:
    if isinstance(value, str):
        return split_tags(value) if key == "tags" else (value,) if value else ()
    return [item for item in value if isinstance(item, str)] if isinstance(value, (list, tuple)) else ()


def _attach(change: JournalChange, path: str, entry_id: str, files: Sequence[Path]) -> list[str]:
    """Copy `files` into the entry's own folder; the links to them."""
    folder = PurePosixPath(path).parent / entry_id
    names = [_UNFIT_FOR_A_NAME.sub("-", file.name) for file in files]
    twice = next((name for name, count in Counter(map(str.casefold, names)).items() if count > 1), None)
    if twice:
        raise WouldOverwrite(f"two attachments are called {twice}", "rename one of them")
    for file, name in zip(files, names, strict=True):
        change.put(str(folder / name), _content(file))
    return [_link(entry_id, name) for name in names]


def _content(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise Unusable(f"cannot attach {file}: {'it is no file' if file.exists() else 'it is not there'}")
        if file.stat().st_size > _MAX_ATTACHMENT:
            raise Unusable(
                f"cannot attach {file}: it is larger than 100 MiB", "keep it elsewhere, link to it"
            )
        return file.read_bytes()
    except OSError as error:
        raise Unusable(f"cannot attach {file}: {error.strerror}") from error


def _link(entry_id: str, name: str) -> str:
    shown = _MARKDOWN.sub(r"\\\g<0>", name)
    picture = "!" if PurePosixPath(name).suffix.lower() in _PICTURES else ""
    return f"{picture}[{shown}](<{entry_id}/{shown}>)"


def _with_links(body: str, links: Sequence[str]) -> str:
    if not links:
        return body
    gap = "" if not body else "\n" if body.endswith("\n") else "\n\n"
    return body + gap + "\n".join(links) + "\n"
