"""Lessons as pages of Markdown: the list of those in a bundle, and all of them in one file."""

import posixpath
from collections.abc import Callable, Sequence
from urllib.parse import quote, unquote

from learnlog.bundle.lessons import Lesson
from learnlog.bundle.links import Rewriter, from_folder
from learnlog.entry import one_line, read_date
from learnlog.escaping import plain

FOLDER = "lessons"
TOLD = ("applies", "source", "became", "aliases", "contributors")  # what stands below a lesson's text


def index(title: str, lessons: Sequence[Lesson], more: str = "") -> str:
    """The page that lists `lessons` beside it; `more` stands above the list."""
    rows = (f"- [{plain(each.title)}]({quote(each.path)}) – {plain(facts(each))}\n" for each in lessons)
    return f"# {plain(title)}\n\n{more}{''.join(rows)}"


def single(title: str, lessons: Sequence[Lesson], before: str = "") -> str:
    """All of `lessons` as one text, with a table of contents; `before` stands between that and the first."""
    rows = "".join(f"- [{plain(lesson.title)}](#{lesson.id})\n" for lesson in lessons)
    leads = anchored(lessons)
    parts = [f"# {plain(title)}\n\n{rows}", before and f"\n{before}"]
    return "".join([*parts, *(_section(lesson, leads) for lesson in lessons)])


def facts(lesson: Lesson) -> str:
    """What is told of a lesson in a line: when, what it is, about what, whose, under which terms."""
    date = read_date(word(lesson, "date"))
    state = [word(lesson, key) for key in ("kind", "status")]
    said = [
        f"{date:%Y-%m-%d}" if date else "",
        ", ".join(part for part in state if part),
        " ".join(f"#{tag}" for tag in words(lesson, "tags")),
        word(lesson, "author"),
        word(lesson, "license"),
    ]
    return " · ".join(part for part in said if part)


def word(lesson: Lesson, key: str) -> str:
    """The text of a field; "" when there is none, or more than one."""
    given = lesson.fields.get(key)
    return "" if given is None or isinstance(given, (list, dict)) else one_line(str(given))


def words(lesson: Lesson, key: str) -> list[str]:
    """The texts of a field, whether it holds a list or one text."""
    given = lesson.fields.get(key)
    found = given if isinstance(given, list) else [given]
    return [one_line(each) for each in found if isinstance(each, str) and each.strip()]


def anchored(lessons: Sequence[Lesson]) -> Callable[[str], str | None]:
    """Tells for a link to one of `lessons` the place in the one page that holds them all.

    The link stands in another lesson or beside their folder, or names the place already.
    """
    places = {lesson.path: f"#{lesson.id}" for lesson in lessons}
    known = {place: place for place in places.values()}

    def leads(target: str) -> str | None:
        path = unquote(target.partition("#")[0])
        return known.get(target) or places.get(from_folder(FOLDER, path) or "") or places.get(path)

    return leads


def attached_path(lesson: Lesson, target: str) -> str:
    """The path of the file that the link `target` in `lesson` leads to; "" for one that leads out."""
    return from_folder(posixpath.dirname(lesson.path), unquote(target.partition("#")[0])) or ""


def _section(lesson: Lesson, leads: Callable[[str], str | None]) -> str:
    body = Rewriter(leads, lambda _name: None).rewrite(lesson.body).strip()
    told = [f"- {key}: {plain(', '.join(found))}\n" for key in TOLD if (found := words(lesson, key))]
    head = f'<a id="{lesson.id}"></a>\n\n## {plain(lesson.title)}\n\n{plain(facts(lesson))}'
    return f"\n---\n\n{head}\n\n{body}\n" + "".join(["\n", *told] if told else [])
