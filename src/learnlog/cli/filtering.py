"""The filters that `search` and `list` share, and how their rows are told."""

import functools
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from learnlog import search, validity
from learnlog.cli import confirming, records
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_list, visible_name, visible_title
from learnlog.cli.completing import complete_kind, complete_project, complete_scope, complete_tag
from learnlog.cli.explaining import why
from learnlog.cli.params import SINCE, UNTIL, json_option
from learnlog.entry import shortened
from learnlog.errors import ConfigError
from learnlog.query import Filters
from learnlog.refs import Located
from learnlog.search import Found, Result
from learnlog.store import Card

if TYPE_CHECKING:
    from learnlog.index.absent import Absent

_OPTIONS = (
    click.option("-n", "--limit", "most", type=click.IntRange(min=1), help="At most so many rows."),
    click.option("--in", "scope", default="all", shell_complete=complete_scope, help="mine, all, or a hub."),
    click.option("-t", "--tag", "tags", multiple=True, shell_complete=complete_tag, help="With this tag."),
    click.option("-k", "--kind", shell_complete=complete_kind, help="Of this kind."),
    click.option("-p", "--project", shell_complete=complete_project, help="Of this project."),
    click.option("--since", type=SINCE, help="From this date on: 2026-03, 'last friday'."),
    click.option("--until", type=UNTIL, help="Up to and with this date."),
    click.option("--full", is_flag=True, help="With the whole text."),
    click.option("--paths", is_flag=True, help="Print the files' paths only."),
    json_option,
)
sort_option = click.option(
    "--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", help="The order."
)


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that narrow its rows and say how to tell them, as one `Asked`."""

    @functools.wraps(command)
    def collected(*words: Any, **given: Any) -> None:  # noqa: ANN401 - whatever click found
        asked = Asked(**{name: given.pop(name) for name in Asked._fields})
        command(*words, asked=asked, **given)

    for option in reversed(_OPTIONS):
        collected = option(collected)
    return collected


class Asked(NamedTuple):
    """What the shared options say: which rows, how many (None: the command decides), and how to tell them."""

    most: int | None
    scope: str
    tags: Sequence[str]
    kind: str | None
    project: str | None
    since: datetime | None
    until: datetime | None
    full: bool
    paths: bool
    as_json: bool

    def filters(self, app: App) -> Filters:
        """What narrows the rows.

        Raises ConfigError for a hub that is not there, and UsageError for a time that ends before it begins.
        """
        scopes = ["mine", "all", *app.config.hubs]
        if self.scope not in scopes:
            raise ConfigError(f"there is no hub {self.scope}", f"it can be: {', '.join(scopes)}")
        if self.since and self.until and self.until <= self.since:
            raise click.UsageError(f"--until {_told(self._last)} is before --since {_told(self.since)}")
        return Filters(self.scope, tuple(self.tags), self.kind, self.project, self.since, self.until)

    def narrowing(self) -> list[str]:
        """What narrows the rows, as the options say it."""
        given = {"in": self.scope, "kind": self.kind, "project": self.project, "limit": self.most}
        dates = {"since": self.since, "until": self._last}
        return [
            *(f"--{name}={word}" for name, word in given.items() if word),
            *(f"--{name}={date.isoformat()}" for name, date in dates.items() if date),
            *(f"--tag={tag}" for tag in self.tags),
        ]

    @property
    def _last(self) -> datetime | None:
        """The last second of the time asked for, which `--until` takes along."""
        return self.until and self.until - timedelta(seconds=1)


def absences(absent: "Sequence[Absent]") -> list[str]:
    """What is said of names that were asked for and no entry has."""
    told = []
    for field, name, near, is_like in absent:
        there = f"; {'the nearest' if is_like else 'there are'}: {', '.join(near)}" if near else ""
        told.append(visible_line(f"no entry has the {field} {shortened(name)}{there}"))
    return told


def found(  # noqa: PLR0913 - as the command
    app: App,
    words: str,
    asked: Asked,
    *,
    sort: str,
    most: int,
    explain: bool = False,
    with_lines: bool = False,
) -> Result:
    """What is found for `words`, or listed where there are none; at `most` so many rows.

    Raises ConfigError for a hub that is not there.
    """
    filters = asked.filters(app)
    if not words.strip():
        return app.ask(lambda index: search.listed(index, filters, most=most, sort=sort))
    helped = {entry: each.times for entry, each in app.helped.items()}
    return app.ask(
        lambda index: search.run(
            words,
            helped=helped,
            now=app.now,
            index=index,
            filters=filters,
            most=most,
            sort=sort,
            explain=explain,
            with_lines=with_lines,
        )
    )


def found_paths(app: App, query: str) -> set[str]:
    """The files of all own entries that `query` selects, every word of it required. Raises Unusable."""
    cards, notes = search.selected(query, now=app.now, index=app.index)
    for note in notes:
        app.output.note(note)
    if not cards:
        app.output.note(
            f"no entry of yours has every word of {query}; OR stands between words that need not be"
        )
    return {card.entry.path for card in cards}


def tell(app: App, result: Result, asked: Asked, *, as_table: bool, sought: str = "") -> None:
    """Print the rows of a result as they were asked for, and remember them by their numbers.

    `sought` is the query they answer, if they do.
    """
    app.refs.remember([row.card for row in result.rows], sought)
    output = app.output
    valid = validity.of(app.index, [row.card for row in result.rows], app.now)
    rows = [
        row._replace(remarks=each.remarks(), confirmed=confirming.confirmed(app, row.card))
        for row, each in zip(result.rows, valid, strict=True)
    ]
    if asked.as_json:
        entries = [
            record(app, row, full=asked.full, superseded_by=each.superseded_by)
            for row, each in zip(rows, valid, strict=True)
        ]
        output.record({"total": result.total, "entries": entries})
    elif asked.paths:
        for row in rows:
            output.line(visible_name(str(path_of(app, row))))
    elif asked.full:
        show(app, whole(app, rows))
    elif output.on_terminal and rows:
        drawn = output.renderer.table if as_table else output.renderer.hits
        output.paged(drawn(rows, result.total), app.pager)
    else:
        for row in rows:
            told = colored(row.card) if output.has_color() else plain(row.card)
            also = [f"also in {', '.join(row.card.also)}"] if row.card.also else []
            remarks = "; ".join([*also, *_lines(row.remarks)])
            output.drawn(f"{told}\t{remarks}\n" if remarks else f"{told}\n")
            for line in why(row):
                output.line(f"\t{line}")


def show(app: App, entries: Sequence[Located]) -> None:
    """Print whole entries: drawn and paged on a terminal, else as plain text."""
    valid = validity.of(app.index, [each.card for each in entries], app.now)
    remarks = [[*each.remarks(), *each.claims()] for each in valid]
    if app.output.on_terminal:
        drawn = (
            app.output.renderer.entry(each, told, confirming.confirmed(app, each.card), said_to(app, each))
            for each, told in zip(entries, remarks, strict=True)
        )
        app.output.paged("\n".join(drawn), app.pager)
        return
    for number, (located, told) in enumerate(zip(entries, remarks, strict=True)):
        if number:
            app.output.line("---")
        app.output.line(visible_title(located.entry.title))
        app.output.line(plain(located.card))
        if located.also:
            app.output.line(f"also in {', '.join(located.also)}")
        for line in _lines(told):
            app.output.line(line)
        app.output.line()
        app.output.line(located.entry.body.strip("\r\n"))
        said = said_to(app, located)
        for line in ["", *said] if said else []:
            app.output.line(line)


def said_to(app: App, located: Located) -> list[str]:
    """What was said to an entry, line by line."""
    if not confirming.may_be_talked_about(app, located.card):
        return []
    conversation = import_module("learnlog.cli.conversation")  # loads what reads hubs
    found: list[str] = conversation.lines(conversation.about(app, located), located.entry.revision)
    return found


def whole(app: App, rows: Sequence[Found]) -> list[Located]:
    """The rows' entries with their text; those whose file went away since are left out."""
    return [located for row in rows if (located := search.opened(app.index, row.card))]


