"""What YAML can say: the values of front matter and settings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

Value: TypeAlias = str | list["Value"] | dict[str, "Value"] | None  # as read
Given: TypeAlias = str | bool | int | datetime | Sequence["Given"] | Mapping[str, "Given"] | None  # to write
