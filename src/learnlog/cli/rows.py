"""A line of a list of what happened to lessons."""

from datetime import datetime
from typing import NamedTuple


class Row(NamedTuple):
    """Which lesson (`path` in its hub), whose, when, what happened, and how the line is marked, if it is.

    `hub` is empty where it need not be told.
    """

    id: str
    path: str
    title: str
    by: str
    date: datetime
    what: str
    mark: str
    hub: str = ""
