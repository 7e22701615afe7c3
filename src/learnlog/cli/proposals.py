"""What colleagues propose for one's own lessons: which there are, and which one is meant."""

from learnlog import suggesting
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.hubs import all_hubs
from learnlog.compare import Comparison, Side
from learnlog.errors import NothingFound, Unusable
from learnlog.response import NOBODY
from learnlog.suggesting import Suggestion


def open_proposals(app: App, entry_id: str | None = None) -> list[Suggestion]:
    """What is neither accepted nor declined, for the entry of that id or for all; as hubs were last pulled.

    Raises Unusable.
    """
    answered = suggesting.answered(app.journal_folder)
    found = [each for hub in all_hubs(app) if hub.is_here for each in suggesting.suggestions(hub, answered)]
    return [each for each in found if entry_id in {None, each.id}]


def one_proposal(app: App, entry_id: str, whose: str | None) -> Suggestion:
    """The one for that entry; `whose` is its author, or its number among those for the entry.

    Raises NothingFound when there is none, Unusable when there are several.
    """
    found = open_proposals(app, entry_id)
    fitting = [
        each
        for number, each in enumerate(found, 1)
        if whose is None or whose == str(number) or whose.casefold() in {each.author, by(each).casefold()}
    ]
    if not fitting:
        wanted = f" from {whose}" if whose and found else ""
        raise NothingFound(f"nobody suggests anything for {entry_id}{wanted}", "see: learnlog suggestions")
    if len(fitting) > 1:
        named = (f"{found.index(each) + 1}  {by(each)}, {each.date:%Y-%m-%d}" for each in fitting)
        raise Unusable(
            f"there are {len(fitting)} suggestions for {entry_id}",
            "name one by its number: --from N\n" + "\n".join(map(visible_line, named)),
        )
    return fitting[0]


def by(suggestion: Suggestion) -> str:
    """Who proposes it, to be shown."""
    return suggestion.by or NOBODY


def compared(suggestion: Suggestion) -> Comparison:
    """What would be different."""
    before = Side(suggestion.base.text, suggestion.revision, None, "published")
    after = Side(suggestion.proposed.text, 0, suggestion.date, visible_title(f"as {by(suggestion)} suggests"))
    return Comparison(suggestion.id, suggestion.title, suggestion.hub, before, after)
