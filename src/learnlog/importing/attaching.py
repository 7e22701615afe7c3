"""The links of a note in its new place: to other entries, and to the files that come along."""

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from learnlog.importing.places import Lost, Places, Target
from learnlog.importing.prose import Link
from learnlog.importing.source import is_markdown

_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*]')
_NOT_IN_A_LINK = re.compile(r"""[\s()<>"'%#?\\\[\]]""")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_NAME_BYTES = 150


@dataclass(frozen=True)
class Home:
    """Where a note is in the journal: the path of its entry, and its title when it is new."""

    path: str
    title: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that comes along: its path in the folder taken in, and in the journal."""

    origin: str
    path: str


@dataclass(frozen=True)
class Left:
    """A link that is left as it is although it leads nowhere: the note it is in, its target, and why."""

    path: str
    target: str
    reason: str


class Linker:
    """Says for each link of one note how it is written in the journal, and collects what it needs there."""

    def __init__(
        self, origin: str, entry_id: str, entry_path: str, homes: Mapping[str, Home], places: Places
    ) -> None:
        """`origin` is the note's path in the folder taken in; `homes` lead from such paths to entries."""
        self._origin = origin
        self._folder = posixpath.dirname(entry_path)
        self._id = entry_id
        self._homes = homes
        self._places = places
        self._names: dict[str, str] = {}
        self.left: list[Left] = []

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that are linked, each once."""
        return tuple(
            Attachment(origin, f"{self._folder}/{self._id}/{name}") for origin, name in self._names.items()
        )

    def __call__(self, link: Link) -> str | None:
        """What to write for `link`, as `prose.rewritten` wants it."""
        target = self._places.find(link, self._origin)
        if isinstance(target, Target):
            home = self._homes.get(target.path)
            if home:
                return self._to_entry(link, target, home)
            if not is_markdown(target.path):
                return self._to_file(link, target)
            target = Lost("it is not taken in")
        if isinstance(target, Lost):
            self.left.append(Left(self._origin, link.target, target.reason))
        return None

    def _to_entry(self, link: Link, target: Target, home: Home) -> str | None:
        by_title = home.title.casefold() == link.target.casefold()
        if link.is_wiki and by_title and not self._places.is_ambiguous(target.path):
            return None
        written = _quoted(posixpath.relpath(home.path, self._folder)) + target.section
        if not link.is_wiki:
            return written
        return f"[{link.shown or link.target + link.section}]({_quoted_section(written)})"

    def _to_file(self, link: Link, target: Target) -> str:
        if target.path not in self._names:
            taken = {name.casefold() for name in self._names.values()}
            self._names[target.path] = _free(_safe(posixpath.basename(target.path)), taken)
        name = self._names[target.path]
        written = f"{self._id}/{_quoted(name)}{target.section}"
        if not link.is_wiki:
            return written
        return f"{'!' if link.is_embedded else ''}[{_shown(link, name)}]({_quoted_section(written)})"


def _shown(link: Link, name: str) -> str:
    if link.is_embedded and link.shown:  # Obsidian's way to say how wide: ![name|100](file)
        return f"{name}|{link.shown}"
    return link.shown or name


def _quoted(path: str) -> str:
    """`path` as a link's target, in Markdown and in HTML alike; letters of any script stay."""
    return _NOT_IN_A_LINK.sub(lambda found: quote(found[0]), path)


def _quoted_section(written: str) -> str:
    return written.replace(" ", "%20")


def _safe(name: str) -> str:
    """`name` as a file name that every system takes, and that hides from none."""
    shown = "".join("-" if unicodedata.category(char)[0] == "C" else char for char in name)
    plain = _NOT_IN_A_NAME.sub("-", unicodedata.normalize("NFC", shown)).lstrip(". ").rstrip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if len(plain.encode()) > _NAME_BYTES:
        end = f"{dot}{suffix}" if len(suffix.encode()) < _NAME_BYTES // 4 else ""
        plain = (stem or plain).encode()[:_NAME_BYTES].decode(errors="ignore") + end
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return f"{plain}.txt" if is_markdown(plain) else plain or "attachment"


def _free(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem}-{number}{dot}{suffix}" if stem else f"{name}-{number}"
    return candidate
