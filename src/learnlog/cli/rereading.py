"""What changed in lessons since they were read, and in one's own since they were published."""

from collections.abc import Iterator, Sequence

from learnlog import compare, publish
from learnlog.cli import differences
from learnlog.cli.app import App
from learnlog.cli.hubs import all_hubs, hub_named, own_selection
from learnlog.cli.reading import note_shown
from learnlog.compare import Comparison, Side
from learnlog.errors import NothingFound
from learnlog.hub import Hub, layout
from learnlog.publish import Item
from learnlog.refs import Located


def tell_differences(app: App, shown: Sequence[Located], revision: int | None, *, as_json: bool) -> None:
    """Print what changed in each entry since it was read or published, or since that revision.

    Raises NothingFound when there is nothing to compare with, and Unusable.
    """
    found = [each for located in shown for each in _compared(app, located, revision)]
    if as_json:
        told = [differences.record(each) for each in found]
        app.output.record({"total": len(told), "differences": told})
        return
    differences.tell(app, (line for each in found for line in each.lines()))
    for each in found:
        if not each.lines():
            app.output.note(f"{each.id} is what it was: {each.before.label}")
    note_shown(app, shown, silently=True)


def _compared(app: App, located: Located, revision: int | None) -> Iterator[Comparison]:
    entry = located.entry
    if located.store.hub is None:
        yield from _with_published(app, located, revision)
        return
    hub, path = hub_named(app, located.store.hub), f"{layout.LESSONS}/{entry.path}"
    if revision is None:
        yield compare.with_read(hub, entry, path)
    else:
        yield compare.with_revision(hub, entry, path, revision)


def _with_published(app: App, located: Located, revision: int | None) -> Iterator[Comparison]:
    """One's own entry as it would leave now, beside what each hub has of it."""
    entry = located.entry
    having = [hub for hub in all_hubs(app) if hub.is_here and entry.id in hub.tree().own(hub.author)]
    if not having:
        raise NothingFound(
            f"{entry.id} is not published, as far as this machine knows", "see: learnlog status"
        )
    for hub in having:
        selection = own_selection(app, hub, {entry.path})
        for item in publish.prepare(hub, hub.tree(), selection).items:
            yield Comparison(
                entry.id, entry.title, hub.name, _standing(hub, item, revision), _leaving(hub, item)
            )


def _standing(hub: Hub, item: Item, revision: int | None) -> Side:
    if revision is not None:
        return compare.published(hub, item.lesson.path, revision)
    text = item.before[item.lesson.path].decode("utf-8", "replace")
    return Side(text, hub.tree().own(hub.author)[item.lesson.id].revision, None, f"in {hub.name}")


def _leaving(hub: Hub, item: Item) -> Side:
    data = item.lesson.files(item.revision)[item.lesson.path]
    return Side(data.decode("utf-8", "replace"), item.revision, None, f"as it would leave for {hub.name}")
