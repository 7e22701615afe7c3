"""The tools whose notes are taken in: where each puts what, and what it means by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Format:
    """How a tool keeps its notes.

    `notes` is the folder they are in ("" is all of it), `machinery` the folders at the top that hold the
    tool's own files, `structure` the folder names that say nothing of the notes in them, `bases` the
    folders that a link with a leading `/` may start from.
    """

    name: str
    notes: str = ""
    machinery: frozenset[str] = frozenset()
    structure: frozenset[str] = frozenset()
    bases: tuple[str, ...] = ()
    is_named_by_file: bool = False
    has_hashtags: bool = False

    def folders(self, path: str) -> tuple[str, ...]:
        """The folders a person sorted the note at `path` into, outermost first."""
        *folders, name = path.split("/")
        if name.startswith("index."):  # the folder is the note
            folders = folders[:-1]
        return tuple(folder for folder in folders if folder not in self.structure)

    def is_draft(self, path: str) -> bool:
        """Whether the place of the note says that it is not finished."""
        return "_drafts" in self.structure and "_drafts" in path.split("/")[:-1]


MARKDOWN = Format("markdown")
OBSIDIAN = Format("obsidian", is_named_by_file=True, has_hashtags=True)
HUGO = Format(
    "hugo", notes="content", structure=frozenset({"content"}), bases=("content", "static", "assets")
)
JEKYLL = Format(
    "jekyll",
    machinery=frozenset("_site _layouts _includes _sass _data vendor node_modules".split()),
    structure=frozenset({"_posts", "_drafts"}),
    bases=("",),
)
BUNDLE = Format("bundle")  # as learnlog makes it: lessons of somebody else
FORMATS: Mapping[str, Format] = {each.name: each for each in (MARKDOWN, OBSIDIAN, HUGO, JEKYLL, BUNDLE)}

_HUGO_SETTINGS = [f"{stem}.{kind}" for stem in ("hugo", "config") for kind in ("toml", "yaml", "yml", "json")]


def recognise(folder: Path) -> Format:
    """Tell from what lies in `folder` which tool keeps its notes there."""
    if (folder / ".obsidian").is_dir():
        return OBSIDIAN
    if (folder / "content").is_dir() and any((folder / name).is_file() for name in _HUGO_SETTINGS):
        return HUGO
    if (folder / "_posts").is_dir() and (folder / "_config.yml").is_file():
        return JEKYLL
    return MARKDOWN
