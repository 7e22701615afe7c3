"""How a hub is described: its address, who one is there, its rules and the person's, and how fresh it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learnlog import licenses
from learnlog.cli.clean import visible_line, visible_title
from learnlog.counting import counted
from learnlog.cutting import fits
from learnlog.entry import KINDS
from learnlog.errors import Unusable
from learnlog.hub import Hub, layout
from learnlog.hub.about import About
from learnlog.taxonomy import Term

_BETWEEN = " · "
_LABEL = 10  # columns
_MOST_TAGS = 30
_MOST_NOTES = 5
_MOST_BROKEN = 20


@dataclass(frozen=True)
class HubFacts:
    """A hub as it was last pulled: how many lessons it has, and what it says of itself.

    `lessons` is None for one that is not pulled yet, `about` also for one that is empty or whose file cannot
    be read; `notes` say what in that file does not count.
    """

    hub: Hub
    lessons: int | None = None
    about: About | None = None
    notes: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """Whose name and mail address commits there carry."""
        return f"{self.hub.settings.author} <{self.hub.settings.address}>"

    def size(self) -> str:
        """`3 lessons`, or that there is no clone yet."""
        return "not pulled yet" if self.lessons is None else counted(self.lessons, "lesson")

    def told_by_hub(self) -> list[str]:
        """What the hub asks of lessons, in words."""
        about = self.about or About("")
        return [
            *([f"license {_license(about)}"] if about.license else []),
            *([f"kinds {', '.join(about.kinds)}"] if about.kinds else []),
            *([counted(len(about.taxonomy.terms), "tag")] if about.taxonomy.terms else []),
        ]

    def chosen(self) -> list[str]:
        """What the person has chosen for it, in words."""
        own = self.hub.settings
        return [
            *(["read-only"] if own.read_only else []),
            *([f"your license {own.license}"] if own.license else []),
            *([f"your kinds {', '.join(own.kinds)}"] if own.kinds else []),
            *([f"your query {own.query}"] if own.query else []),
        ]


def facts_of(hub: Hub) -> HubFacts:
    """What is known of `hub` on this machine, be it damaged or not."""
    if not hub.is_here:
        return HubFacts(hub)
    lessons = None
    try:
        tree = hub.tree()
        lessons = sum(layout.lesson_at(path) is not None for path in tree.blobs)
        about = tree.about
    except Unusable as error:
        return HubFacts(hub, lessons, notes=(error.message,))
    notes = about.notes if about else ()
    return HubFacts(hub, lessons, about, tuple(f"{layout.ABOUT}: {note}" for note in notes))


def listed(hubs: Sequence[HubFacts], now: datetime, width: int) -> Iterator[str]:
    """The lines of a list for people, at most `width` columns where words allow it."""
    indent = max((len(facts.hub.name) for facts in hubs), default=0) + 2
    for facts in hubs:
        about_it = [facts.size(), *_age(facts.hub, now), f"as {facts.who}", facts.hub.settings.url]
        lines = packed([*about_it, *facts.chosen(), *facts.told_by_hub()], width - indent)
        yield f"{facts.hub.name:{indent}}{lines[0]}"
        yield from (f"{'':{indent}}{line}" for line in lines[1:])


def row(facts: HubFacts) -> str:
    """One line for scripts, parted by tabs: name, lessons, when pulled, url, who, rules."""
    pulled = facts.hub.pulled
    return "\t".join(
        visible_line(text)
        for text in (
            facts.hub.name,
            "" if facts.lessons is None else str(facts.lessons),
            pulled.isoformat(timespec="seconds") if pulled else "",
            facts.hub.settings.url,
            facts.who,
            "; ".join([*facts.chosen(), *facts.told_by_hub()]),
        )
    )


def broken_in(hub: Hub) -> list[tuple[str, str]]:
    """The files of a hub that cannot be read as they should, and why; none of a damaged clone."""
    try:
        problems = hub.tree().problems
    except Unusable:
        return []
    return [(str(hub.files / path.removeprefix(f"{layout.LESSONS}/")), problems[path]) for path in problems]


def described(facts: HubFacts, now: datetime, width: int) -> Iterator[str]:
    """The lines of all there is to know of a hub."""
    yield from _rules(facts, now, width)
    broken = broken_in(facts.hub)
    if broken:
        they = "it" if len(broken) == 1 else "they"
        yield f"\n{counted(len(broken), 'file')} that cannot be read as {they} should be"
    yield from (f"  {visible_line(f'{path}: {problem}')}" for path, problem in broken[:_MOST_BROKEN])
    if len(broken) > _MOST_BROKEN:
        yield f"  and {len(broken) - _MOST_BROKEN} more: learnlog hub show {facts.hub.name} --json"


def _rules(facts: HubFacts, now: datetime, width: int) -> Iterator[str]:
    hub, about = facts.hub, facts.about
    yield f"{hub.name}  {', '.join([facts.size(), *_age(hub, now)])}"
    yield from _fields([("url", hub.settings.url), ("as", facts.who)])
    own = hub.settings
    yield "\nwhat you chose for it"
    yield from _fields(
        [
            ("license", own.license or "–"),
            ("kinds", ", ".join(own.kinds) or "all"),
            ("query", own.query or "–"),
            ("read-only", "yes" if own.read_only else "no"),
        ]
    )
    if about is None:
        return
    yield "\nwhat it says of itself"
    yield from _fields(
        [("name", about.name), ("license", _license(about)), ("kinds", ", ".join(about.kinds) or "all")]
    )
    tags = packed(_tags(about.taxonomy.terms), width - _LABEL - 2) if about.taxonomy.terms else []
    yield from _fields(("" if number else "tags", line) for number, line in enumerate(tags))


def remarks(facts: HubFacts) -> Iterator[str]:
    """What in the hub's file does not count, the first few; what is wrong with one's own rules."""
    unknown = ", ".join(kind for kind in facts.hub.settings.kinds if kind not in KINDS)
    if unknown:
        yield f"{facts.hub.name}: learnlog has no kind {visible_line(unknown)}; it has {', '.join(KINDS)}"
    if facts.hub.settings.license:
        yield from _about_license(facts, facts.hub.settings.license)
    for note in facts.notes[:_MOST_NOTES]:
        yield f"{facts.hub.name}: {visible_line(note)}"
    if len(facts.notes) > _MOST_NOTES:
        yield f"{facts.hub.name}: and {len(facts.notes) - _MOST_NOTES} more such things"


def _about_license(facts: HubFacts, own: str) -> Iterator[str]:
    name, hubs = facts.hub.name, facts.about.whole_license if facts.about else None
    try:
        license_ = licenses.read_license(own)
    except ValueError as error:
        yield f"{name}: your license for it is not one: {error}"
        return
    if hubs and not licenses.is_kept_by(license_, hubs):
        yield f"{name}: your license {license_} asks for more than the hub's, {hubs}: lessons are held"


def broken_records(broken: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Files that cannot be read, and why, as JSON."""
    return [{"path": path, "problem": problem} for path, problem in broken]


