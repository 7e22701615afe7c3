"""How well words are found that are not spelt as they were written, by kind and by language.

From lessons drawn at random, three words of the first sentences that few entries have are taken for a query,
and damaged: a slip in each, cut short, another form, without accents, in one word or in two. What counts is
how often the lesson is still among the first ten, beside the same words undamaged.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from learnlog import query
from learnlog.analysis import fold, is_stop_word, stem
from learnlog.index import Index
from learnlog.query import Filters
from learnlog.store import Store

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SEED = 20261124
DRAWN = 60  # lessons of each language
WORDS = 3
DEPTH = 10
_FEW = 3  # lessons
LANGUAGES = {"en": "til", "de": "tldr-de", "es": "tldr-es", "fr": "tldr-fr", "ja": "tldr-ja", "zh": "tldr-zh"}
UNSPACED = {"ja", "zh"}

_WORD = re.compile(r"[^\W\d_]{4,}")
_RUN = re.compile(r"[぀-ヿ㐀-鿿]{2,}")

Damage = Callable[[Sequence[str], random.Random], list[str] | None]


@dataclass(frozen=True)
class Lesson:
    """A lesson's path, and the words that a query for it is made of."""

    path: str
    words: tuple[str, ...]


class Vocabulary:
    """The words of a language's lessons, and in how many of them each is."""

    def __init__(self, texts: Sequence[str], lang: str) -> None:
        self.lang = lang
        self._entries: dict[str, int] = defaultdict(int)
        self._forms: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            for word in {word.casefold() for word in _WORD.findall(text)}:
                self._entries[word] += 1
                self._forms[stem(word, lang)].add(word)

    def rarest(self, text: str) -> list[str]:
        """The words that tell most of the beginning of a text, in the order they stand there."""
        found = dict.fromkeys(word.casefold() for word in _WORD.findall(text[:400]))
        telling = [word for word in found if not is_stop_word(word, (self.lang,))]
        chosen = sorted(telling, key=lambda word: self._entries[word])[:WORDS]
        return [word for word in telling if word in chosen]

    def other_form(self, word: str) -> str | None:
        """Another form of the word that some lesson has."""
        return min(self._forms[stem(word, self.lang)] - {word}, default=None)

    def has(self, word: str) -> bool:
        """Whether a lesson has it."""
        return word in self._entries


def slip(word: str, chance: random.Random) -> str:
    """The word with one slip after its first letter: two letters swapped, one twice, one missing, another."""
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1 :]
    return word[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]


def damages(vocabulary: Vocabulary) -> dict[str, Damage]:
    """By name what is done to the words of a query; None where it cannot be done to them."""

    def each(change: Callable[[str], str | None]) -> Damage:
        def changed(words: Sequence[str], _: random.Random) -> list[str] | None:
            made = [change(word) for word in words]
            return [word or old for word, old in zip(made, words, strict=True)] if any(made) else None

        return changed

    def without_accents(word: str) -> str | None:
        return fold(word) if fold(word) != word else None

    def cut_in_two(word: str) -> str | None:
        cuts = [f"{word[:at]} {word[at:]}" for at in range(4, len(word) - 3)]
        return next((cut for cut in cuts if all(map(vocabulary.has, cut.split()))), None)

    return {
        "as written": lambda words, _: list(words),
        "a slip in each word": lambda words, chance: [slip(word, chance) for word in words],
        "a slip in one word": lambda words, chance: [slip(words[0], chance), *words[1:]],
        "the first two thirds": each(
            lambda word: word[: max(4, len(word) * 2 // 3)] if len(word) > 5 else None
        ),
        "another form": each(vocabulary.other_form),
        "without accents": each(without_accents),
        "in capitals": each(str.upper),
        "CamelCase": lambda words, _: ["".join(word.capitalize() for word in words[:2]), *words[2:]],
        "in two words": each(cut_in_two),
    }


def lessons(texts: Sequence[tuple[str, str]], vocabulary: Vocabulary) -> list[Lesson]:
    """Lessons drawn at random, with their words."""
    drawn = random.Random(f"{SEED}{vocabulary.lang}").sample(texts, min(DRAWN, len(texts)))
    made = [Lesson(path, tuple(vocabulary.rarest(text))) for path, text in drawn]
    return [lesson for lesson in made if len(lesson.words) == WORDS]


def unspaced(texts: Sequence[tuple[str, str]], lang: str, characters: int) -> Iterator[Lesson]:
    """Yield lessons with the two pieces of so many characters, from inside sentences, that fewest have."""
    chance = random.Random(f"{SEED}{lang}{characters}")
    for path, text in chance.sample(texts, min(DRAWN, len(texts))):
        runs = [run for run in _RUN.findall(text[:400]) if len(run) > characters]
        pieces = {run[at : at + characters] for run in runs for at in range(1, len(run) - characters + 1)}
        rarity = {piece: sum(piece in other for _, other in texts) for piece in pieces}
        rarest = sorted(pieces, key=lambda piece: (rarity[piece], piece))[:2]
        if len(rarest) > 1 and rarity[rarest[0]] <= _FEW:  # pages that only name another are alike
            yield Lesson(path, tuple(rarest))


def table(corpus: Path, index: Index) -> Iterator[str]:
    """Yield the lines of a Markdown table: the share still found, by damage and language."""
    shares: dict[str, dict[str, str]] = defaultdict(dict)
    for lang, folder in LANGUAGES.items():
        store = Store(corpus)
        entries = [store.open(path).entry for path, _ in store.scan() if path.startswith(f"{folder}/")]
        texts = sorted((entry.path, f"{entry.title}. {entry.body}") for entry in entries)
        if lang in UNSPACED:
            for characters in (1, 2, 3):
                asked = list(unspaced(texts, lang, characters))
                shares[f"{characters} characters, twice"][lang] = _share(
                    index, [(each.path, each.words) for each in asked]
                )
            continue
        vocabulary = Vocabulary([text for _, text in texts], lang)
        drawn = lessons(texts, vocabulary)
        for name, damage in damages(vocabulary).items():
            chance = random.Random(f"{SEED}{name}")
            made = [(lesson.path, damage(lesson.words, chance)) for lesson in drawn]
            shares[name][lang] = _share(index, [(path, words) for path, words in made if words])
    yield f"| query | {' | '.join(LANGUAGES)} |"
    yield f"| --- |{' --- |' * len(LANGUAGES)}"
    for name, found in shares.items():
        yield f"| {name} | {' | '.join(found.get(lang, '') for lang in LANGUAGES)} |"


def _share(index: Index, asked: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The share of the queries whose lesson is among the first ten, and how many there are."""
    if not asked:
        return ""
    found = 0
    for path, words in asked:
        hits = index.find(query.parse(" ".join(words), now=NOW), Filters(), most=DEPTH).hits
        found += path in [hit.row.path for hit in hits]
    return f"{found / len(asked):.2f} of {len(asked)}"
