"""Names that the person knows and the patterns cannot: those never to be told, and the person's own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from learnlog.guard.finding import Hit
from learnlog.guard.reading import plain

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]{0,3}"  # what may stand between the words of a name: nothing, a space, a line end, a dash
# Han, kana, Hangul, Thai, Lao, Khmer, Myanmar: there is nothing between the words of a sentence.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# A letter with its accents, or with the other parts of its syllable.
_LETTER = re.compile(r"(?s:.)[\u0300-\u036f\u1160-\u11ff\u3099\u309a]*")
_OWN_MIN = 4  # characters; a shorter login name is a word of too many sentences
_COMMON = frozenset(
    "admin administrator computer debian docker fedora guest home host laptop linux localhost macbook node "
    "root runner server test ubuntu user vagrant".split()
)


class Names:
    """Names `never` to be told (words stop a lesson) and the person's `own` (a warning), name → its kind.

    Found as whole words, whatever their case and spelling in Unicode. A name of several words is also found
    when these are joined or hyphenated; a word ends where letters end, and inside `AcmeBilling`.
    """

    def __init__(self, never: Iterable[str] = (), own: Mapping[str, str] | None = None) -> None:
        self._never = _pattern(never)
        known = {plain(name): kind for name, kind in (own or {}).items()}
        self._own_kinds = {
            name: kind for name, kind in known.items() if len(name) >= _OWN_MIN and name not in _COMMON
        }
        self._own = _pattern(self._own_kinds)

    def never_in(self, text: str) -> Iterator[Hit]:
        """Yield the names in `text` that are never to be told."""
        return _found(self._never, text, lambda _: "name", "it is on your list publish.never")

    def own_in(self, text: str) -> Iterator[Hit]:
        """Yield the person's own names in `text`."""
        return _found(
            self._own,
            text,
            lambda name: self._own_kinds.get(plain(name), "name"),
            "it is yours, or this machine's",
        )


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted({plain(name) for name in names} - {""}, key=len, reverse=True)
    spelt = [_BETWEEN.join(_WORD.findall(name)) or re.escape(name) for name in known]
    return re.compile("|".join(spelt)) if spelt else None


def _found(pattern: re.Pattern[str] | None, text: str, kind: Callable[[str], str], why: str) -> Iterator[Hit]:
    if pattern is None or not pattern.search(plain(text)):  # nearly every text; the rest takes longer
        return
    spelt_alike, places = _with_places(text)
    for name in pattern.finditer(spelt_alike):
        start, end = places[name.start()], places[name.end()]
        if _breaks(text[start - 1 : start], text[start]) and _breaks(text[end - 1], text[end : end + 1]):
            yield Hit(start, 5, text[start:end], kind(name[0]), why)


def _with_places(text: str) -> tuple[str, list[int]]:
    """The plain text, and where in `text` each of its characters begins; the last place is the end."""
    if text.isascii():
        return text.casefold(), list(range(len(text) + 1))
    parts, places = [], []
    for letter in _LETTER.finditer(text):
        part = plain(letter[0])
        parts.append(part)
        places += [letter.start()] * len(part)
    return "".join(parts), [*places, len(text)]


def _breaks(left: str, right: str) -> bool:
    """Whether a word can end between these characters; there is none at an end of the text."""
    if _UNSPACED.match(left) or _UNSPACED.match(right) or (left.islower() and right.isupper()):
        return True
    return not (left.isalpha() and right.isalpha()) and not (left.isdigit() and right.isdigit())


NO_NAMES = Names()
