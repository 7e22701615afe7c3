"""Whoosh's part: which terms stand where in which document."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader, SegmentReader, TermNotFound

from learnlog.analysis import Token
from learnlog.ranking import FIELDS, gain

_MEMORY_MB = 256
_ABSORBED = 2  # a new segment takes in the older ones with at most this many times its documents
_MOSTLY_GONE = 0.5
_NAME = "words"

# Where the places of each field begin; what does not fit between two beginnings is not indexed.
_BEGINNINGS = {"title": 0, "labels": 10_000, "body": 20_000}
_ENDS = {"title": 9_999, "labels": 19_999, "body": 2**31 - 1}


class Terms(fields.FieldType):  # type: ignore[misc]
    """The one field of the index, given the tokens of an entry's text fields by their names.

    Of each term it keeps the impact as weight, and the places in all text fields as positions: one after
    the other, with gaps between the fields. So a term is looked up once, whatever fields it stands in.
    """

    def __init__(self) -> None:
        self.format = formats.Positions()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False

    def index(
        self,
        value: Mapping[str, Sequence[Token]],
        **_: Any,  # noqa: ANN401
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each term with its frequency, impact and encoded positions, as whoosh wants them."""
        places: dict[str, list[int]] = {}
        impacts: dict[str, float] = {}
        for field in FIELDS:
            found = value[field.name][: _ENDS[field.name] - _BEGINNINGS[field.name]]
            each = gain(field, len(found))
            for token in found:
                for term in token.terms:
                    places.setdefault(term, []).append(_BEGINNINGS[field.name] + token.position)
                    impacts[term] = impacts.get(term, 0.0) + each
        for term, positions in places.items():
            yield term.encode(), len(positions), impacts[term], self.format.encode(positions)


class Words:
    """An index in `folder`, or in memory (None). Documents are numbers: 0, 1, 2… in the order of `segments`.

    Whatever whoosh raises about files that are not what they should be is let through; the engine builds
    the index anew then.
    """

    def __init__(self, folder: Path | None) -> None:
        self._storage = RamStorage() if folder is None else FileStorage(str(folder))
        self._index: FileIndex | None = None

    def create(self) -> None:
        """Begin with nothing."""
        self._index = self._storage.create_index(fields.Schema(**{_NAME: Terms()}))

    def open(self) -> int:
        """Open what is there, as it is now; its generation, which grows with every change."""
        self._index = self._storage.open_index()
        return int(self._index.latest_generation())

    def reader(self) -> IndexReader:
        """What there is to read in the opened generation."""
        return self._opened().reader()

    def change(
        self,
        gone: Sequence[int],
        documents: Iterable[Mapping[str, Sequence[Token]]],
        before_commit: Callable[[list[int], int], None],
    ) -> None:
        """Drop the documents `gone`, add `documents`, and tidy up small segments on the way.

        Just before it counts, `before_commit` is told which documents stand where (the old numbers in their
        new order; -1, -2, … for those added) and the new generation.
        """
        index = self._opened()
        writer = index.writer(limitmb=_MEMORY_MB)
        added = 0
        try:
            for number in gone:
                writer.delete_document(number)
            for document in documents:
                writer.add_document(**{_NAME: document})
                added += 1
        except BaseException:
            writer.cancel()
            raise

        def merge(writer: Any, segments: list[Any]) -> list[Any]:  # noqa: ANN401 - whoosh's merge policy
            kept, absorbed = _sorted_out(segments, added)
            starts = _starts(segments)
            order = [number for each in kept for number in _numbers(starts[id(each)], each)]
            order += [-1 - each for each in range(added)]
            for each in absorbed:
                reader = SegmentReader(index.storage, index.schema, each)
                order += [
                    starts[id(each)] + number
                    for number in range(each.doc_count_all())
                    if not each.is_deleted(number)
                ]
                writer.add_reader(reader)
                reader.close()
            before_commit(order, index.latest_generation() + 1)
            return kept

        writer.commit(mergetype=merge)
        self.open()

    def _opened(self) -> FileIndex:
        if self._index is None:
            self.open()
        return self._index


def impacts(reader: IndexReader, term: str) -> dict[int, float]:
    """The impact of `term` on each document that has it."""
    try:
        matcher = reader.postings(_NAME, term.encode())
    except TermNotFound:
        return {}
    found = {}
    while matcher.is_active():
        found[matcher.id()] = matcher.weight()
        matcher.next()
    return found


def places(reader: IndexReader, term: str, field: str | None = None) -> dict[int, list[int]]:
    """Where each document has `term`, in all fields or in one."""
    try:
        matcher = reader.postings(_NAME, term.encode())
    except TermNotFound:
        return {}
    first, end = (_BEGINNINGS[field], _ENDS[field]) if field else (0, _ENDS["body"])
    found = {}
    while matcher.is_active():
        there = [place for place in matcher.value_as("positions") if first <= place < end]
        if there:
            found[matcher.id()] = there
        matcher.next()
    return found


def field_of(place: int) -> str:
    """The name of the field that a place is in."""
    return next(name for name, end in _ENDS.items() if place < end)


def has(reader: IndexReader, term: str) -> bool:
    """Whether any document has `term`."""
    return (_NAME, term.encode()) in reader


def beginning_with(reader: IndexReader, prefix: str) -> list[str]:
    """The terms that begin with `prefix`, in order."""
    return [term.decode() for term in reader.expand_prefix(_NAME, prefix.encode())]


def _sorted_out(segments: Sequence[Any], added: int) -> tuple[list[Any], list[Any]]:
    """Which segments stay, and which the new one takes in, so that their number grows with the logarithm."""
    absorbed: list[Any] = []
    size = added
    for segment in sorted(segments, key=lambda each: each.doc_count()):
        mostly_gone = segment.deleted_count() > _MOSTLY_GONE * segment.doc_count_all()
        if mostly_gone or segment.doc_count() <= _ABSORBED * size:
            absorbed.append(segment)
            size += segment.doc_count()
    return [segment for segment in segments if segment not in absorbed], absorbed


def _starts(segments: Sequence[Any]) -> dict[int, int]:
    starts, start = {}, 0
    for segment in segments:
        starts[id(segment)] = start
        start += segment.doc_count_all()
    return starts


def _numbers(start: int, segment: Any) -> range:  # noqa: ANN401 - a whoosh segment
    return range(start, start + segment.doc_count_all())
