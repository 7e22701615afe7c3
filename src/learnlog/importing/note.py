"""A note of another tool as an entry: what it says of itself stays, what an entry needs is added."""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from learnlog import frontmatter, when
from learnlog.entry import Entry, compose, one_line, parse, read_date, split_tags
from learnlog.errors import BrokenEntry, Unusable
from learnlog.frontmatter import Given
from learnlog.importing.formats import Format
from learnlog.importing.header import with_yaml
from learnlog.importing.prose import hashtags

_TAG_KEYS = ("tags", "tag", "categories", "category", "keywords")
_DATE_KEYS = ("date", "created")
_YEAR = re.compile(r"\d{4}")
_FOLDER_NOTES = frozenset({"index", "_index"})  # what Hugo calls the note that a folder is


@dataclass(frozen=True)
class Note:
    """A file of another tool, and the entry it is.

    `path` is its place in the folder taken in, `entry` what its text reads as, `changes` what learnlog has
    to say otherwise in its front matter; `is_misdated` when the date it tells cannot be read.
    """

    path: str
    entry: Entry
    title: str
    date: datetime
    changes: Mapping[str, Given]
    is_misdated: bool

    def head(self, entry_id: str, imported: Mapping[str, str]) -> str:
        """The front matter it has as an entry, to its last line; `imported` goes into its context.

        What it says itself stays as it is written, comments and quoting included; new keys stand above,
        the context below. What learnlog has to say otherwise is kept in the context, as `imported_<key>`.
        """
        values = self.entry.values
        changes = {"id": entry_id, **self.changes}
        if values.get("id") == entry_id:
            del changes["id"]
        own = values.get("context")
        replaced = {
            f"imported_{key}": values[key]
            for key in ("id", "date")
            if key in changes and values.get(key) is not None
        }
        if own is not None and not isinstance(own, Mapping):
            replaced["imported_context"] = own
        context = {**(own if isinstance(own, Mapping) else {}), **replaced, **imported}
        return _head(self.entry, changes, context)


def read(data: bytes, path: str) -> str:
    """The text of the note at `path`, its front matter as YAML.

    Raises BrokenEntry when it is no text, cannot be read, or says nothing.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenEntry(f"line {line}: it is not UTF-8") from None
    if "\0" in text:
        raise BrokenEntry("it holds NUL bytes, so it is no text")
    text = with_yaml(text)
    parts = frontmatter.split(text)
    is_list = posixpath.basename(path).startswith("_index.")  # of what lies beside it, made by Hugo
    if not parts.body.strip() and (is_list or not frontmatter.load(parts.block).values.get("title")):
        raise BrokenEntry("empty")
    return text


def understood(  # noqa: PLR0913 - a text, where it was, and how it is meant
    text: str,
    path: str,
    kept_as: Format,
    *,
    now: datetime,
    dated: Callable[[], datetime],
    has_folder_tags: bool = False,
) -> Note:
    """What the note at `path` says, read as its tool means it; `dated` is asked when it tells no date."""
    entry = parse(text, path=path, fallback=dated)
    if entry.problem and entry.body == text:
        raise BrokenEntry(entry.problem)
    title = _title(entry, path, kept_as)
    said = [value for key in _DATE_KEYS if isinstance(value := entry.values.get(key), str) and value.strip()]
    told = _first_date(said, now)
    date = None if said and read_date(said[0]) else told or entry.date
    changes: dict[str, Given] = {
        "title": title,
        "date": date,
        "tags": _tags(entry, path, kept_as, has_folder_tags=has_folder_tags),
        "status": _status(entry, path, kept_as),
    }
    return Note(
        path,
        entry,
        title or entry.title,
        date or entry.date,
        {key: value for key, value in changes.items() if value is not None},
        is_misdated=bool(said) and told is None,
    )


def of_another(note: Note, author: str, bundle: str) -> Note:
    """The same as somebody else's lesson, which came in the file `bundle`; it says whose it is.

    `author` is told where the note itself tells none.
    """
    who = note.entry.author or author or "somebody"
    source = [*note.entry.source, f"{who}, in the bundle {bundle}"]
    signed = {} if note.entry.author else {"author": who}
    return replace(note, changes={**note.changes, **signed, "source": source})


def _head(entry: Entry, changes: Mapping[str, Given], context: Mapping[str, Given]) -> str:
    parts = frontmatter.split(entry.text)
    first_line = parts.opening or parts.body.partition("\n")[0] + "\n"
    newline = "\r\n" if first_line.endswith("\r\n") else "\n"
    wanted: dict[str, Given] = {**changes, "context": context}
    new = {key: value for key, value in wanted.items() if key not in entry.values}
    above = {key: value for key, value in new.items() if key != "context"}
    below = {key: value for key, value in new.items() if key == "context"}
    try:
        block = parts.block
        for key in wanted.keys() - new.keys():
            block = frontmatter.block_with_value(block, key, wanted[key], newline)
        added = [frontmatter.dump(each).replace("\n", newline) for each in (above, below)]
        block = block.join(added)
        if list(frontmatter.load(block).values) == [*above, *entry.values, *below]:
            return f"---{newline}{block}---{newline}"
    except Unusable:
        pass  # lines cannot be added to what stands there: it is written anew
    return compose({**above, **entry.values, **wanted}, "")


def _title(entry: Entry, path: str, kept_as: Format) -> str | None:
    own = entry.values.get("title")
    if isinstance(own, str) and one_line(own):
        return None
    stem = posixpath.basename(path).rpartition(".")[0]
    if kept_as.is_named_by_file:
        return one_line(stem) or entry.title
    if entry.title == stem and stem in _FOLDER_NOTES:
        return posixpath.basename(posixpath.dirname(path)) or stem
    return entry.title


def _first_date(said: Iterable[str], now: datetime) -> datetime | None:
    for words in said:
        found = read_date(words)
        if found:
            return found
        if _YEAR.search(words):  # "friday" was another one when it was written
            with suppress(ValueError):
                return when.moment(words, now)
    return None


def _tags(entry: Entry, path: str, kept_as: Format, *, has_folder_tags: bool) -> list[str] | None:
    found = list(entry.tags)
    for key in _TAG_KEYS:
        value = entry.values.get(key)
        found += split_tags(value) if isinstance(value, str) else map(one_line, entry.names(key))
    if has_folder_tags:
        found += ["-".join(folder.split()) for folder in kept_as.folders(path)]
    if kept_as.has_hashtags:
        found += hashtags(entry.body)
    tags = [tag for tag in dict.fromkeys(each.lstrip("#") for each in found) if tag]
    return tags if tags != list(entry.tags) else None


def _status(entry: Entry, path: str, kept_as: Format) -> str | None:
    is_draft = kept_as.is_draft(path) or entry.values.get("published") == "false"
    return "draft" if is_draft and not entry.status else None
