"""Looks at an index without changing it: whether it is whole, and says what the files say."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from learnlog.errors import Unusable
from learnlog.index.catalogue import Catalogue, file_in, form
from learnlog.index.documents import DROPPED
from learnlog.index.trust import refuse_shared
from learnlog.index.words import Words
from learnlog.locking import locked
from learnlog.store import Stamp, within


def faults(folder: Path, lang: str | None, files: Mapping[str, tuple[Stamp, str]]) -> list[str]:
    """What is wrong with the index in `folder`; nothing where there is none, or another learnlog's.

    `lang` is the journal's language, if it has one. `files` are the stamps and digests of one's own
    entries as they are, by path. One that was changed since it was indexed is no fault: it is read again
    before the next answer.
    """
    if not folder.is_dir() or not any(folder.iterdir()):
        return []
    try:
        refuse_shared(folder)
    except Unusable as error:
        return [error.message]
    try:
        with locked(folder.with_suffix(".lock")):
            return list(_faults(folder, lang, files))
    except Exception as error:  # noqa: BLE001 - whatever a damaged file leads to
        return [f"it is damaged: {error or repr(error)}"]


def _faults(folder: Path, lang: str | None, files: Mapping[str, tuple[Stamp, str]]) -> Iterator[str]:
    catalogue = Catalogue(file_in(folder), form(lang))
    if not catalogue.has_form():
        return
    words = Words(folder)
    generation = words.open()
    columns, known = catalogue.columns(generation), catalogue.listings(generation)
    words.check()
    catalogue.check(columns, known)
    if words.reader().size != len(columns.ids):
        raise ValueError("words and catalogue differ")
    stamps = {
        within(place, name): stamp
        for (hub, place), listing in known.items()
        if hub is None
        for name, stamp in listing.files().items()
    }
    for row in catalogue.rows([row_id for row_id in columns.ids if row_id != DROPPED]):
        now = files.get(row.path) if row.hub is None else None
        if now and now[0] == stamps.get(row.path) and now[1] != row.digest:
            yield f"it does not say what {row.path} says"
