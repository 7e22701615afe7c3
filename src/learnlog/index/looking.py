"""Looks at the files of all stores: which there are, and their stamps."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping

from learnlog.index import helping
from learnlog.index.rows import Key
from learnlog.store import Listing, Stamp, Store, listing, within

_ENOUGH = 12  # folders, to share them out: the months of a year
_PARTS = 40  # into which they are shared out; a part is a byte to claim


def listings(stores: Iterable[Store]) -> dict[Key, Listing]:
    """What is in each folder (of a store, by its path there) now."""
    return _below([(store, "") for store in stores])


@contextlib.contextmanager
def begun(stores: Iterable[Store]) -> Iterator[Callable[[], dict[Key, Listing]]]:
    """The same where there are very many files: another process begins at once.

    This one joins in when it asks for the result, and each takes the next folders that nobody has taken.
    """
    found: dict[Key, Listing] = {}
    waiting = [(store, "") for store in stores]
    while waiting and len(waiting) < _ENOUGH:
        store, folder = waiting.pop(0)
        here, inner = store.look_into(folder)
        if here:
            found[store.hub, folder] = here
        waiting += [(store, each) for each in inner]
    parts = [waiting[at::_PARTS] for at in range(_PARTS)]

    def looked(claimed: Iterable[int]) -> dict[int, dict[Key, Listing]]:
        return {at: _below(parts[at]) for at in claimed}

    with _claims() as claims, helping.begun(lambda _: looked(claims)) as theirs:

        def result() -> dict[Key, Listing]:
            done = {**looked(claims), **theirs()}
            done |= looked(set(range(_PARTS)) - done.keys())  # what the other took, and died of
            return {key: each for part in (found, *done.values()) for key, each in part.items()}

        yield result


@contextlib.contextmanager
def _claims() -> Iterator[Iterator[int]]:
    """The numbers of the parts, each of which only one process gets: whichever asks first."""
    reading, writing = os.pipe()
    os.write(writing, bytes(range(_PARTS)))
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        yield (claim[0] for claim in iter(lambda: pipe.read(1), b""))


def _below(folders: Iterable[tuple[Store, str]]) -> dict[Key, Listing]:
    return {(store.hub, folder): found for store, top in folders for folder, found in store.listings([top])}


def differing(known: Mapping[Key, Listing], found: Mapping[Key, Listing]) -> tuple[list[Key], list[Key]]:
    """The files that are gone or another, and those that are new or another."""
    folders = [folder for folder in {**known, **found} if known.get(folder) != found.get(folder)]
    before, now = _files(folders, known), _files(folders, found)
    stale = [key for key, stamp in before.items() if now.get(key) != stamp]
    wanted = [key for key, stamp in now.items() if before.get(key) != stamp]
    return stale, wanted


def after(
    known: Mapping[Key, Listing], found: Mapping[Key, Listing], stamps: Mapping[Key, Stamp | None]
) -> dict[Key, Listing | None]:
    """What is known of the folders that differ, now that files were read (None: one that went away)."""
    after: dict[Key, Listing | None] = {}
    for hub, folder in {**known, **found}:
        place = hub, folder
        if known.get(place) != found.get(place):
            files = found[place].files() if place in found else {}
            read = {name: stamps.get((hub, within(folder, name)), stamp) for name, stamp in files.items()}
            after[place] = listing({name: stamp for name, stamp in read.items() if stamp})
    return after


def _files(folders: Iterable[Key], listed: Mapping[Key, Listing]) -> dict[Key, Stamp]:
    return {
        (hub, within(folder, name)): stamp
        for hub, folder in folders
        if (hub, folder) in listed
        for name, stamp in listed[hub, folder].files().items()
    }
