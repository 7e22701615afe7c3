"""`learnlog search`: I am stuck."""

import contextlib
import re
from collections.abc import Collection, Mapping, Sequence
from importlib import import_module

import click

from learnlog import search, synonyms, wordlists
from learnlog.cli import piped
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.completing import complete_countable
from learnlog.cli.filtering import Asked, absences, filter_options, found, sort_option, tell, whole
from learnlog.cli.freewords import FreeWords, meant, quoted
from learnlog.entry import shortened
from learnlog.errors import NoEntriesYet, NothingFound, Unusable
from learnlog.query import FIELDS, TEXT_FIELDS
from learnlog.search import Result

_ROWS = 10
_MOST_UNKNOWN = 5
_MOST_FAULTY = 3  # lines of a table
_MOST_TOLD = 100  # characters of a query, in a message about it
_FLAG = re.compile(r"(?<!\S)-\w{2,3}(?!\S)")  # as short as the flags of a command
_CLASHES = (
    *(("-i", other) for other in ("-o", "--count-by", "--explain")),
    *(("--count-by", other) for other in ("-o", "--explain", "--paths", "--full")),
)
_EXCLUDED = re.compile(r"(?<!\S)(?:-|NOT\s+)\S+")
_NO_WORD = re.compile(
    rf"""\b(?:{"|".join(TEXT_FIELDS)}):|\b(?:{"|".join(FIELDS)}):(?:"[^"]*"|\S+)|\b(?:AND|OR|NOT)\b|["()*]"""
)
_EXCLUSION = re.compile(r"-[^\W\d_]{2,}[\w-]*|-[\"(]")


class _Search(click.Command):
    """Takes for the query's what begins with a dash and is no option: `-word`, `--force-with-lease`.

    One letter behind a dash is an option, and its value stands apart: `-t git`. What looks like a slip in the
    name of an option is none of these: `--jsn`.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Shield such words from click, and let it do the rest. Raises NoSuchOption for a slip."""
        options = [name for param in self.get_params(ctx) for name in (*param.opts, *param.secondary_opts)]
        ends = args.index("--") if "--" in args else len(args)
        words = [word for word in args[:ends] if _is_word(word, options)]
        if not ctx.resilient_parsing:
            _refuse_slips(ctx, words, options)
        shielded = [f"\0{word}" if word in words else word for word in args[:ends]]
        return super().parse_args(ctx, shielded + args[ends:])


def _refuse_slips(ctx: click.Context, words: Sequence[str], options: Sequence[str]) -> None:
    """Raise NoSuchOption for the first of `words` that is an option but for a slip."""
    named = [option for option in options if option.startswith("--")]
    for name in (word.partition("=")[0] for word in words if word.startswith("--")):
        if option := meant(name, named):
            raise click.NoSuchOption(name, possibilities=[option], ctx=ctx)


def _is_word(arg: str, options: Collection[str]) -> bool:
    if not arg.startswith("--"):
        return bool(_EXCLUSION.match(arg))
    name = arg.partition("=")[0]
    begun = [option for option in options if option.startswith(name) and option != f"{name}s"]
    return len(name) > 2 and not begun  # noqa: PLR2004 - more than --


@click.command("search", cls=_Search)
@click.argument("query", cls=FreeWords)
@filter_options
@sort_option
@click.option("--explain", is_flag=True, help="Say why each hit ranks where it does.")
@click.option(
    "--count-by",
    "counted",
    metavar="FIELD",
    shell_complete=complete_countable,
    help="Count by tag, kind, project, author, hub, status, lang, year, month.",
)
@click.option("-o", "--open", "first", is_flag=True, help="Show the best hit at once.")
@click.option("-i", "--interactive", is_flag=True, help="Pick a hit while you type.")
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option of the contract
    app: App,
    query: Sequence[str],
    asked: Asked,
    sort: str,
    counted: str | None,
    *,
    explain: bool,
    first: bool,
    interactive: bool,
) -> None:
    """Find entries, in your own words.

    All words are optional, the best match comes first. "a phrase", -word, AND, OR, NOT, parentheses, prefix*
    and field:value (title, body, tag, kind, project, author, source, date) make it exact. A single - reads
    standard input, however long, and picks the telling words.

    \b
      learnlog search how do I undo a commit
      learnlog search '"soft reset" -hard tag:git'
      learnlog search date:2026-01..2026-03 kind:decision
      make 2>&1 | learnlog search -
      learnlog search -o rebase onto
      learnlog search --explain push back a commit
      learnlog search docker --count-by tag
    """
    given = {"-i": interactive, "-o": first, "--count-by": counted, "--explain": explain}
    _check_together({**given, "--paths": asked.paths, "--full": asked.full})
    _tell_faulty_synonyms(app)
    words = _picked(app, asked) if _is_piped(query) else _typed(app, query)
    if counted:
        _count(app, words, counted, asked)
        return
    if interactive:
        picker = import_module("learnlog.cli.picker")  # loads what every other search does without
        picker.carry_out(app, picker.pick(app, words, asked, sort), asked)
        return
    most = asked.most or (1 if first else _ROWS)
    with_lines = asked.as_json or app.output.on_terminal
    result = found(app, words, asked, sort=sort, most=most, explain=explain, with_lines=with_lines)
    for note in result.notes:
        app.output.note(note)
    colleagues = _who_may_know(app, words) if result.is_weak and not asked.as_json else []
    if not result.rows:
        _nothing(app, words, asked, result, colleagues)
    if first:
        result = Result(result.rows[:1], result.total)
    opens = first and not (asked.as_json or asked.paths)
    tell(app, result, asked._replace(full=True) if opens else asked, as_table=False, sought=words)
    for line in colleagues:
        app.output.note(line)
    if opens and app.output.on_terminal:
        feedback = import_module("learnlog.cli.feedback")  # which a search in a pipe does without
        feedback.ask_if_it_helped(app, words, whole(app, result.rows))


