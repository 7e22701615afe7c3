"""What YAML can say: the values of front matter and settings; and what people mean by them."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

Value: TypeAlias = str | list["Value"] | dict[str, "Value"] | None  # as read
Given: TypeAlias = str | bool | int | datetime | Sequence["Given"] | Mapping[str, "Given"] | None  # to write

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})


def as_text(value: Value) -> str:
    """The text that a value is. Raises ValueError when it is none, or empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(value)
    return value.strip()


def as_flag(value: Value) -> bool:
    """Yes or no, as people write them. Raises ValueError."""
    word = as_text(value).lower()
    if word not in _YES | _NO:
        raise ValueError(value)
    return word in _YES


def as_words(value: Value) -> tuple[str, ...]:
    """A list, or words with commas or spaces between them. Raises ValueError."""
    if isinstance(value, list):
        return tuple(as_text(item) for item in value)
    return tuple(word for word in re.split(r"[,\s]+", as_text(value)) if word)
