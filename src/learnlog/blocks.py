"""A block of YAML: read within limits, with the place of each key, and written.

PyYAML parses; the values are built here from its events, which gives every key its place in the text and
keeps hostile input (aliases that stand for millions of values, depth, tags) from doing anything.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import yaml

from learnlog.errors import BrokenEntry
from learnlog.values import Given, Value

MAX_ALIASES = 100
MAX_DEPTH = 20
MAX_VALUES = 10_000  # each alias counted as what it stands for: whoever walks through them meets that many

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")  # line ends among them
_SURROGATES = re.compile("[\ud800-\udfff]")
_SHOWN = 60  # characters of a key
_WIDE = 2**31 - 1  # never fold a line


@dataclass(frozen=True)
class Span:
    """Where a top-level key stands in the block: its own start and end, its value's (all in characters)."""

    key: int
    key_end: int
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """What a block says (`values`, in its order) and where (`spans`, one for each key of `values`)."""

    values: dict[str, Value]
    spans: dict[str, Span]


def load(block: str) -> Block:
    """Read a YAML mapping.

    Raises BrokenEntry, its message starting with the line in the file (the block begins on line 2).
    """
    try:
        return _Reader(block).read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 2}: " if mark else ""
        raise BrokenEntry(f"{line}{error.problem or error.context}") from None
    except yaml.YAMLError as error:  # characters that YAML does not allow carry no mark
        raise BrokenEntry(str(error).splitlines()[0]) from None
    except UnicodeEncodeError:  # bytes that are not UTF-8 arrive as lone surrogates
        raise BrokenEntry("the front matter is not UTF-8") from None


def dump(values: Mapping[str, Given]) -> str:
    """A block that reads back as `values`: lists on one line, inner mappings indented, None left out.

    Lone surrogates, which YAML cannot carry, become U+FFFD.
    """
    lines = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            inner = "".join(f"  {line}\n" for line in dump(value).splitlines())
            lines.append(f"{scalar(key)}:\n{inner}" if inner else f"{scalar(key)}: {{}}\n")
        elif value is not None:
            lines.append(f"{scalar(key)}: {_inline(value)}\n")
    return "".join(lines)


def begins_mapping(block: str) -> bool:
    """Whether the first thing in a block is a mapping; so it is taken where it does not parse."""
    return isinstance(_first_event(block), yaml.MappingStartEvent)


def _inline(value: Given) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    plain = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
    dumped = yaml.dump(
        plain,
        Dumper=_Dumper,
        default_flow_style=True,
        allow_unicode=True,
        width=_WIDE,
        sort_keys=False,
    )
    return str(dumped).removesuffix("...\n").removesuffix("\n")


@lru_cache(maxsize=256)  # keys: the same few again and again
def scalar(text: str) -> str:
    """A text as it stands in YAML."""
    return _inline(text)


class _Dumper(yaml.SafeDumper):
    """Writes a text with line ends or the like in double quotes, so that each value stays on one line."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    readable = _SURROGATES.sub("\ufffd", text)
    style = '"' if _CONTROLS.search(readable) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", readable, style=style)


_Dumper.add_representer(str, _represent_text)


def _first_event(block: str) -> yaml.Event | None:
    events = yaml.parse(block, Loader=_Loader)
    try:
        return next((event for event in events if isinstance(event, yaml.NodeEvent)), None)
    except yaml.YAMLError:
        return yaml.MappingStartEvent(None, None, implicit=True)  # load() says what is wrong with it
    except UnicodeEncodeError:
        return yaml.MappingStartEvent(None, None, implicit=True)


class _Reader:
    """Builds a Block from PyYAML's events, counting aliases and depth as it goes."""

    def __init__(self, block: str) -> None:
        self._events: Iterator[yaml.Event] = iter(yaml.parse(block, Loader=_Loader))
        self._anchors: dict[str, tuple[Value, int]] = {}  # and how many values it is
        self._aliases = 0
        self._values = 0
        self._end = 0

    def read(self) -> Block:
        values: dict[str, Value] = {}
        spans: dict[str, Span] = {}
        root = self._next()
        while not isinstance(root, (yaml.NodeEvent, yaml.StreamEndEvent)):
            root = self._next()
        if isinstance(root, yaml.MappingStartEvent):
            for key, name, first in self._items():
                if name in values:
                    raise _problem(f"the key {_named(name)} stands here twice", key)
                values[name] = self._value(first, 1)
                start, _ = _place(first)
                spans[name] = Span(*_place(key), start, max(start, self._end))
        elif not isinstance(root, yaml.StreamEndEvent):
            raise _problem("front matter must be lines of the form key: value", root)
        for event in self._events:  # what does not parse behind it raises here
            if isinstance(event, yaml.DocumentStartEvent):
                raise _problem("a second document begins here", event)
        return Block(values, spans)

    def _next(self) -> yaml.Event:
        event = next(self._events)
        start, end = _place(event)
        closes_flow = isinstance(event, yaml.CollectionEndEvent) and end > start  # a block's end has no width
        if closes_flow or isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            self._end = end
        return event

    def _items(self) -> Iterator[tuple[yaml.Event, str, yaml.Event]]:
        """Each key's event, its text, and the first event of its value, which the caller reads."""
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise _problem("a key must be plain text", key)
            yield key, key.value, self._next()

    def _value(self, event: yaml.Event, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise _problem(f"more than {MAX_DEPTH} levels", event)
        before = self._values
        if isinstance(event, yaml.AliasEvent):
            self._aliases += 1
            if self._aliases > MAX_ALIASES or event.anchor not in self._anchors:
                raise _problem(f"an unknown alias, or more than {MAX_ALIASES} of them", event)
            value, count = self._anchors[event.anchor]
            self._count(count, event)
            return value
        self._count(1, event)
        value = self._built(event, depth)
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._anchors[event.anchor] = value, self._values - before
        return value

    def _count(self, values: int, event: yaml.Event) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            raise _problem(f"more than {MAX_VALUES} values, aliases counted as what they stand for", event)

    def _built(self, event: yaml.Event, depth: int) -> Value:
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0]
            return None if plain and event.value in _NULLS else str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Value] = []
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(item, depth + 1))
            return items
        return {name: self._value(first, depth + 1) for _, name, first in self._items()}


def _place(event: yaml.Event) -> tuple[int, int]:
    """Start and end of the event, in characters; PyYAML always marks what it parsed."""
    return (event.start_mark.index, event.end_mark.index) if event.start_mark and event.end_mark else (0, 0)


def _named(key: str) -> str:
    """A key on one line, and not all of one that is long."""
    shown = " ".join(key.split())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _problem(what: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=what, problem_mark=event.start_mark)  # type: ignore[arg-type]
