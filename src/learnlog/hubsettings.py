"""A hub as the person has it in their settings: how to reach it, who they are there, their rules for it."""

import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from learnlog.errors import ConfigError
from learnlog.values import Given, Value, as_flag, as_text, as_words

_NAME = re.compile(r"(?!.*\.(lock|outbox)$)[a-z0-9][a-z0-9._-]{0,39}")  # what lies beside a clone
_RESERVED_NAMES = frozenset({"mine", "all"})


class HubSettings(NamedTuple):
    """Its address, and the name and mail address that commits to it carry.

    `license` is an SPDX expression for lessons that name none, `kinds` those that may go there (none: all),
    `query` what publishing offers by itself (None: what is proven); nothing is pushed to a `read_only` one.
    """

    url: str
    author: str
    address: str
    license: str | None = None
    kinds: tuple[str, ...] = ()
    query: str | None = None
    read_only: bool = False


class HubField(NamedTuple):
    """`read` turns what stands in a file into the value, or raises ValueError; `allowed` says what fits."""

    name: str
    allowed: str
    read: Callable[[Value], Given]

    @property
    def attribute(self) -> str:
        """Its name in HubSettings."""
        return self.name.replace("-", "_")


def _mail(value: Value) -> str:
    mail = as_text(value)
    if "@" not in mail or any(char in "<>" or char.isspace() for char in mail):
        raise ValueError(mail)
    return mail


HUB_FIELDS = (
    HubField("url", "an address git clones from", as_text),
    HubField("author", "a name", as_text),
    HubField("address", "a mail address, such as anna@example.org", _mail),
    HubField("license", "an SPDX expression, such as CC-BY-4.0", as_text),
    HubField("kinds", "kinds of entries, with commas between them", as_words),
    HubField("query", "a query, such as tag:git", as_text),
    HubField("read-only", "true or false", as_flag),
)
_BY_NAME = {field.name: field for field in HUB_FIELDS}
_NEEDED = ("url", "author", "address")
CHANGEABLE = tuple(field.name for field in HUB_FIELDS if field.name not in {"url", "author"})


def check_hub_name(name: str) -> None:
    """Raise ConfigError unless a hub may be called `name`."""
    if not _NAME.fullmatch(name) or name in _RESERVED_NAMES:
        allowed = "small letters, digits, '.', '_' and '-', at most 40; not mine, all, *.lock, *.outbox"
        raise ConfigError(f"{name!r} is not allowed as a hub's name", f"allowed: {allowed}")


def read_hub(value: Value) -> HubSettings:
    """The hub that a settings file describes. Raises ValueError that says what is wrong."""
    given = value if isinstance(value, dict) else {}
    lacking = [name for name in _NEEDED if given.get(name) is None]
    if lacking:
        raise ValueError(f"needs {', '.join(_NEEDED)}")
    read: dict[str, Any] = {
        _field(name).attribute: _read(_field(name), item) for name, item in given.items() if item is not None
    }
    return HubSettings(**read)


def with_fields(hub: HubSettings, assignments: Iterable[str]) -> HubSettings:
    """`hub` with `FIELD=VALUE` done; without a value the field is as it was at first.

    Raises ConfigError that lists what may be changed, or says what fits.
    """
    changed: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, words = assignment.partition("=")
        if not equals or name not in CHANGEABLE or (name == "address" and not words.strip()):
            raise ConfigError(f"{assignment!r} cannot be set", f"FIELD=VALUE, with {', '.join(CHANGEABLE)}")
        field = _BY_NAME[name]
        changed[field.attribute] = (
            _typed(field, words) if words.strip() else HubSettings._field_defaults[field.attribute]
        )
    return hub._replace(**changed)


def _typed(field: HubField, words: str) -> Given:
    """The value of a field as a person types it. Raises ConfigError that says what fits."""
    try:
        if field.name == "license":
            licenses = import_module("learnlog.licenses")  # most commands read the settings and need none
            read: str = licenses.read_license(words)
            return read
        return field.read(words)
    except ValueError as error:
        why = str(error) if field.name == "license" else f"{words!r} is not {field.allowed}"
        raise ConfigError(why, f"{field.name} takes {field.allowed}") from None


def as_mapping(hub: HubSettings) -> Mapping[str, Given]:
    """What stands in a settings file for `hub`: the fields that are set."""
    values = {field.name: getattr(hub, field.attribute) for field in HUB_FIELDS}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value
    }


def _field(name: str) -> HubField:
    if name not in _BY_NAME:
        raise ValueError(f"has no field {name} (fields: {', '.join(_BY_NAME)})")
    return _BY_NAME[name]


def _read(field: HubField, value: Value) -> Given:
    try:
        return field.read(value)
    except ValueError:
        raise ValueError(f"{field.name}: {value!r} is not allowed (allowed: {field.allowed})") from None