def record(app: App, row: Found, *, full: bool, superseded_by: Sequence[Card] = ()) -> dict[str, Any]:
    """The JSON record of a row; a hit's with its rank, score and snippet."""
    located = search.opened(app.index, row.card) if full else None
    entry = located.entry if located else row.card.entry
    card = row.card
    told = records.entry(
        entry, path_of(app, row), card.hub, also=card.also, body=full, superseded_by=superseded_by
    )
    told |= confirming.record(row.confirmed)
    if row.score is not None:
        told |= records.hit(row.rank, row.score, [line.text for line in row.lines])
    if row.why:
        told["why"] = why(row)
    return told


def path_of(app: App, row: Found) -> Path:
    """The absolute path of a row's file."""
    path: Path = app.index.store(row.card.hub).absolute(row.card.entry.path)
    return path


def _lines(remarks: Iterable[tuple[str, str]]) -> list[str]:
    return [visible_line(f"{short} {details}") for short, details in remarks]


def _told(date: datetime | None) -> str:
    return f"{date:%Y-%m-%d}" if date else ""


def plain(card: Card) -> str:
    """An entry in one line for other programs: id, day, title, tags, hub, with tabs between them."""
    return "\t".join(_columns(card))


def colored(card: Card) -> str:
    """The same, its columns told apart by colours."""
    styles: list[dict[str, Any]] = [{"fg": "cyan"}, {"dim": True}, {"bold": True}, {}, {"dim": True}]
    styled = (click.style(text, **style) for text, style in zip(_columns(card), styles, strict=True))
    return "\t".join(styled)


def _columns(card: Card) -> list[str]:
    entry = card.entry
    columns = (entry.id, f"{entry.date:%Y-%m-%d}", entry.title)
    return [*map(visible_title, columns), visible_list(entry.tags, ","), visible_line(card.hub or "")]
