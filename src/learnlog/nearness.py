"""How near two entries are: how much of what makes each what it is, is in the other, too.

An entry *tells* its words without the empty ones, each in its plain form. Those that stand out in it and are
rare elsewhere make it what it is; two entries that share these are about the same. The measure is a share,
from 0 to 1, and so means the same in a journal of any size.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from learnlog.analysis import Token, detect, is_stop_word, tokens
from learnlog.entry import Entry

NEAR = 0.5  # worth a look; how this and the next were found: docs/search-quality.md
AGAIN = 0.7  # as likely as not the same thing again

_TELLING = 12  # words that make an entry what it is
_NAMING = 3.0  # how much more a word counts in the title, a tag, an alias
_READ = 20_000  # characters of a text; what it is about stands there
_STEM = "~"


class Said(NamedTuple):
    """How much a word stands out in an entry, from 1, and how it is written there."""

    standing: float
    written: str


class Gist(NamedTuple):
    """What an entry tells, and the words of it (`telling`) that make it what it is, with their worth."""

    told: Mapping[str, Said]
    telling: Mapping[str, float]

    @property
    def words(self) -> list[str]:
        """The telling words as they are written, the most telling first."""
        return [self.told[word].written for word in self.telling]

    def part_of(self, topic: "Gist") -> float:
        """How much of `topic` is what this entry is about, from 0 to 1."""
        return _share(topic.telling, self.telling)

    def nearness(self, other: "Gist") -> float:
        """How near the two entries are, from 0 to 1."""
        return math.sqrt(_share(self.telling, other.told) * _share(other.telling, self.told))


def _share(telling: Mapping[str, float], words: Collection[str]) -> float:
    """How much of what the telling words are worth is among `words`."""
    whole = sum(telling.values())
    return sum(worth for word, worth in telling.items() if word in words) / whole if whole else 0.0


def told(entry: Entry, usual: str | None = None) -> dict[str, Said]:
    """What `entry` tells: its words in their plain form.

    `usual` is the language of one that is too short to tell its own.
    """
    body = entry.body[:_READ]
    lang = entry.lang or detect(f"{entry.title}\n{body}") or usual
    naming = _plain("\n".join([entry.title, *entry.tags, *entry.aliases]), lang)
    everything = [*naming, *_plain(body, lang)]
    counted = Counter(word for word, _ in everything)
    named = {word for word, _ in naming}
    return {
        word: Said((1 + math.log(counted[word])) * (_NAMING if word in named else 1.0), written)
        for word, written in reversed(everything)
        if not is_stop_word(written, (lang,) if lang else ())
    }


def gist(told: Mapping[str, Said], rarity: Mapping[str, float]) -> Gist:
    """The gist of what an entry tells; `rarity` has what each word is worth: more for one that few have."""
    worth = {word: said.standing * rarity[word] for word, said in told.items()}
    first = sorted(worth, key=lambda word: (-worth[word], word))[:_TELLING]
    return Gist(told, {word: worth[word] for word in first})


def forms(word: str, written: str) -> set[str]:
    """The terms by which an index may know a plain word."""
    return {word, _STEM + word, written}


def _plain(text: str, lang: str | None) -> list[tuple[str, str]]:
    """The words of `text` in their plain form, and as written, without capitals and accents."""
    return [_plain_form(token) for token in tokens(text, lang)]


def _plain_form(token: Token) -> tuple[str, str]:
    """The stem; of a script without spaces, two characters."""
    stem = next((term for term in token.terms if term.startswith(_STEM)), None)
    is_character = token.end - token.start == 1
    written = token.terms[-1] if is_character and not stem else token.terms[0]
    return (stem.removeprefix(_STEM) if stem else written), written
