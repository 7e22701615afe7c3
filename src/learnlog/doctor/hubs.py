"""The hubs on this machine: their clones, the files made of them, and what waits beside them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from learnlog import repository
from learnlog.counting import counted
from learnlog.doctor.fault import Check, CloneAnew, Export, Fault, typed
from learnlog.errors import Unusable
from learnlog.hub import Hub, waiting_elsewhere
from learnlog.repository.addresses import checked

_ASIDE = "."  # begins the name of a clone that is not finished
_OUTBOX = ".outbox"


def hub_faults(hubs: Sequence[Hub]) -> Iterator[Fault]:
    """What is wrong with each hub's clone and files."""
    for hub in hubs:
        yield from _faults(hub)


def left_over(folder: Path, hubs: Sequence[Hub]) -> Iterator[Fault]:
    """What lies among the clones in `folder`, and what waits there, that no hub of the settings is for."""
    names = {hub.name for hub in hubs}
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not place.is_dir() or place.name.endswith(_OUTBOX) or place.name in names:
            continue
        what = "is a clone that was never finished" if place.name.startswith(_ASIDE) else "is no hub's"
        yield Fault(Check.HUBS, str(place), what, "it takes space", typed("rm", "-r", place))
    for box in waiting_elsewhere(folder, [hub.outbox for hub in hubs]):
        waiting = counted(len(box.paths()) + len(box.postponed()), "thing")
        address = box.address or "an address that is not known"
        by = f" by {box.author}" if box.address and box.author else ""
        yield Fault(
            Check.HUBS,
            str(box.folder),
            f"{waiting}{by} waiting for {address}; no hub of yours sends it",
            "it is never sent",
            typed("learnlog", "hub", "add", "NAME", box.address, "--author", box.author) if by else "",
        )


def lessons(hubs: Iterable[Hub]) -> set[str] | None:
    """The ids and titles of all lessons in the hubs; None when one of them cannot be read, or is not here."""
    try:
        found = [lesson for hub in hubs for lesson in hub.tree().lessons]
    except Unusable:
        return None
    return {name for lesson in found for name in (lesson.id, lesson.title)}


def _faults(hub: Hub) -> Iterator[Fault]:
    pull = typed("learnlog", "hub", "pull", hub.name)
    try:
        checked(hub.settings.url, hub.root)
    except Unusable as error:
        command = typed("learnlog", "config", "edit")
        yield Fault(Check.SETTINGS, f"hubs: {hub.name}", error.message, "it cannot be pulled", command)
        return
    if not hub.root.exists():
        yield Fault(Check.HUBS, str(hub.root), f"the hub {hub.name} is not on this machine yet", "", pull)
        return
    wrong = _damage(hub)
    if wrong:
        yield Fault(
            Check.HUBS,
            str(hub.root),
            f"the clone of {hub.name} is damaged: {wrong}",
            "its lessons may not be found, and it cannot be pulled",
            pull,
            CloneAnew(hub),
        )
        return
    url = _url(hub)
    if url:
        yield Fault(
            Check.HUBS,
            str(hub.root),
            f"the clone of {hub.name} is of {url}, and the settings say {hub.settings.url}",
            "until it is pulled its lessons are those of the other one",
            pull,
            CloneAnew(hub),
        )
    yield from _files(hub)


def _damage(hub: Hub) -> str:
    """What is wrong with the clone, in words; "" when it is whole."""
    if not hub.is_here:
        return "there is no repository in it"
    try:
        found = repository.damage(hub.root)
        if not found:
            hub.check(hub.tree())
    except Unusable as failure:
        return failure.message
    return found[0] if found else ""


def _url(hub: Hub) -> str:
    """The address the clone was made of, where that is another one than the settings name."""
    said = repository.git(hub.root, "config", "--get", "remote.origin.url", fine=(0, 1))
    url = said.decode("utf-8", "replace").strip()
    return url if url and url.rstrip("/") != checked(hub.settings.url, hub.root).rstrip("/") else ""


def _files(hub: Hub) -> Iterator[Fault]:
    """Whether the plain files, which a search reads, are those of the clone."""
    differing = hub.differing()
    if differing:
        more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
        yield Fault(
            Check.HUBS,
            str(hub.files / min(differing)),
            f"is not what the clone of {hub.name} holds{more}",
            "a search finds what nobody has published",
            remedy=Export(hub),
        )