def _check_together(given: Mapping[str, object]) -> None:
    """Raise UsageError for two options of which one would have to be ignored."""
    for one, other in _CLASHES:
        if given[one] and given[other]:
            raise click.UsageError(f"{one} and {other} do not go together; leave one of them out")


def _tell_faulty_synonyms(app: App) -> None:
    """Name the lines of the journal's own table that no search can use; of many, the first few."""
    faulty = []
    with contextlib.suppress(Unusable):  # which the index tells
        faulty = synonyms.faults(wordlists.own(app.journal_folder))
    for number, reason in faulty[:_MOST_FAULTY]:
        app.output.note(f"{wordlists.OWN}, line {number} is no rule: {reason}")
    if len(faulty) > _MOST_FAULTY:
        app.output.note(f"and {len(faulty) - _MOST_FAULTY} more such lines")


def _is_piped(query: Sequence[str]) -> bool:
    """Whether the query is in the standard input. Raises UsageError when there are words beside it."""
    if query[:1] != ("-",):
        return False
    if len(query) > 1:
        raise click.UsageError("- reads all that is asked from standard input; leave the other words out")
    return True


def _typed(app: App, query: Sequence[str]) -> str:
    """The query as it was typed; a note says so of what could have been meant for an option, or a flag."""
    if flags := [word[1:] for word in query if word.startswith("\0--")]:
        verb = "is no option" if len(flags) == 1 else "are no options"
        app.output.note(f"{', '.join(flags)} {verb} of learnlog search, and looked for as typed")
    words = " ".join(query).replace("\0", "").strip()
    for flag in _FLAG.findall(words):
        app.output.note(f"left out: entries that have {flag[1:]}; to search for the flag: '\"{flag}\"'")
    return words


def _count(app: App, words: str, field: str, asked: Asked) -> None:
    """Print how many of the entries found have which value of `field`. Raises NothingFound."""
    found = search.counts(words, field, now=app.now, index=app.index, filters=asked.filters(app))
    for note in found.notes:
        app.output.note(note)
    rows = list(found.counts.items())[: asked.most]
    if asked.as_json:
        app.output.record({"total": found.total, "by": field, "counts": dict(rows)})
    elif app.output.on_terminal:
        width = max((len(str(count)) for _, count in rows), default=0)
        for value, count in rows:
            app.output.line(f"{count:>{width}}  {visible_line(value)}")
    else:
        for value, count in rows:
            app.output.line(f"{visible_line(value)}\t{count}")
    if app.index.is_empty:
        raise NoEntriesYet
    if not rows:
        told = f"no entry found has a {visible_line(field)}" if found.total else _found_for(words)
        raise NothingFound(told, "\n".join(absences(found.absent)))


def _picked(app: App, asked: Asked) -> str:
    """A query for any of the telling words of what is piped in, as they stand there. Raises NothingFound."""
    most = import_module("learnlog.pasted").MOST  # loaded here: its patterns take a while to build
    picked = search.pick(piped.end(most), app.index)  # where errors stand
    words = picked.query
    if not words:
        _record_nothing(app, asked)
        raise NothingFound("nothing in what was piped in tells what to look for", "name a few words yourself")
    app.output.note(f"searching: {words}")
    if not picked.known:
        _nothing(app, words, asked, Result((), 0))
    if picked.unknown:
        app.output.note(f"no entry has: {', '.join(picked.unknown[:_MOST_UNKNOWN])}")
    return words


def _nothing(app: App, words: str, asked: Asked, result: Result, hints: Sequence[str] = ()) -> None:
    """Say that nothing was found, and what may help, `hints` first. Raises NothingFound.

    Where a name was asked for that no entry has, that is all that may help.
    """
    _record_nothing(app, asked)
    spelt = [f"spelt nearly so: {', '.join(result.near)}"] if result.near else []
    plain = _plain(words)[:_MOST_TOLD]
    is_question = any(map(str.isalnum, plain))
    asking = [f"ask it, to answer it later: learnlog ask {quoted(plain)}"] if is_question else []
    if app.index.is_empty:
        none = NoEntriesYet()
        raise NothingFound(f"{_found_for(words)}: {none.message}", "\n".join([none.hint, *asking]))
    told = absences(result.absent) or [*hints, *spelt, *asking]
    raise NothingFound(_found_for(words), "\n".join(told))


def _found_for(words: str) -> str:
    """That nothing was found, with the query, or its beginning."""
    return f"nothing found for {shortened(words)}" if words else "nothing found"


def _who_may_know(app: App, words: str) -> list[str]:
    """The line that names colleagues who wrote on it, for a person who looks at a weak result."""
    if not (app.output.on_terminal and app.config.hubs):
        return []
    colleagues = import_module("learnlog.cli.colleagues")  # loads what reads hubs; most searches do without
    lines: list[str] = colleagues.who_may_know(app, _plain(_EXCLUDED.sub(" ", words)))
    return lines


def _plain(words: str) -> str:
    """The words of a query without its signs and fields."""
    return " ".join(_NO_WORD.sub(" ", words).split())


def _record_nothing(app: App, asked: Asked) -> None:
    if asked.as_json:
        app.output.record({"total": 0, "entries": []})
