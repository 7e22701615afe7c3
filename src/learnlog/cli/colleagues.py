"""Under a weak result: the colleagues who may know."""

from learnlog import who
from learnlog.cli.app import App
from learnlog.cli.hubs import all_hubs
from learnlog.errors import LearnlogError

_MOST = 3


def who_may_know(app: App, topic: str) -> list[str]:
    """A line that names colleagues who wrote on `topic`, or on a part of it; none where nobody did."""
    try:
        people = who.people(topic, index=app.index, hubs=all_hubs(app), least=who.ON_PART)
    except LearnlogError:  # a damaged clone, say; that is no matter of the search
        return []
    named = ", ".join(f"{person.name} ({person.reason})" for person in people[:_MOST])
    return [f"colleagues who wrote on this: {named}"] if named else []
