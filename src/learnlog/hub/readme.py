"""A hub's README.md: its lessons by tag and by author. The same lessons give the same bytes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from learnlog.counting import counted
from learnlog.escaping import plain

_UNTAGGED = "without a tag"


@dataclass(frozen=True)
class Listed:
    """A lesson as others see it in the list: `author` is the folder, `by` the name to show.

    `license` is "" where it names none.
    """

    path: str
    id: str
    title: str
    author: str
    by: str
    tags: tuple[str, ...]
    revision: int
    license: str = ""


def text(name: str, lessons: Iterable[Listed]) -> str:
    """The README.md of the hub `name` with these lessons."""
    found = sorted(lessons, key=lambda lesson: (lesson.title.casefold(), lesson.path))
    by_tag = _grouped(found, lambda lesson: {tag.casefold() for tag in lesson.tags} or {_UNTAGGED})
    by_author = _grouped(found, lambda lesson: {lesson.author})
    remark = "Made by learnlog on every push; changes made here are lost."
    parts = [f"# {plain(name)}\n\n{counted(len(found), 'lesson')}. {remark}\n"]
    if found:
        parts.append("\n## By tag\n")
        parts += [_section(tag, group, with_author=True) for tag, group in by_tag]
        parts.append("\n## By author\n")
        parts += [_section(group[0].by, group, with_author=False) for _, group in by_author]
    return "".join(parts)


def _grouped(
    lessons: Sequence[Listed], keys: Callable[[Listed], Iterable[str]]
) -> list[tuple[str, list[Listed]]]:
    groups: dict[str, list[Listed]] = {}
    for lesson in lessons:
        for key in keys(lesson):
            groups.setdefault(key, []).append(lesson)
    return sorted(groups.items(), key=lambda item: (item[0] == _UNTAGGED, item[0]))


def _section(heading: str, lessons: Iterable[Listed], *, with_author: bool) -> str:
    rows = []
    for lesson in lessons:
        row = f"- [{plain(lesson.title)}]({quote(lesson.path)})"
        rows.append(f"{row} – {plain(lesson.by)}" if with_author else row)
    return f"\n### {plain(heading)}\n\n" + "\n".join(rows) + "\n"
