"""Which entries are to leave, and what has to be known of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from learnlog.bundle.screening import Screen
from learnlog.entry import MAX_BODY_BYTES, Entry
from learnlog.errors import Unusable
from learnlog.hub import layout
from learnlog.store import Card, Store


@dataclass(frozen=True)
class Selection:
    """What is to leave: own `entries`, and the `store` they are in.

    `cards` are all entries in brief, to follow links; `fields` are further ones that may go along; `folders`
    are absolute paths of this machine that no lesson may name. `screen` is what lessons are looked at with.
    """

    entries: Sequence[Entry]
    store: Store
    cards: Sequence[Card]
    fields: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    screen: Screen = field(default_factory=Screen)

    @property
    def own(self) -> list[Entry]:
        """Every own entry in brief."""
        return [card.entry for card in self.cards if card.hub is None]

    def by_path(self) -> dict[str, str]:
        """Path → id of the own entries."""
        return {entry.path: entry.id for entry in self.own}

    def by_name(self) -> dict[str, str]:
        """Title or alias in small letters → id of the own entries; the first of several with one name."""
        backwards = reversed(self.own)
        return {name.casefold(): each.id for each in backwards for name in (*each.aliases, each.title)}

    def attachment(self, path: str) -> bytes | None:
        """The bytes of a file that may go along: a plain file of the journal with a harmless name and size.

        None for any other. Raises Unusable when it cannot be read.
        """
        target = self.store.absolute(path)
        inside = target.resolve() == self.store.root.resolve() / path
        if not inside or not target.is_file() or path.endswith(".md") or not layout.is_safe(path):
            return None
        try:
            return target.read_bytes() if target.stat().st_size <= MAX_BODY_BYTES else None
        except OSError as error:
            raise Unusable(f"cannot read {target}: {error.strerror}") from error
