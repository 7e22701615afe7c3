"""A line of a list of what happened to lessons."""

from datetime import datetime
from typing import NamedTuple


class Row(NamedTuple):
    """Which lesson (`path` in its hub), whose, when, what happened, and how the line is marked, if it is."""

    id: str
    path: str
    title: str
    by: str
    date: datetime
    what: str
    mark: str
