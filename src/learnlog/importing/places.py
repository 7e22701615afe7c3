"""Where a link in a note leads: to which file below the folder that is taken in."""

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from learnlog.importing.formats import Format
from learnlog.importing.prose import Link
from learnlog.importing.source import is_hidden

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\?|\{", re.ASCII)  # URLs, anchors, placeholders
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SUFFIXES = ("", ".md", "/index.md", "/_index.md")


@dataclass(frozen=True)
class Target:
    """A file below the folder, and what stands behind its name in the link (`#section`)."""

    path: str
    section: str = ""


@dataclass(frozen=True)
class Lost:
    """A link to a file that cannot be taken along, and why."""

    reason: str


_NOWHERE = Lost("no regular file is there")
_OUTSIDE = Lost("it leads out of the folder")
_HIDDEN = Lost("it is hidden")


class Places:
    """Finds what links mean; `paths` are the files below the folder, `has` tells whether one is there."""

    def __init__(self, paths: Iterable[str], has: Callable[[str], bool], kept_as: Format) -> None:
        self._has = has
        self._format = kept_as
        self._named: dict[str, list[str]] = {}
        for path in sorted(paths, key=lambda path: (path.count("/"), path)):
            name = posixpath.basename(path).casefold()
            self._named.setdefault(name, []).append(path)

    def find(self, link: Link, note: str) -> Target | Lost | None:
        """What `link`, written in the note at the path `note`, leads to; None when it means no file."""
        if link.is_wiki:
            return self._page(link, note)
        if _ELSEWHERE.match(link.target):
            return None
        written, mark, section = _ESCAPED.sub(r"\1", link.target).partition("#")
        path = unquote(written).partition("?")[0]
        found = self._first(self._bases(path, note), path.lstrip("/"), mark + section)
        if found == _NOWHERE and path.startswith("/") and not self._format.bases:
            return _OUTSIDE
        if isinstance(found, Lost) and self._format.is_named_by_file:
            return self._page(Link(path, section=mark + section), note) or found
        return found

    def _bases(self, path: str, note: str) -> tuple[str, ...]:
        """The folders that `path` may start from: that of the note, then those around it."""
        around = posixpath.dirname(note)
        above = [around]
        while around:
            around = posixpath.dirname(around)
            above.append(around)
        if path.startswith("/"):  # on a site: from its top
            return self._format.bases or tuple(above)
        return tuple(above[:1] if path.startswith("..") else above)

    def _first(self, bases: Iterable[str], path: str, section: str) -> Target | Lost:
        nowhere = _NOWHERE
        for base in bases:
            whole = posixpath.normpath(posixpath.join(base, path))
            if whole == ".." or whole.startswith("../"):
                return _OUTSIDE
            if any(is_hidden(part) for part in whole.split("/")):
                nowhere = _HIDDEN
                continue
            for suffix in _SUFFIXES:
                if self._has(whole + suffix):
                    return Target(whole + suffix, section)
        return nowhere

    def _page(self, link: Link, note: str) -> Target | None:
        """A wiki link names a file by as much of the end of its path as the writer liked."""
        wanted = posixpath.normpath(link.target).casefold()
        ends = [wanted, f"{wanted}.md"]
        beside = posixpath.dirname(note)
        found = [
            path
            for end in ends
            for path in self._named.get(posixpath.basename(end), ())
            if f"/{path}".casefold().endswith(f"/{end}")
        ]
        if not found:
            return None  # a page that is not written yet
        return Target(
            next((path for path in found if posixpath.dirname(path) == beside), found[0]), link.section
        )

    def is_ambiguous(self, path: str) -> bool:
        """Whether other files carry the same name in other folders."""
        return len(self._named.get(posixpath.basename(path).casefold(), ())) > 1
