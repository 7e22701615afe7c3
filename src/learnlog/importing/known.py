"""What the journal holds already: by its entries' ids and paths, and by what was imported before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from learnlog import frontmatter
from learnlog.errors import Unusable
from learnlog.frontmatter import MAX_CHARACTERS
from learnlog.store import Store

FROM = "imported_from"
DIGEST = "imported_digest"
FOLDER = "directory"  # as in the context of any entry
BUNDLE = "bundle"  # what another person's lesson came in

_HEAD_BYTES = 4 * MAX_CHARACTERS  # of front matter, at its widest
_ID = re.compile(rb"^id:[ \t]*[\"']?([\w-]+)", re.MULTILINE)
_CLOSE = b"\n---"


@dataclass
class Known:
    """Ids (with the path of the entry) and paths that are taken, and where what was imported is now.

    Two ways lead to the path of the entry that a file became: `digests`, from the file's content as it was
    then, and `places`, from where it was (`~/vault/git/undo.md`).
    """

    ids: dict[str, str] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)
    digests: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def look(store: Store) -> Known:
    """Read the front matter of every entry in `store`, as little of it as needed."""
    known = Known()
    for path, _ in store.scan():
        known.paths.add(path)
        try:
            with store.absolute(path).open("rb") as file:
                head = file.read(_HEAD_BYTES)
        except OSError:
            continue
        head = head[: head.find(_CLOSE) % len(head)] if _CLOSE in head else head
        known.ids.update((found.decode(), path) for found in _ID.findall(head))
        if DIGEST.encode() in head:
            _note(known, path, _context(head))
    return known


def place(folder: str, path: str) -> str:
    """What a file to import is recognised by, beside its content."""
    return f"{folder}/{path}"


def _note(known: Known, path: str, context: Mapping[str, object]) -> None:
    origin, found, folder = (str(context.get(key, "")) for key in (FROM, DIGEST, FOLDER))
    if found:
        known.digests[found] = path
        known.places[place(folder, origin)] = path


def _context(head: bytes) -> Mapping[str, object]:
    try:
        parts = frontmatter.split(head.decode("utf-8", "surrogateescape") + "\n---\n")
        context = frontmatter.load(parts.block).values.get("context")
    except Unusable:
        return {}
    return context if isinstance(context, Mapping) else {}
