"""All that the guard looks for, in names and contents of files."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from learnlog.guard.assigning import assigned
from learnlog.guard.finding import NAME_LINE, Finding, Hit, Weight
from learnlog.guard.names import NO_NAMES, Names
from learnlog.guard.network import hosts, own_folders, private_addresses
from learnlog.guard.personal import bank_accounts, mail_addresses, phone_numbers
from learnlog.guard.places import placed
from learnlog.guard.reading import text_of, without_unseen
from learnlog.guard.shapes import private_keys, shaped

_EXCERPT = 30  # characters on either side
_NEAR = 40  # hits on either side; there are no more in so many characters


def inspect(files: Mapping[str, bytes], names: Names = NO_NAMES) -> list[Finding]:
    """Return what should not leave in the names and contents of `files` (path in the bundle: bytes).

    Sorted by path and line; binary contents are skipped. Never fails, whatever the bytes.
    """
    found = (
        finding
        for where, content in files.items()
        for finding in chain(
            inspect_text(where, where, names, line=NAME_LINE), inspect_text(text_of(content), where, names)
        )
    )
    return sorted(found, key=lambda finding: (finding.where, finding.line))


def inspect_text(
    text: str, where: str, names: Names = NO_NAMES, line: int | None = None
) -> Iterator[Finding]:
    """Yield the same of one text, which stands in the file `where`; all of it at `line`, if that is given."""
    text = without_unseen(text)
    hits = list(_hits(text, names))
    ends = [found.start() for found in re.finditer("\n", text)] if hits else []
    for number, (weight, hit) in enumerate(hits):
        place = bisect_left(ends, hit.start)
        yield Finding(
            where,
            place + 1 if line is None else line,
            hit.kind,
            hit.why,
            _masked(weight, hit.found),
            weight,
            _excerpt(text, hit, hits[max(0, number - _NEAR) : number + _NEAR]),
            hit.found,
            hit.start,
        )


def _masked(weight: Weight, found: str) -> str:
    """Return the beginning of what was found: of a secret little, of others enough to know which is meant."""
    shown = len(found) // 2 if weight is Weight.PERSONAL else min(4, len(found) // 3)
    return found[:shown] + "…"


def _hits(text: str, names: Names) -> Iterator[tuple[Weight, Hit]]:
    """Yield what is in `text`, in order. No warning hides a secret, and nothing hides a name."""
    secrets = list(_apart(chain(private_keys(text), shaped(text), placed(text), assigned(text))))
    personal = _apart(
        chain(
            mail_addresses(text),
            bank_accounts(text),
            phone_numbers(text),
            private_addresses(text),
            hosts(text),
            own_folders(text),
            names.own_in(text),
        )
    )
    yield from sorted(
        chain(
            ((Weight.SECRET, hit) for hit in secrets),
            ((Weight.NAME, hit) for hit in names.never_in(text)),
            ((Weight.PERSONAL, hit) for hit in _outside(personal, secrets)),
        ),
        key=lambda each: each[1],
    )


def _apart(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the hits in order; of those that overlap, the first."""
    end = 0
    for hit in sorted(hits):
        if hit.start >= end:
            yield hit
            end = hit.end


def _outside(hits: Iterable[Hit], others: Iterable[Hit]) -> Iterator[Hit]:
    """Yield those of the `hits` that overlap with none of the `others`; both are in order."""
    rest = list(others)
    starts = [other.start for other in rest]
    for hit in hits:
        before = bisect_left(starts, hit.end)
        if before == 0 or rest[before - 1].end <= hit.start:
            yield hit


def _excerpt(text: str, hit: Hit, hits: Sequence[tuple[Weight, Hit]]) -> str:
    """Return what stands around a hit on its line, with all of the `hits` there masked."""
    left, right = max(0, hit.start - _EXCERPT), hit.end + _EXCERPT
    start = text.rfind("\n", left, hit.start) + 1 or left
    end = text.find("\n", hit.end, right)
    end = min(len(text), right) if end < 0 else end
    shown: list[str] = []
    place = start
    for weight, other in hits:
        if start < other.end and other.start < end:
            if other.start >= place:
                shown += [text[place : other.start], _masked(weight, other.found)]
            place = max(place, other.end)
    return "".join([*shown, text[place:end]]).strip()
