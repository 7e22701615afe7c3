"""Whoosh's part: which terms stand where in which document.

Whoosh's own writer and matchers look at one posting at a time. Here its codec is given, and gives, many
postings of a term at once; what is on the disk is an index of whoosh's all the same.
"""

import mmap
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, repeat
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import IndexReader, SegmentReader, TermNotFound

from learnlog.analysis import Token
from learnlog.index.places import PLACES
from learnlog.index.postings import Block, Postings
from learnlog.index.wholeness import size_and_checksum
from learnlog.ranking import FIELDS, gain

_NAME = "MAIN"
_BLOCK = 4096  # postings that are read at once
_COMPRESSION = 3  # whoosh's own level
_COMPRESSED_BYTES = 512  # of places: to compress the many smaller blocks takes a tenth of all indexing
_MOST_POSTINGS = 3_000_000  # in one segment, for they are in memory until it is written
_ABSORBED = 2  # a new segment takes in the older ones with at most this many times its documents
_MOSTLY_GONE = 0.5
_FIELD = "words"
_SIZE = array("I").itemsize


class Places(formats.Format):  # type: ignore[misc]
    """How the places of a term are written, in four bytes each.

    Of many documents at once: how many each of them has, then all of them. Whoosh is told that all values
    have one size, since it then writes them as one.
    """

    def fixed_value_size(self) -> int:
        """The size of the parts that the values are made of."""
        return _SIZE


class Terms(fields.FieldType):  # type: ignore[misc]
    """The one field of the index.

    Of each term in a document it keeps the impact as weight, and the places in all text fields, one field
    after the other with gaps between them. So a term is looked up once, whatever fields it stands in.
    """

    def __init__(self) -> None:
        self.format = Places()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False


class _PostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes a block at a time."""

    _ids: "array[int]"

    def add_block(self, ids: "array[int]", impacts: "array[float]", values: bytes) -> None:
        """Write the block before, and keep this one: the last is marked as such when the term ends."""
        if self._ids:
            self._write_block()
        self._ids, self._weights, self._values, self._maxweight = ids, impacts, [values], max(impacts)
        self._compression = _COMPRESSION if len(values) >= _COMPRESSED_BYTES else 0


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, which writes blocks."""

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:  # noqa: ANN401, FBT001, FBT002
        """What writes the postings of one field."""
        return _PostingsWriter(dbfile, _BLOCK, byteids=byteids)


_CODEC = _Codec()
_SCHEMA = fields.Schema(**{_FIELD: Terms()})


class BeforeCommit(Protocol):
    """What is told just before a change counts: which documents stand where, and the new generation.

    `order` has the old numbers in their new order, and -1, -2, … for those that were added.
    """

    def __call__(self, order: list[int], generation: int) -> None:
        """Do what has to be done by then."""