def record(facts: HubFacts) -> dict[str, Any]:
    """A hub as JSON: what the person chose, and under `says` what the hub says of itself."""
    own = facts.hub.settings
    return {
        "name": facts.hub.name,
        "url": own.url,
        "author": own.author,
        "address": own.address,
        "path": str(facts.hub.files),
        "lessons": facts.lessons,
        "pulled": facts.hub.pulled.isoformat(timespec="seconds") if facts.hub.pulled else None,
        "license": own.license,
        "kinds": list(own.kinds),
        "query": own.query,
        "read_only": own.read_only,
        "says": _said(facts.about) if facts.about else None,
        "notes": list(facts.notes),
    }


def packed(pieces: Iterable[str], width: int) -> list[str]:
    """The pieces, each on one line, as many to a line as fit `width` columns."""
    lines: list[str] = []
    for piece in map(visible_title, pieces):
        if lines and fits(lines[-1] + _BETWEEN + piece, width):
            lines[-1] += _BETWEEN + piece
        else:
            lines.append(piece)
    return lines


def _said(about: About) -> dict[str, Any]:
    return {
        "name": about.name,
        "license": about.license,
        "license_code": about.code_license,
        "kinds": list(about.kinds),
        "taxonomy": [
            {"prefLabel": term.label, "altLabel": list(term.others), "broader": list(term.broader)}
            for term in about.taxonomy.terms
        ],
    }


def _age(hub: Hub, now: datetime) -> list[str]:
    return [f"pulled {hub.pulled.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"] if hub.pulled else []


def _license(about: About) -> str:
    code = about.code_license
    return f"{about.license or '–'}{f', code {code}' if code and code != about.license else ''}"


def _tags(terms: Sequence[Term]) -> list[str]:
    shown = [_tag(term) for term in terms[:_MOST_TAGS]]
    more = len(terms) - len(shown)
    return [*shown, f"and {more} more"] if more else shown


def _tag(term: Term) -> str:
    others = f" ({', '.join(term.others)})" if term.others else ""
    broader = f" < {', '.join(term.broader)}" if term.broader else ""
    return f"{term.label}{others}{broader}"


def _fields(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"  {label:{_LABEL}}{visible_line(value)}" for label, value in fields)
