"""Looks at the files of all stores: which there are, and their stamps."""

from collections.abc import Collection, Iterable, Mapping

from learnlog.index.rows import Key
from learnlog.store import Listing, Stamp, Store, within


def listings(stores: Collection[Store]) -> dict[Key, Listing]:
    """What is in each folder (of a store, by its path there) now."""
    return {(store.hub, folder): found for store in stores for folder, found in store.listings([""])}


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