class Words:
    """An index in `folder`, or in memory (None). Documents are numbers: 0, 1, 2… in the order of segments.

    Whatever whoosh raises about files that are not what they should be is let through; the engine builds
    the index anew then.
    """

    def __init__(self, folder: Path | None) -> None:
        self._storage = RamStorage() if folder is None else _Storage(str(folder))

    def create(self) -> None:
        """Begin with nothing."""
        TOC.create(self._storage, _SCHEMA, _NAME)

    def open(self) -> int:
        """Look what is there now; its generation, which grows with every change.

        Raises ValueError when a file has another size than was written.
        """
        toc = self._toc()
        for name, (size, _) in _sums(toc.segments):
            if self._file(name).stat().st_size != size:
                raise ValueError(f"{name} was cut off")
        return int(toc.generation)

    def check(self) -> None:
        """Read all there is. Raises ValueError when a file is not what was written."""
        for name, known in _sums(self._toc().segments):
            if size_and_checksum(self._file(name)) != known:
                raise ValueError(f"{name} is not what was written")

    def reader(self) -> "Reader":
        """What there is to read, as it is now."""
        return Reader(FileIndex(self._storage, _SCHEMA, _NAME).reader())

    def write(self, documents: Iterable[Mapping[str, Sequence[Token]]]) -> list[Any]:
        """Put down documents in segments of their own, which count once a `change` takes them in."""
        written = []
        postings = _Postings()
        for document in documents:
            postings.add(document)
            if postings.size > _MOST_POSTINGS:
                written.append(postings.write(self._storage))
                postings = _Postings()
        if postings.documents:
            written.append(postings.write(self._storage))
        return written

    def change(self, gone: Sequence[int], written: Sequence[Any], before_commit: BeforeCommit) -> None:
        """Drop the documents `gone`, take in the segments `written`, and make one of small segments."""
        toc = self._toc()
        old = list(toc.segments)
        starts = _starts(old)
        for number in gone:
            start, segment = next(each for each in reversed(starts) if each[0] <= number)
            segment.delete_document(number - start)
        numbers = {id(segment): range(start, start + segment.doc_count_all()) for start, segment in starts}
        for start, segment in _starts(written):
            numbers[id(segment)] = range(-1 - start, -1 - start - segment.doc_count_all(), -1)
        kept, absorbed = _sorted_out(old, written)
        order = [number for segment in kept for number in numbers[id(segment)]]
        if absorbed:
            merged = _Postings()
            for segment in absorbed:
                left = merged.take_in(SegmentReader(self._storage, _SCHEMA, segment))
                order += [numbers[id(segment)][number] for number in left]
            kept += [merged.write(self._storage)] if merged.documents else []
        before_commit(order, toc.generation + 1)
        TOC(_SCHEMA, kept, toc.generation + 1).write(self._storage, _NAME)
        clean_files(self._storage, _NAME, toc.generation + 1, kept)

    def _file(self, name: str) -> Path:
        return Path(self._storage.folder) / name

    def _toc(self) -> Any:  # noqa: ANN401 - whoosh has no types
        return TOC.read(self._storage, _NAME, schema=_SCHEMA)


class _Storage(FileStorage):  # type: ignore[misc]
    """A folder of files of which only what is looked at is read."""

    def open_file(self, name: str, **_: Any) -> StructFile:  # noqa: ANN401 - whoosh's options
        """Open a file to read."""
        with (Path(self.folder) / name).open("rb") as file:
            return StructFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name=name)


