"""What of a lesson others may put differently: its title, tags and the like, and its body; nothing else.

Whatever else the front matter of a text says is left out, so that nothing comes in with a suggestion.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from learnlog import frontmatter, unseen
from learnlog.entry import LIST_FIELDS, Entry, compose, parse
from learnlog.errors import BrokenEntry
from learnlog.frontmatter import Given
from learnlog.passages import cut_private

FIELDS = ("title", "tags", "aliases", "source", "applies", "lang")
_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Wording:
    """`fields` has every one of FIELDS (None or an empty list: none); `body` has no empty lines around it."""

    fields: Mapping[str, Given]
    body: str

    @property
    def text(self) -> str:
        """A text to be edited, sent, compared."""
        return compose(self.fields, self.body)


def wording_of(entry: Entry) -> Wording:
    """The wording of an entry."""
    fields: dict[str, Given] = {
        "title": entry.title,
        "tags": list(entry.tags),
        "aliases": list(entry.aliases),
        "source": list(entry.source),
        "applies": list(entry.names("applies")),
        "lang": entry.lang,
    }
    return Wording(fields, _unified(entry.body))


def read_wording(text: str, before: Wording, *, is_whole: bool = True) -> Wording:
    """The wording that `text` says; without a front matter, or a title in it, what it was `before`.

    A text that `is_whole` was made from the whole of `before`: what its front matter leaves out was taken
    out. Of any other text it stays. Raises BrokenEntry when its front matter cannot be read.
    """
    parts = frontmatter.split(text)
    if not parts.opening:
        return Wording(before.fields, _unified(parts.body))
    entry = parse(text, path="", fallback=lambda: _NO_DATE)
    if entry.problem and not entry.values:
        raise BrokenEntry(entry.problem)
    said = wording_of(entry)
    kept = {"title"} if not entry.values.get("title") else set()
    if not is_whole:
        kept |= {key for key in FIELDS if not entry.says(key)}
    fields = {key: before.fields[key] if key in kept else _shown_whole(said.fields[key]) for key in FIELDS}
    return Wording(fields, said.body)


def _shown_whole(value: Given) -> Given:
    """A field without what front matter would escape: within an escape nobody sees a secret."""
    if isinstance(value, list):
        return [_shown_whole(each) for each in value]
    return unseen.replaced(value, lambda _: "") if isinstance(value, str) else value


def harmless(text: str) -> str:
    """A stranger's text without the characters that only terminals obey, and without private passages."""
    return cut_private(_CONTROLS.sub("", text.replace("\r\n", "\n")))


def joined(mine: Wording, base: Wording, theirs: Wording) -> tuple[Wording, Wording, Wording]:
    """The three with the same fields, as far as mine and theirs changed those of `base` in harmony."""
    agreed: dict[str, Given] = {}
    for key in FIELDS:
        ours, was, new = mine.fields[key], base.fields[key], theirs.fields[key]
        if key in LIST_FIELDS:
            agreed[key] = _joined_list(_listed(ours), _listed(was), _listed(new))
        elif was in (ours, new) or ours == new:
            agreed[key] = ours if new == was else new
    return _with(mine, agreed), _with(base, agreed), _with(theirs, agreed)


def _with(side: Wording, fields: Mapping[str, Given]) -> Wording:
    return Wording({**side.fields, **fields}, side.body)


def _joined_list(mine: list[str], base: list[str], theirs: list[str]) -> list[str]:
    """Mine without what they took out, and with what they added."""
    gone, added = set(base) - set(theirs), [item for item in theirs if item not in base]
    return list(dict.fromkeys([*(item for item in mine if item not in gone), *added]))


def _listed(value: Given) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _unified(body: str) -> str:
    return body.replace("\r\n", "\n").lstrip("\n").rstrip() + "\n"
