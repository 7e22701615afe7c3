"""Links in Markdown: which there are, and the same text with other targets, or with the words alone."""

import html
import posixpath
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import quote, unquote

_SPACE = r"[ \t]*+(?:\r?\n[ \t>]*+)?+"  # at most one line end
_TARGET = r"<[^<>\n]*+>|(?:[^\s()<>\\]|\\\S)*+(?:\((?:[^\s()\\]|\\\S)*+\)(?:[^\s()<>\\]|\\\S)*+)*+"
_QUOTED = (
    r"""(?:"(?:[^"\\]|\\[\s\S]){0,1000}+"|'(?:[^'\\]|\\[\s\S]){0,1000}+'|\((?:[^()\\]|\\[\s\S]){0,1000}+\))"""
)
_ATTRIBUTE = (
    r"\b(?P<attribute>href|srcset|src|poster|data|action|background|cite)(?P<equals>\s*+=\s*+)"
    r"(?P<value>\"[^\"]*+\"|'[^']*+'"
)
_TOKEN = re.compile(
    r"(?P<fence>^ {0,3}(?P<mark>`{3,}+(?=[^`\n]*+$)|~{3,}+)[^\n]*+(?:\n|\Z)"
    r"(?s:.*?)(?:^ {0,3}(?P=mark)[`~]*+[ \t\r]*+$|\Z))"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`++)"
    r"|(?P<wiki>!?\[\[(?P<name>[^\[\]|\n]++)(?:\|(?P<label>[^\[\]\n]*+))?\]\])"
    rf"|(?P<definition>^(?P<lead>[ \t>*+.)\d-]{{0,40}}+)\[(?P<key>(?!\^)(?:[^\[\]\\\n]|\\.){{1,999}}+)\]:"
    rf"{_SPACE}(?P<where>(?!$){_TARGET})(?P<rest>(?:{_SPACE}{_QUOTED})?+[ \t\r]*+$)(?P<end>\n?+))"
    rf"|(?P<inline>\]\((?P<gap>{_SPACE})(?P<target>{_TARGET})(?P<title>(?:{_SPACE}{_QUOTED})?+){_SPACE}\))"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\])"
    r"|(?P<auto><(?P<address>[a-z][a-z0-9+.-]{1,31}+:[^<>\s]*+)>)"
    r"|(?P<tag><[a-z][\w:-]*+(?:[^<>\"']++|\"[^\"]{0,2000}+\"|'[^']{0,2000}+'){0,200}+>)"
    rf"|(?P<html>{_ATTRIBUTE}))",
    re.MULTILINE | re.IGNORECASE,
)
_IN_TAG = re.compile(rf"{_ATTRIBUTE}|[^\s\"'<>=`]++)", re.IGNORECASE)
_TICKS = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n[ \t\r>]*(?=\n)")
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
        """`text` with other links; code is left alone. Takes time linear in the text."""
        code = _Code(text)
        done: list[str] = []
        opened: list[int] = []  # where in `done` the brackets stand that are still open
        place = 0
        while found := _TOKEN.search(text, place):
            done.append(text[place : found.start()])
            place = found.end()
            if found["ticks"]:
                place = code.end(found)
                done.append(text[found.start() : place])
            elif found["open"]:
                opened.append(len(done))
                done.append(found[0])
            elif found["close"] or found["inline"]:
                self._closed(found, opened.pop() if opened else None, done)
            else:
                done.append(self._replaced(found))
        return "".join([*done, text[place:]])

    def _closed(self, found: re.Match[str], opening: int | None, done: list[str]) -> None:
        """Put what a closing bracket and the target behind it become at the end of `done`."""
        if opening is None or found["close"]:
            done.append(found[0])
            return
        target = self._target(found["target"])
        if target is None:
            done[opening] = ""
        else:
            done.append(f"]({found['gap']}{target}{found['title']})")

    def _replaced(self, found: re.Match[str]) -> str:
        if found["wiki"]:
            return self._wiki(found)
        if found["definition"]:
            target = self._target(found["where"])
            if target is None:
                return f"{found['lead']}{found['end']}" if found["lead"].strip() else ""
            return f"{found['lead']}[{found['key']}]: {target}{found['rest']}{found['end']}"
        if found["auto"]:
            return "" if self._target(found["address"]) is None else found[0]
        if found["tag"]:
            return _IN_TAG.sub(self._attribute, found[0])
        return self._attribute(found) if found["html"] else found[0]

    def _wiki(self, found: re.Match[str]) -> str:
        name, label = found["name"], found["label"]
        target = self.by_name(name.partition("#")[0].strip())
        if target is None:
            self.dropped.append(name)
            return label or name
        return f"[{label or name}]({target})"

    def _attribute(self, found: re.Match[str]) -> str:
        mark = found["value"][:1] if found["value"][:1] in {'"', "'"} else ""
        given = found["value"].strip(mark) if mark else found["value"]
        if found["attribute"].lower() == "srcset":
            each = [part.strip().partition(" ") for part in given.split(",")]
            kept = [(self._target(target), width) for target, _, width in each]
            new = ", ".join(f"{target} {width}".strip() for target, width in kept if target is not None)
        else:
            new = self._target(given) or ""
        if new == given:
            return found[0]
        return "".join([found["attribute"], found["equals"], mark or '"', new, mark or '"'])

    def _target(self, given: str) -> str | None:
        target = html.unescape(given.strip().removeprefix("<").removesuffix(">").strip())
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


class _Code:
    """Where code within a line ends: at as many backticks as it began with, in the same paragraph."""

    def __init__(self, text: str) -> None:
        self._runs: dict[int, list[int]] = defaultdict(list)
        for run in _TICKS.finditer(text):
            self._runs[len(run[0])].append(run.start())
        self._blank = [found.start() for found in _BLANK_LINE.finditer(text)]

    def end(self, opening: re.Match[str]) -> int:
        """Where the code ends that begins with `opening`; the end of `opening` when it is none."""
        runs = self._runs[len(opening[0])]
        at, blank = bisect_right(runs, opening.start()), bisect_right(self._blank, opening.start())
        limit = self._blank[blank] if blank < len(self._blank) else None
        if at == len(runs) or (limit is not None and runs[at] > limit):
            return opening.end()
        return runs[at] + len(opening[0])


def from_folder(folder: str, target: str) -> str | None:
    """The path that `target` means in a file in `folder`; None when it leads out of the root."""
    if target.startswith(("/", "\\")):
        return None
    path = posixpath.normpath(posixpath.join(folder, target))
    return None if path == ".." or path.startswith("../") else path


def between(folder: str, path: str) -> str:
    """The target by which a file in `folder` links to `path`."""
    return quote(posixpath.relpath(path, folder or "."))
