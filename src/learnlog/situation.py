"""What somebody is about to do, as far as their work tells: a repository, a branch, changed files, words.

It becomes *cues*: words to look for, each with the place it comes from, the most telling place first.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, TypeAlias, get_args

from identify.identify import tags_from_filename

from learnlog.analysis import fold, is_stop_word, languages_of, stem

Place: TypeAlias = Literal["words", "branch", "files", "language", "repository"]
PLACES: tuple[Place, ...] = get_args(Place)

_MOST_OF_FILES = 12  # words and languages of many files; those of the most files
_MOST_LANGUAGES = 3
_LANGS = frozenset({"en", "de", "es", "fr", "it", "pt"})  # whose words without content are known
_WORD = re.compile(r"[^\W\d_][\w'.-]*\w")
_PART = re.compile(r"[^\W\d_a-z]+(?![a-z])|[^\W\d_]?[^\W\d_A-Z]+")  # of camelCase and HTTPServer
_TICKET = re.compile(r"\b[A-Z][A-Z0-9]+-\d+\b|(?:^|(?<=/))[a-z]{2,10}-\d{2,}\b")  # ABC-12, fix/abc-12-title
_TRUNKS = frozenset("main master trunk develop development dev head".split())
_SORTS_OF_WORK = frozenset(
    "audit bug bugfix build change chore ci deps doc docs experiment feat feature features fix fixes hotfix "
    "incident issue perf refactor release spike story style task test tests user wip".split()
)
_SORTS_OF_FILES = frozenset(
    "changelog config index init license lock main package readme setup spec test tests types utils".split()
)
_NO_LANGUAGE = frozenset("binary header image json markdown plain-text text xml yaml".split())
_CALLED = {
    "gemfile-lock": "bundler",
    "jsx": "javascript react",
    "tex": "latex",
    "ts": "typescript",
    "tsx": "typescript react",
}


@dataclass(frozen=True)
class Situation:
    """The repository's name, the branch checked out, the paths of changed files, and what was said of it.

    What is not known is empty.
    """

    repository: str = ""
    branch: str = ""
    files: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cue:
    """A word to look for, and where it comes from."""

    word: str
    place: Place


def words_of(text: str) -> list[str]:
    """The words of a text, as they stand there, one after the other."""
    return _WORD.findall(text)


def cues(situation: Situation) -> list[Cue]:
    """The cues of a situation; a word in several forms or places counts once, where it tells most."""
    all_cues = [Cue(word, place) for place in PLACES for word in _words_at(situation, place)]
    langs = {"en"} | languages_of((cue.word for cue in all_cues), _LANGS)
    found: dict[str, Cue] = {}
    for cue in all_cues:
        if not is_stop_word(cue.word, langs):
            found.setdefault(stem(fold(cue.word), "en"), cue)
    return list(found.values())


def _words_at(situation: Situation, place: Place) -> Iterable[str]:
    match place:
        case "words":
            return situation.words
        case "branch":
            return _of_branch(situation.branch)
        case "files":
            return _most_frequent(map(_of_file, situation.files), _MOST_OF_FILES)
        case "language":
            return _most_frequent(map(_languages, situation.files), _MOST_LANGUAGES)
        case "repository":
            return _parts(situation.repository)


def _of_branch(branch: str) -> Iterator[str]:
    """Its tickets, then its words, without what only says that it is a branch, or what sort of work it is."""
    yield from _TICKET.findall(branch)
    words = list(_parts(_TICKET.sub(" ", branch)))
    while words and words[0] in _SORTS_OF_WORK | _TRUNKS:
        del words[0]
    yield from words


def _of_file(path: str) -> Iterable[str]:
    name = PurePosixPath(path).name
    bare = name if name.startswith(".") else name.split(".")[0]
    return [word for word in _parts(bare) if word not in _SORTS_OF_FILES]


def _languages(path: str) -> Iterable[str]:
    tags = tags_from_filename(PurePosixPath(path).name) - _NO_LANGUAGE
    return " ".join(_CALLED.get(tag, tag) for tag in sorted(tags)).split()


def _parts(name: str) -> Iterator[str]:
    """The words that a name is put together from, in small letters; one letter is none."""
    return (part.lower() for part in _PART.findall(name) if len(part) > 1)


def _most_frequent(words_of_each: Iterable[Iterable[str]], most: int) -> list[str]:
    counted = Counter(word for words in words_of_each for word in set(words))
    return sorted(counted, key=lambda word: (-counted[word], word))[:most]
