"""The tables of other words for the same: those that come with learnlog, the journal's own, the hubs'.

Their form is told in `learnlog.synonyms`.
"""

from collections.abc import Collection
from pathlib import Path

from learnlog.errors import Unusable
from learnlog.store import read_file

OWN = ".learnlog/synonyms.txt"
OF_HUB = "synonyms.txt"

_SHIPPED = Path(__file__).parent


def spellings() -> str:
    """The table of words that are the same, written in another way or short."""
    return (_SHIPPED / "spellings.txt").read_text("utf-8")


def synonyms(langs: Collection[str]) -> list[str]:
    """The tables for entries in these languages (ISO 639-1); translations only where there are several."""
    names = ("computing", "work", "languages") if len(langs) > 1 else ("computing", "work")
    return [(_SHIPPED / f"{name}.txt").read_text("utf-8") for name in names]


def own(journal: Path) -> str:
    """The journal's own table, empty if it has none. Raises Unusable when it cannot be read."""
    try:
        return read_file(journal / OWN).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def of_hub(files: Path) -> str:
    """The table that was made of the tags of a hub, beside its `files`; empty where there is none."""
    try:
        return read_file(files.parent / OF_HUB).decode("utf-8", "replace")
    except (FileNotFoundError, Unusable):
        return ""
