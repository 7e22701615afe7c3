"""What a query is made of: words and fields to look for, and how they are joined."""

from typing import NamedTuple, TypeAlias, TypeVar

from learnlog.when import Span

_Node = TypeVar("_Node", bound=tuple[object, ...])


def _told_apart(kind: type[_Node]) -> type[_Node]:
    """Make a node differ from those of other kinds with the same values, as dataclasses do.

    Python takes four times as long to make a dataclass as a named tuple, which adds up where there are nine.
    """

    def is_same(self: _Node, other: object) -> bool:
        return type(self) is type(other) and tuple.__eq__(self, other)

    def differs(self: _Node, other: object) -> bool:
        return not is_same(self, other)

    def hashed(self: _Node) -> int:
        return hash((kind, *self))

    kind.__eq__ = is_same  # type: ignore[method-assign,assignment]
    kind.__ne__ = differs  # type: ignore[method-assign,assignment]
    kind.__hash__ = hashed  # type: ignore[method-assign,assignment]
    return kind


@_told_apart
class Word(NamedTuple):
    """A word as typed, in one text field or (None) in any."""

    text: str
    field: str | None = None


@_told_apart
class Prefix(NamedTuple):
    """What words begin with."""

    text: str
    field: str | None = None


@_told_apart
class Phrase(NamedTuple):
    """Words that stand one after the other."""

    text: str
    field: str | None = None


@_told_apart
class Field(NamedTuple):
    """A front matter field that holds `value`, whatever its case; with `prefix`, begins with it."""

    name: str
    value: str
    prefix: bool = False


@_told_apart
class Dated(NamedTuple):
    """An entry's date within a stretch of time."""

    span: Span


@_told_apart
class Not(NamedTuple):
    """What must not be."""

    node: "Node"


@_told_apart
class All(NamedTuple):
    """Each of these."""

    nodes: tuple["Node", ...]


@_told_apart
class AnyOf(NamedTuple):
    """At least one of these."""

    nodes: tuple["Node", ...]


@_told_apart
class Beside(NamedTuple):
    """What stands side by side: plain words add to the rank, all else is required or excluded."""

    nodes: tuple["Node", ...]

    @property
    def optional(self) -> tuple["Node", ...]:
        """The plain words."""
        return tuple(node for node in self.nodes if is_plain(node))

    @property
    def required(self) -> tuple["Node", ...]:
        """What an entry must have, or (Not) must not have."""
        return tuple(node for node in self.nodes if not is_plain(node))


Node: TypeAlias = Word | Prefix | Phrase | Field | Dated | Not | All | AnyOf | Beside


def is_plain(node: Node) -> bool:
    """Whether it is a word or its beginning, in no field: what adds to the rank where it stands by itself."""
    return isinstance(node, (Word, Prefix)) and node.field is None
