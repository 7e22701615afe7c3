"""Where a term stands in a document: its places in all text fields, one field after the other."""

from array import array

# Where the places of each text field begin and end; what does not fit in between is not indexed.
PLACES = {"title": (0, 9_999), "labels": (10_000, 19_999), "body": (20_000, 2**32 - 1)}


def unpacked(places: bytes, field: str | None = None) -> list[int]:
    """The places as numbers, in all text fields or in one."""
    numbers = array("I", places).tolist()
    if field is None:
        return numbers
    first, end = PLACES[field]
    return [number for number in numbers if first <= number < end]


def field_of(place: int) -> str:
    """The name of the text field that a place is in."""
    return next(name for name, (_, end) in PLACES.items() if place < end)
