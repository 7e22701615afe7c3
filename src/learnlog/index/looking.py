"""Looks at the files of all stores: which there are, and their stamps."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from learnlog.index import helping
from learnlog.index.rows import Key
from learnlog.store import Listing, Stamp, Store, within

_ENOUGH = 16  # folders, to share them out
_MOST = 0.6  # of the folders, for the other process, which begins first
_NEARLY_ALL = 0.85


def listings(stores: Iterable[Store]) -> dict[Key, Listing]:
    """What is in each folder (of a store, by its path there) now."""
    return _below([(store, "") for store in stores])


@contextlib.contextmanager
def begun(stores: Iterable[Store], *, is_alone: bool) -> Iterator[Callable[[], dict[Key, Listing]]]:
    """The same where there are very many files: another process begins at once with most folders.

    `is_alone` tells that this one has something else to do until the result is asked for.
    """
    found: dict[Key, Listing] = {}
    waiting = [(store, "") for store in stores]
    while waiting and len(waiting) < _ENOUGH:
        store, folder = waiting.pop(0)
        here, inner = store.look_into(folder)
        if here:
            found[store.hub, folder] = here
        waiting += [(store, each) for each in inner]
    cut = int(len(waiting) * (_NEARLY_ALL if is_alone else _MOST))
    with helping.begun(lambda _: _below(waiting[:cut])) as theirs:
        yield lambda: {**found, **_below(waiting[cut:]), **theirs()}


def _below(folders: Iterable[tuple[Store, str]]) -> dict[Key, Listing]:
    return {(store.hub, folder): found for store, top in folders for folder, found in store.listings([top])}


def differing(known: Mapping[Key, Listing], found: Mapping[Key, Listing]) -> tuple[list[Key], list[Key]]:
    """The files that are gone or another, and those that are new or another."""
    folders = [folder for folder in {**known, **found} if known.get(folder) != found.get(folder)]
    before, now = _files(folders, known), _files(folders, found)
    stale = [key for key, stamp in before.items() if now.get(key) != stamp]
    wanted = [key for key, stamp in now.items() if before.get(key) != stamp]
    return stale, wanted


def _files(folders: Iterable[Key], listed: Mapping[Key, Listing]) -> dict[Key, Stamp]:
    return {
        (hub, within(folder, name)): stamp
        for hub, folder in folders
        if (hub, folder) in listed
        for name, stamp in listed[hub, folder].files().items()
    }
