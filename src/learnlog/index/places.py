"""Where a term stands in a document: its places in all text fields, one field after the other."""

from collections.abc import Iterable

# Where the places of each text field begin and end; what does not fit in between is not indexed.
PLACES = {"title": (0, 9_999), "labels": (10_000, 19_999), "body": (20_000, 2**32 - 1)}


def within(field: str, places: Iterable[int]) -> list[int]:
    """Those of the places that are in one text field."""
    first, end = PLACES[field]
    return [place for place in places if first <= place < end]


def field_of(place: int) -> str:
    """The name of the text field that a place is in."""
    return next(name for name, (_, end) in PLACES.items() if place < end)
