"""The page for whoever takes over: what the lessons know, and places for what only the person knows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from learnlog.bundle.contents import anchored, word, words
from learnlog.bundle.lessons import Lesson
from learnlog.bundle.links import Rewriter
from learnlog.counting import counted
from learnlog.entry import one_line, read_date
from learnlog.escaping import plain
from learnlog.markup import is_address

_TO_FILL_IN = {
    "What I look after": "Systems, tasks, habits; how often, and for whom.",
    "What breaks, and its first signs": "What one sees first, and what to do then.",
    "Decisions, and why": "What was decided, what else was possible, and when to look again.",
    "Whom to ask": "Who knows what, and how to reach them.",
}
_SYMPTOM = "## symptom"
_LONGEST_SIGN = 160  # characters

Link = Callable[[Lesson], str]


def text(lessons: Sequence[Lesson], helped: Mapping[str, int], link: Link) -> str:
    """The page about `lessons`; `helped` tells how often each, by its id, has helped, `link` where one is."""
    known = {
        "What I look after": _tags(lessons),
        "What breaks, and its first signs": _signs(lessons, link),
        "Decisions, and why": [
            f"- {_named(each, link)}{_state(each)}" for each in lessons if word(each, "kind") == "decision"
        ],
        "Whom to ask": [
            f"- {plain(name)}: {_all_named(found, link)}" for name, found in _people(lessons).items()
        ],
        "Open questions": [f"- {_named(each, link)}" for each in lessons if _is_open(each)],
        "Reading order": _order(lessons, helped, link),
        "Glossary of tags": [
            f"- #{plain(tag)} ({len(found)}): {_all_named(found, link)}"
            for tag, found in _grouped(lessons, lambda each: words(each, "tags")).items()
        ],
        "Sources mentioned": [
            f"- {source if is_address(source) else plain(source)}: {_all_named(found, link)}"
            for source, found in _grouped(lessons, lambda each: words(each, "source")).items()
        ],
    }
    return "".join(_section(heading, rows) for heading, rows in known.items()).lstrip()


def in_reading_order(lessons: Iterable[Lesson], helped: Mapping[str, int]) -> list[tuple[Lesson, int]]:
    """The lessons, each with the number of others that lead to it.

    First those that have helped most often, then those that most others lead to, then the oldest.
    """
    found = list(lessons)
    led_to = _led_to(found)
    numbered = [(each, len(led_to[each.id])) for each in found]
    return sorted(numbered, key=lambda pair: (-helped.get(pair[0].id, 0), -pair[1], _moment(pair[0])))


def _section(heading: str, rows: Iterable[str]) -> str:
    hint = _TO_FILL_IN.get(heading)
    parts = [f"*{hint}*\n" if hint else "", "".join(f"{row}\n" for row in rows)]
    said = "\n".join(part for part in parts if part)
    return f"\n## {heading}\n\n{said}" if said else ""


def _tags(lessons: Sequence[Lesson]) -> list[str]:
    grouped = _grouped(lessons, lambda each: words(each, "tags"))
    most = sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))[:5]
    return [f"- #{plain(tag)} ({len(found)})" for tag, found in most]


def _signs(lessons: Sequence[Lesson], link: Link) -> list[str]:
    """The lessons that tell a symptom, each with its first line."""
    told = ((each, _symptom(each.body)) for each in lessons)
    return [f"- {plain(sign)} → {_named(each, link)}" for each, sign in told if sign]


def _symptom(body: str) -> str:
    lines = iter(body.splitlines())
    if not any(line.strip().casefold() == _SYMPTOM for line in lines):
        return ""
    first = next((line.strip() for line in lines if line.strip()), "")
    return "" if first.startswith("#") else one_line(first)[:_LONGEST_SIGN]


def _state(lesson: Lesson) -> str:
    return f" ({plain(word(lesson, 'status'))})" if word(lesson, "status") else ""


def _is_open(lesson: Lesson) -> bool:
    return word(lesson, "kind") == "question" and word(lesson, "status") in {"", "open"}


def _people(lessons: Sequence[Lesson]) -> dict[str, list[Lesson]]:
    """Who contributed, or was named as the source; addresses on the web are none."""
    return _grouped(
        lessons,
        lambda each: [
            name for key in ("contributors", "source") for name in words(each, key) if not is_address(name)
        ],
    )


def _order(lessons: Sequence[Lesson], helped: Mapping[str, int], link: Link) -> list[str]:
    rows = []
    for number, (each, led) in enumerate(in_reading_order(lessons, helped), 1):
        times = helped.get(each.id, 0)
        why = [
            *([f"helped {counted(times, 'time')}"] if times else []),
            *([f"{counted(led, 'other lesson')} {'leads' if led == 1 else 'lead'} to it"] if led else []),
        ]
        rows.append(" – ".join([f"{number}. {_named(each, link)}", *([", ".join(why)] if why else [])]))
    return rows


def _led_to(lessons: Sequence[Lesson]) -> dict[str, set[str]]:
    """Id → ids of the other lessons that lead to it, in their texts or fields."""
    led_to: dict[str, set[str]] = defaultdict(set)
    places = anchored(lessons)
    for each in lessons:
        found = {name for key in ("related", "answers", "supersedes") for name in words(each, key)}

        def note(target: str, found: set[str] = found) -> str | None:
            found.add((places(target) or "#").removeprefix("#"))
            return target

        Rewriter(note, lambda _name: None).rewrite(each.body)
        for name in found - {each.id}:
            led_to[name].add(each.id)
    return led_to


def _grouped(lessons: Iterable[Lesson], keys: Callable[[Lesson], Iterable[str]]) -> dict[str, list[Lesson]]:
    groups: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        for key in dict.fromkeys(keys(lesson)):
            groups.setdefault(key, []).append(lesson)
    return dict(sorted(groups.items(), key=lambda item: (item[0].casefold(), item[0])))


def _moment(lesson: Lesson) -> tuple[float, str]:
    date = read_date(word(lesson, "date"))
    return (date.timestamp() if date else 0.0, lesson.id)


def _named(lesson: Lesson, link: Link) -> str:
    return f"[{plain(lesson.title)}]({link(lesson)})"


def _all_named(lessons: Iterable[Lesson], link: Link) -> str:
    return ", ".join(_named(each, link) for each in lessons)
