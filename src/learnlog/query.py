"""The query language: what a person types becomes a tree of what to look for. It never fails.

    words            all optional, the best match first
    "a phrase"       these words in this order
    pre*             words that begin so
    field:value      title, body, tag, kind, project, author, source, date, or a key of one's own
    -word, NOT x     not this; `-x` of one letter or digit is a flag, and looked for
    x AND y, x OR y  both, at least one; AND binds tighter than OR, OR tighter than standing side by side
    ( … )            taken together

What is not a plain word and stands on its own is required. A sign or a bracket asks for nothing. A text that
does not fit is searched word by word, and `notes` says so.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from itertools import accumulate
from typing import NamedTuple

from learnlog import when
from learnlog.analysis import terms_of
from learnlog.nodes import All, AnyOf, Beside, Dated, Field, Node, Not, Phrase, Prefix, Word, is_plain

FIELDS = ("title", "body", "tag", "kind", "project", "author", "source", "date")
TEXT_FIELDS = ("title", "body")
MAX_CHARACTERS = 4_000
MAX_CLAUSES = 40
MAX_TERMS = 80  # in all clauses: a word of many parts, a phrase, a sentence without spaces are many
MAX_PREFIXES = 8
MAX_DATES = 8
MAX_WORD = 256  # characters
_MAX_DEPTH = 20
_NAME, _LONG_NAME = 3, 5  # letters


class Query(NamedTuple):
    """What to look for, and what the person should know of how it was read.

    `fault` is why it was not read as it was typed, but word by word or only in part; empty where it was.
    """

    root: Beside
    notes: tuple[str, ...] = ()
    fault: str = ""

    def loosened(self) -> "Query | None":
        """The query with the phrases beside its words taken word by word; None if it asks for more or less.

        What is pasted has quotation marks that ask for nothing.
        """
        if not self.root.optional or not all(isinstance(node, Phrase) for node in self.root.required):
            return None
        words = [word for text in self.words() for word in text.split() if _has_letters(word)]
        return self._replace(root=Beside(tuple(map(Word, words)))) if self.root.required else None

    def words(self) -> tuple[str, ...]:
        """Every text that is looked for and may be marked where it is found, in the order typed."""
        return tuple(_words(self.root))

    def fields(self) -> tuple[Field, ...]:
        """The front matter fields that an entry has to have, or may have."""
        return tuple(_fields(self.root))


class Filters(NamedTuple):
    """What narrows a search or a list beside its query; tags all have to be there.

    `scope` is `all`, `mine`, or a hub's name. `until` is the first moment that is too late.
    """

    scope: str = "all"
    tags: tuple[str, ...] = ()
    kind: str | None = None
    project: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def fields(self) -> tuple[Field, ...]:
        """The front matter fields that an entry has to have."""
        named = (("kind", self.kind), ("project", self.project))
        tags = (Field("tag", tag) for tag in self.tags)
        return (*tags, *(Field(name, value) for name, value in named if value))


def parse(text: str, *, now: datetime, keys: Collection[str] = ()) -> Query:
    """Read `text` as typed at `now`; `keys` are the front matter keys that are there besides `FIELDS`."""
    notes, fault = [], ""
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
        fault = f"the query has more than {MAX_CHARACTERS} characters"
        notes.append(f"only the first {MAX_CHARACTERS} characters of the query are used")
    parser = _Parser(text, now, frozenset(keys))
    try:
        root = parser.parse()
    except _DoesNotParseError as problem:
        fault = fault or str(problem)
        notes.append(f"{problem}: searched word by word")
        words = _plain_words(text)
        used = words[: _affordable(words)]
        root = Beside(tuple(Word(word) for word in used))
        if len(used) < len(words):
            notes.append(f"only the first {len(used)} words of the query are used")
    return Query(root, tuple(dict.fromkeys([*notes, *parser.notes])), fault)


def any_of(words: Iterable[str]) -> Query:
    """Ask for what has at least one of `words`, exactly these; without words, for nothing."""
    given = tuple(map(Word, words))
    return Query(Beside((AnyOf(given),) if given else ()))


def _plain_words(text: str) -> list[str]:
    """The words of a text that is no query, each once."""
    words = (word[:MAX_WORD] for word in re.sub(r"[\"()*]", " ", text).split())
    return [word for word in dict.fromkeys(words) if word not in {"AND", "OR", "NOT"} and _has_letters(word)]


def _affordable(texts: Sequence[str]) -> int:
    """How many of `texts`, from the first, do not exceed the limits."""
    sizes = accumulate(map(_terms, texts[:MAX_CLAUSES]))
    return sum(size <= MAX_TERMS for size in sizes)


def _terms(text: str) -> int:
    """How many terms it takes to look up `text`."""
    return sum(max(len(lookup.parts), 1) for lookup in terms_of(text, ()))


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, (Word, Prefix, Phrase)):
        yield node.text
    elif isinstance(node, (All, AnyOf, Beside)):
        for child in node.nodes:
            yield from _words(child)


def _fields(node: Node) -> Iterator[Field]:
    if isinstance(node, Field):
        yield node
    elif isinstance(node, (All, AnyOf, Beside)):
        for child in node.nodes:
            yield from _fields(child)


class _DoesNotParseError(Exception):
    """Why a text is no query."""


class _Piece(NamedTuple):
    """One token: `sign` is `(`, `)`, `AND`, `OR`, `NOT`, or empty for a term, which may have a field."""

    sign: str
    text: str = ""
    quoted: bool = False
    field: str = ""


_PIECE = re.compile(
    r"""\s*+ (?:
        (?P<sign> [()] )
      | (?P<minus> - (?= [^\s\-)>=] ) (?! [A-Za-z0-9] (?: [\s)] | \Z ) ) )
      | (?: (?P<field> [^\W\d][\w.-]*+ ) : (?= [^\s:/] ) )?+
        (?: " (?P<quoted> [^"]*+ ) " | (?P<word> [^\s()"]++ ) )
    )""",
    re.VERBOSE,
)


class _Parser:
    def __init__(self, text: str, now: datetime, keys: frozenset[str]) -> None:
        self.text = text
        self.now = now
        self.keys = keys
        self.notes: list[str] = []
        self._pieces: list[_Piece] = []
        self._at = 0

    def parse(self) -> Beside:
        self._pieces = list(self._cut())
        self._check_limits()
        nodes = self._beside(0)
        if self._at < len(self._pieces):
            raise _DoesNotParseError("a parenthesis is closed that was not opened")
        return Beside(nodes)

    def _check_limits(self) -> None:
        texts = [piece.text for piece in self._pieces if not piece.sign]
        if _affordable(texts) < len(texts):
            raise _DoesNotParseError("the query has too many words")
        if sum(text.endswith("*") for text in texts) > MAX_PREFIXES:
            raise _DoesNotParseError(f"the query has more than {MAX_PREFIXES} beginnings of words")
        if sum(piece.field.lower() == "date" for piece in self._pieces) > MAX_DATES:
            raise _DoesNotParseError(f"the query has more than {MAX_DATES} dates")

    def _cut(self) -> Iterator[_Piece]:
        position, end = 0, len(self.text.rstrip())
        while position < end:
            found = _PIECE.match(self.text, position)
            if found is None:
                raise _DoesNotParseError("a quotation mark is not closed")
            yield self._piece(found)
            position = found.end()

    @staticmethod
    def _piece(found: re.Match[str]) -> _Piece:
        if found["sign"] or found["minus"]:
            return _Piece(found["sign"] or "NOT")
        if found["word"] in {"AND", "OR", "NOT"} and not found["field"]:
            return _Piece(found["word"])
        return _Piece(
            "", found["quoted"] or found["word"] or "", found["quoted"] is not None, found["field"] or ""
        )

    def _beside(self, depth: int) -> tuple[Node, ...]:
        nodes = []
        while self._at < len(self._pieces) and self._peek() != ")":
            nodes.append(
                self._joined("OR", AnyOf, lambda: self._joined("AND", All, lambda: self._unary(depth)))
            )
        return tuple(node for node in dict.fromkeys(nodes) if node != _NOTHING)

    def _joined(self, sign: str, kind: type[AnyOf] | type[All], inner: Callable[[], Node]) -> Node:
        nodes = [inner()]
        while self._peek() == sign:
            self._at += 1
            nodes.append(inner())
        nodes = [node for node in nodes if node != _NOTHING] or [_NOTHING]
        return nodes[0] if len(nodes) == 1 else kind(tuple(nodes))

    def _unary(self, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise _DoesNotParseError("the query has too many levels")
        piece = self._take()
        if piece.sign == "NOT":
            unwanted = self._unary(depth + 1)
            return unwanted if unwanted == _NOTHING else Not(unwanted)
        if piece.sign == "(":
            nodes = self._beside(depth + 1)
            if self._peek() != ")":
                raise _DoesNotParseError("a parenthesis is not closed")
            self._at += 1
            return nodes[0] if len(nodes) == 1 and not is_plain(nodes[0]) else Beside(nodes)
        if piece.sign:
            raise _DoesNotParseError(f"{piece.sign} stands where a word was expected")
        return self._term(piece)

    def _term(self, piece: _Piece) -> Node:
        name = piece.field.lower()
        if name in {"date", "tag", "kind", "project", "author", "source"} or piece.field in self.keys:
            return self._field(name if name in FIELDS else piece.field, piece)
        if name and name not in TEXT_FIELDS:  # `foo:bar` of no field is a word like any other
            if meant := _meant_field(piece.field, [*FIELDS, *sorted(self.keys)]):
                self.notes.append(f"there is no field {piece.field}; did you mean {meant}:?")
            quotes = '"' if piece.quoted else ""
            return _textual(f"{piece.field}:{quotes}{piece.text}{quotes}", None, quoted=piece.quoted)
        return _textual(piece.text, name or None, quoted=piece.quoted)

    def _field(self, name: str, piece: _Piece) -> Node:
        if name == "date":
            try:
                return Dated(when.span(piece.text, self.now))
            except ValueError as error:
                raise _DoesNotParseError(str(error)) from None
        prefix = piece.text.endswith("*") and not piece.quoted
        return Field(name, piece.text.rstrip("*") if prefix else piece.text, prefix)

    def _peek(self) -> str:
        return self._pieces[self._at].sign if self._at < len(self._pieces) else ""

    def _take(self) -> _Piece:
        if self._at == len(self._pieces):
            raise _DoesNotParseError("the query ends where a word was expected")
        self._at += 1
        return self._pieces[self._at - 1]


def _meant_field(name: str, known: Iterable[str]) -> str | None:
    """The field for which `name` is a slip, if there is one.

    That is a letter too many or too few, two swapped, and in a long name another one: `data` is not `date`.
    """
    distance = import_module("rapidfuzz.distance").OSA.distance  # loaded here: hardly any query asks for it
    typed = name.lower()
    for field in known:
        replaced = len(typed) == len(field) and sorted(typed) != sorted(field.lower())
        shortest = _LONG_NAME if replaced else _NAME
        if min(len(typed), len(field)) >= shortest and distance(typed, field.lower(), score_cutoff=1) <= 1:
            return field
    return None


def _textual(text: str, in_field: str | None, *, quoted: bool) -> Node:
    if not _has_letters(text):
        return _NOTHING
    if quoted:
        return Phrase(text, in_field)
    stem = text.strip("*")[:MAX_WORD]  # words are found by their beginning alone: `*hub` is read as `hub`
    return Prefix(stem, in_field) if text.endswith("*") else Word(stem, in_field)


def _has_letters(text: str) -> bool:
    """Whether there is anything in it that the index could hold: a letter, a digit, an emoji, an operator."""
    return bool(terms_of(text, ()))


_NOTHING = Beside(())
