"""How often and when last an entry was confirmed, and whether anything was said to it."""

from typing import TYPE_CHECKING, Any

from learnlog import confirmations
from learnlog.cli.app import App
from learnlog.store import Card

if TYPE_CHECKING:
    from learnlog.confirmations import Confirmed, Tally


def confirmed(app: App, card: Card) -> "Confirmed | None":
    """How many people confirmed a lesson in its hubs; of one's own, in any hub; and the person, too.

    To a colleague's lesson the person counts once, by what is in a hub or else noted in their journal.
    """
    who = confirmations.together(_tallies(app, card), card.entry.id)
    noted = app.helped.get(card.entry.id)
    if noted and card.hub is not None:
        noted = None if confirmations.ONESELF in who.people else noted._replace(times=1)
    return who.counted.and_also(noted) if who.counted else noted


def may_be_talked_about(app: App, card: Card) -> bool:
    """Whether something was said to it, as far as was counted; where nothing was counted, it may be."""
    return any(tally.commit is None or card.entry.id in tally.responses for tally in _tallies(app, card))


def _tallies(app: App, card: Card) -> "list[Tally]":
    """What was counted in the hubs of a lesson; of one's own entry, in all."""
    hubs = {card.hub, *card.also}
    return [tally for hub, tally in app.tallies.items() if card.hub is None or hub in hubs]


def record(confirmed: "Confirmed | None") -> dict[str, Any]:
    """The same as JSON."""
    times, last = confirmed or (0, None)
    return {"confirmed": times, "last_confirmed": last}