class Reader:
    """Reads one generation. Documents that were dropped are left out."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._leaves = [(base, leaf) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]

    @property
    def generation(self) -> int | None:
        """The generation; None of an index without documents."""
        generation: int | None = self._reader.generation()
        return generation

    @property
    def size(self) -> int:
        """How many numbers there are, those of dropped documents among them."""
        return int(self._reader.doc_count_all())

    def postings(self, term: str) -> Postings:
        """Which documents have `term`, with what impact, and where."""
        impacts: dict[int, float] = {}
        blocks = []
        for base, leaf in self._leaves:
            for block in _blocks(leaf, term, base):
                impacts.update(zip(block.numbers, block.impacts, strict=False))
                blocks.append(block)
            for number in leaf.deleted_docs_set:
                impacts.pop(base + number, None)
        return Postings(impacts, blocks)

    def count(self, term: str) -> int:
        """How many documents have `term`, those that were dropped among them."""
        encoded = term.encode()
        return sum(leaf.doc_frequency(_FIELD, encoded) for _, leaf in self._leaves)

    def beginning_with(self, prefix: str) -> list[str]:
        """The terms that begin with `prefix`, in order."""
        return [term.decode() for term in self._reader.expand_prefix(_FIELD, prefix.encode())]


class _Term:
    """The postings of a term on their way into a segment; those of full blocks are in one piece already."""

    def __init__(self) -> None:
        self._full: list[tuple[array[int], array[float], bytes]] = []
        self._begin()

    def _begin(self) -> None:
        self._numbers, self._impacts = array("I"), array("f")
        self._counts, self._places = array("I"), bytearray()

    def add(self, number: int, impact: float, places: "array[int]") -> None:
        """Take in a posting; the numbers come in order."""
        self._numbers.append(number)
        self._impacts.append(impact)
        self._counts.append(len(places))
        self._places += places
        if len(self._numbers) == _BLOCK:
            self._end()

    def _end(self) -> None:
        self._full.append((self._numbers, self._impacts, self._counts.tobytes() + self._places))
        self._begin()

    def write(self, writer: _PostingsWriter) -> None:
        """Put them down."""
        if self._numbers:
            self._end()
        for numbers, impacts, values in self._full:
            writer.add_block(numbers, impacts, values)


class _Postings:
    """Documents on their way into a segment: for each term in which it is, with what impact, and where."""

    def __init__(self) -> None:
        self.documents = 0
        self.size = 0
        self._terms: defaultdict[str, _Term] = defaultdict(_Term)

    def add(self, document: Mapping[str, Sequence[Token]]) -> None:
        """Take in a document, given the tokens of its text fields."""
        places: dict[str, array[int]] = {}
        impacts: dict[str, float] = {}
        for field in FIELDS:
            first, end = PLACES[field.name]
            tokens = document[field.name][: end - first]
            added = gain(field, sum(not token.is_sign for token in tokens))
            for token in tokens:
                place = first + token.position
                for term in token.terms:
                    if term in places:
                        places[term].append(place)
                        impacts[term] += added
                    else:
                        places[term] = array("I", (place,))
                        impacts[term] = added
        for term, each in places.items():
            self._terms[term].add(self.documents, impacts[term], each)
        self.size += len(places)
        self.documents += 1

    def take_in(self, reader: IndexReader) -> list[int]:
        """Take in the documents of another segment; which of its numbers are left."""
        left = [number for number in range(reader.doc_count_all()) if not reader.is_deleted(number)]
        new_numbers = {number: at for at, number in enumerate(left, self.documents)}
        for encoded in reader.lexicon(_FIELD):
            term = encoded.decode()
            for block in _blocks(reader, term, 0):
                for number, impact, places in block.postings():
                    if number in new_numbers:
                        self._terms[term].add(new_numbers[number], impact, places)
        reader.close()
        self.documents += len(left)
        return left

    def write(self, storage: Any) -> Any:  # noqa: ANN401 - whoosh's storage and segment
        """Put them down as a segment.

        It has no columns, as nothing is stored of a document but its terms; and it stays in several files,
        since whoosh reads the whole of one that holds them all.
        """
        segment = _CODEC.new_segment(storage, _NAME)
        writer = _CODEC.field_writer(storage, segment)
        writer.start_field(_FIELD, _SCHEMA[_FIELD])
        for term, postings in sorted(self._terms.items(), key=itemgetter(0)):  # as their bytes would be
            writer.start_term(term.encode())
            postings.write(writer._postwriter)  # noqa: SLF001 - whoosh's own way takes one posting at a time
            writer.finish_term()
        writer.finish_field()
        writer.close()
        segment.set_doc_count(self.documents)
        files = segment.list_files(storage) if isinstance(storage, FileStorage) else ()
        segment.sums = {name: size_and_checksum(Path(storage.folder) / name) for name in files}
        return segment


def _blocks(
    leaf: Any,  # noqa: ANN401 - a whoosh reader of one segment
    term: str,
    base: int,
) -> Iterator[Block]:
    """Yield the term's postings, with the documents' numbers from `base` on.

    All of them as they are on the disk, those of dropped documents too.
    """
    try:
        matcher = leaf._terms.matcher(_FIELD, term.encode(), Places())  # noqa: SLF001 - whoosh gives one posting at a time
    except TermNotFound:
        return
    while matcher.is_active():
        matcher._read_data()  # noqa: SLF001
        steps, weights, values = matcher._data  # noqa: SLF001
        numbers = list(accumulate(steps, initial=base))[1:]
        if weights is None or isinstance(weights, float):  # all the same
            weights = repeat(weights or 1.0)
        yield Block(numbers, weights, values)
        matcher._next_block()  # noqa: SLF001


def _sorted_out(old: Sequence[Any], written: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Which segments stay, and which become one with those written, so that few are left in the long run."""
    absorbed: list[Any] = []
    size = sum(segment.doc_count_all() for segment in written)
    for segment in sorted(old, key=lambda each: each.doc_count()):
        mostly_gone = segment.deleted_count() > _MOSTLY_GONE * segment.doc_count_all()
        if mostly_gone or segment.doc_count() <= _ABSORBED * size:
            absorbed.append(segment)
            size += segment.doc_count()
    kept = [segment for segment in old if segment not in absorbed]
    return (kept, [*written, *absorbed]) if absorbed else ([*kept, *written], [])


def _sums(segments: Iterable[Any]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each file of the segments, with its size and checksum when it was written."""
    for segment in segments:
        yield from segment.sums.items()


def _starts(segments: Iterable[Any]) -> list[tuple[int, Any]]:
    segments = list(segments)
    starts = accumulate((segment.doc_count_all() for segment in segments), initial=0)
    return list(zip(starts, segments, strict=False))
