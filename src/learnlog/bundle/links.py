"""Links in Markdown: which there are, and the same text with other targets, or with the words alone."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import quote, unquote

_SKIPPED = (
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?s:.*?)(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)(?s:.)){1,4000}?(?<!`)(?P=ticks)(?!`)"
)
_TEXT = r"(?:[^\[\]\\]|\\.|\[[^\[\]]{0,1000}\]){0,1000}"
_TARGET = r"<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*"
_TITLE = r"""(?:[ \t\n]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*"""
_LINK = re.compile(
    rf"(?P<code>{_SKIPPED})"
    rf"|(?P<wiki>!?\[\[(?P<name>[^\[\]|\n]+)(?:\|(?P<label>[^\[\]\n]*))?\]\])"
    rf"|(?P<inline>(?P<image>!?)\[(?P<text>{_TEXT})\]\([ \t]*(?P<target>{_TARGET})(?P<title>{_TITLE})\))"
    rf"|(?P<definition>^ {{0,3}}\[(?P<key>[^\[\]\n]+)\]:[ \t]*(?P<where>{_TARGET})(?P<rest>[^\n]*)\n?)"
    r"|(?P<html>\b(?P<attribute>href|src)[ \t]*=[ \t]*(?P<quote>[\"'])(?P<value>[^\"'\n]*)(?P=quote))",
    re.MULTILINE | re.IGNORECASE,
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES_THAT_LEAVE = frozenset({"http", "https", "ftp", "mailto"})

Resolve: TypeAlias = Callable[[str], str | None]


@dataclass
class Rewriter:
    """Gives each link the target that `by_path` (for a relative path) or `by_name` (for `[[…]]`) tells.

    None takes the link away and leaves its words; `dropped` names the targets that went. Addresses on the
    web and places in the same text stay; every other kind of address goes (a file, another program).
    """

    by_path: Resolve
    by_name: Resolve
    dropped: list[str] = field(default_factory=list)

    def rewrite(self, text: str) -> str:
        """`text` with other links; code is left alone."""
        return _LINK.sub(self._replaced, text)

    def _replaced(self, found: re.Match[str]) -> str:
        if found["wiki"]:
            return self._wiki(found)
        if found["inline"]:
            return self._inline(found)
        if found["definition"]:
            target = self._target(found["where"])
            return "" if target is None else f"[{found['key']}]: {target}{found['rest']}\n"
        if found["html"]:
            target = self._target(found["value"])
            return f"{found['attribute']}={found['quote']}{target or ''}{found['quote']}"
        return found[0]

    def _wiki(self, found: re.Match[str]) -> str:
        name, label = found["name"], found["label"]
        target = self.by_name(name.partition("#")[0].strip())
        if target is None:
            self.dropped.append(name)
            return label or name
        return f"[{label or name}]({target})"

    def _inline(self, found: re.Match[str]) -> str:
        words = self.rewrite(found["text"])
        target = self._target(found["target"])
        if target is None:
            return words
        return f"{found['image']}[{words}]({target}{found['title']})"

    def _target(self, given: str) -> str | None:
        target = given.strip("<>")
        scheme = _SCHEME.match(target)
        if not target or target.startswith("#"):
            return given
        if scheme:
            new = given if scheme[1].lower() in _SCHEMES_THAT_LEAVE else None
        else:
            path, mark, place = target.partition("#")
            resolved = self.by_path(unquote(path))
            new = None if resolved is None else resolved + mark + place
        if new is None:
            self.dropped.append(target)
        return new


def from_folder(folder: str, target: str) -> str | None:
    """The path that `target` means in a file in `folder`; None when it leads out of the root."""
    if target.startswith(("/", "\\")):
        return None
    path = posixpath.normpath(posixpath.join(folder, target))
    return None if path == ".." or path.startswith("../") else path


def between(folder: str, path: str) -> str:
    """The target by which a file in `folder` links to `path`."""
    return quote(posixpath.relpath(path, folder or "."))
