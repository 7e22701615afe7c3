"""Other words for what somebody typed, from a table that people can read and write.

    # a comment
    delete, remove, get rid of      any of these may have been written where another is typed
    see, look at => list, show      who types the left may mean what is written as on the right

This is the form that Solr made common. Words are compared by their stems, so base forms are enough. A table
is searched rather than parsed: of some thousand lines, a query looks at the few that hold its words.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from learnlog.analysis import fold

_LONGEST = 4  # words of a phrase
_MOST_TERMS = 100  # of one side of a line
_ACCENT = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_][^\W_+#]*[+#]*")
_ONE = "it has one word or phrase; a rule has several, with commas or => between them"

Form: TypeAlias = Callable[[str], str]


class Meant(NamedTuple):
    """What `words[first:last]` of those typed may mean: other words or phrases for it."""

    first: int
    last: int
    others: tuple[str, ...]


class Synonyms:
    """The lines of some tables.

    `form` gives the form by which a word is known as the same, its stem say. `says_nothing` tells the words
    that are everywhere: what has no others is not looked for.
    """

    def __init__(self, tables: Sequence[str], form: Form, says_nothing: Callable[[str], bool]) -> None:
        self._text = "\n" + "\n".join(map(_plain, tables)) + "\n"
        self._form = form
        self._says_nothing = says_nothing

    def of(self, typed: Sequence[str]) -> list[Meant]:
        """What the typed words mean, each alone and with those that follow it."""
        words = [(number, word) for number, text in enumerate(typed) for word in _WORD.findall(fold(text))]
        known = self._known({word for _, word in words if not self._says_nothing(word)})
        forms = [self._form(word) for _, word in words]
        found = []
        for first in range(len(words)):
            for last in range(first + 1, min(first + _LONGEST, len(words)) + 1):
                others = known.get(tuple(forms[first:last]))
                if others:
                    found.append(Meant(words[first][0], words[last - 1][0] + 1, tuple(others)))
        return found

    def _known(self, words: Collection[str]) -> dict[tuple[str, ...], dict[str, None]]:
        """By the forms of words and phrases what they may mean, from the lines that hold one of `words`."""
        known: dict[tuple[str, ...], dict[str, None]] = {}
        for start in sorted({line for word in words for line in self._lines_with(word)}):
            typed, written = _rule(self._text[start : self._text.find("\n", start)])
            for term in typed:
                others = dict.fromkeys(other for other in written if other != term)
                key = tuple(map(self._form, _WORD.findall(term)))
                known.setdefault(key, {}).update(others)
        return known

    def _lines_with(self, word: str) -> Iterator[int]:
        """Where the lines begin that hold a word with the same beginning."""
        beginning = self._form(word).removesuffix("i")  # `copi` of `copies` and `copy`
        at = self._text.find(beginning) if len(beginning) > 1 else -1  # a letter begins half of the words
        while at >= 0:
            end = at
            if not self._text[at - 1].isalnum():
                yield self._text.rfind("\n", 0, at) + 1
                end = self._text.find("\n", at)
            at = self._text.find(beginning, end + 1)


def faults(table: str) -> list[tuple[int, str]]:
    """The lines of a table that say nothing: the number of each, from 1, and why."""
    told = ((number, _fault(line)) for number, line in enumerate(table.split("\n"), 1))
    return [(number, fault) for number, fault in told if fault]


def _fault(line: str) -> str:
    """Why a line that is no comment says nothing; empty where it says something."""
    if not line.strip() or _is_comment(line):
        return ""
    typed, written = _rule(_plain(line))
    if not typed or not written:
        return f"nothing stands {'behind' if typed else 'before'} =>" if "=>" in line else _ONE
    if line.count("=>") > 1:
        return "=> stands there twice"
    return _ONE if len({*typed, *written}) == 1 else ""


def _plain(text: str) -> str:
    """What `fold` makes of words with Latin letters, in a fraction of the time."""
    if text.isascii():
        return text.lower()
    text = _ACCENT.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text).lower().replace("ß", "ss")


def _rule(line: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may be typed, and what may have been written for it."""
    if _is_comment(line):
        return (), ()
    left, arrow, right = line.partition("=>")
    typed = _terms(left)
    return typed, _terms(right) if arrow else typed


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _terms(text: str) -> tuple[str, ...]:
    parts = text.split(",", _MOST_TERMS)[:_MOST_TERMS]
    return tuple(" ".join(part.split()) for part in parts if _WORD.search(part))
