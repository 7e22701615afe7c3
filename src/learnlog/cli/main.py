"""The root command: the table of commands, the global options, errors to exit status."""

import atexit
import contextlib
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from learnlog import __version__
from learnlog.cli import freewords
from learnlog.cli.app import App
from learnlog.cli.clean import visible
from learnlog.cli.output import Output
from learnlog.errors import LearnlogError, Unusable

INTERRUPTED = 130


class Row(NamedTuple):
    """A command: the group it is listed in, its name, its one line of help."""

    group: str
    name: str
    help: str

    @property
    def module(self) -> str:
        """The module that holds it; imported when the command is run, no sooner."""
        return f"learnlog.cli.commands.{self.name.replace('import', 'import_')}"


COMMANDS = (
    Row("Capture", "add", "Write down what you learned."),
    Row("Capture", "ask", "Write down a question that is open."),
    Row("Capture", "answer", "Answer a question with a lesson."),
    Row("Capture", "edit", "Change an entry in your editor."),
    Row("Capture", "set", "Set fields of an entry."),
    Row("Capture", "tag", "Add and remove an entry's tags."),
    Row("Capture", "tags", "List tags, or rename one everywhere."),
    Row("Capture", "done", "Say what a lesson became: a runbook, a test, a rule."),
    Row("Capture", "rm", "Remove an entry."),
    Row("Capture", "undo", "Take back the last change of the journal."),
    Row("Capture", "history", "Show how an entry came to be what it is."),
    Row("Find", "search", "Find entries, in your own words."),
    Row("Find", "brief", "Show what fits the work you are about to begin."),
    Row("Find", "list", "List entries, newest first."),
    Row("Find", "show", "Show entries."),
    Row("Find", "related", "Find entries near another one."),
    Row("Find", "who", "Find colleagues who know about a topic."),
    Row("Find", "open", "Open an entry's file, or the journal, in your editor."),
    Row("Share", "hub", "Add, list, remove, pull and follow shared repositories."),
    Row("Share", "publish", "Hand lessons on to a hub."),
    Row("Share", "retract", "Take a published lesson back."),
    Row("Share", "helped", "Say that a lesson helped, did not work, or is out of date."),
    Row("Share", "reply", "Say something to a lesson, for all who read it."),
    Row("Share", "suggest", "Propose another text for a colleague's lesson."),
    Row("Share", "suggestions", "Show what colleagues propose for your lessons."),
    Row("Share", "accept", "Take a colleague's suggestion into your entry."),
    Row("Share", "bundle", "Put lessons into one thing to hand over."),
    Row("Share", "import", "Take in a folder of Markdown files, or a bundle."),
    Row("Care", "init", "Make a journal."),
    Row("Care", "status", "Show what is published, changed, not committed, and what others said."),
    Row("Care", "doctor", "Look for what is wrong, and mend it."),
    Row("Care", "backup", "Put everything into one file, and verify it."),
    Row("Care", "restore", "Read a backup into an empty folder."),
    Row("Care", "reindex", "Build the search index anew."),
    Row("Care", "config", "Show and change settings."),
    Row("Care", "completion", "Print the completion script for a shell."),
)
_ROWS = {row.name: row for row in COMMANDS}


class Root(click.Group):
    """Loads a command's module when it is wanted, and turns every error into words and a status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands, in the order of the table."""
        return [row.name for row in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load the command `cmd_name`."""
        if cmd_name not in _ROWS:
            return None
        loaded = importlib.import_module(_ROWS[cmd_name].module).command
        if not isinstance(loaded, click.Command):
            raise TypeError(cmd_name)
        return loaded

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that `args` begin with; one that is not there is told with the nearest one."""
        name = args[0]
        if name not in _ROWS and not name.startswith("-") and not ctx.resilient_parsing:
            near = importlib.import_module("difflib").get_close_matches(name, _ROWS, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"there is no command {name}{meant}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands by group, from the table alone."""
        for group in dict.fromkeys(row.group for row in COMMANDS):
            with formatter.section(group):
                formatter.write_dl([(row.name, row.help) for row in COMMANDS if row.group == group])

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's signature
    ) -> click.Context:
        """Read the command line, and answer `--help` and `--version`."""
        with _while_read():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _while_read():
            return super().invoke(ctx)

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
        """Run, and exit with the status that cli.md promises."""
        app: App | None = extra.pop("obj", None)
        extra["standalone_mode"] = False
        words = sys.argv[1:] if args is None else list(args)
        try:
            app = app or App()
            status = super().main(words, obj=app, **extra)
        except Exception as error:  # noqa: BLE001 - whatever it is, a person wants words
            with contextlib.suppress(BrokenPipeError):
                _say(app, error, words)
            status = _status(error)
        sys.exit(status if isinstance(status, int) else 0)


@contextlib.contextmanager
def _while_read() -> Iterator[None]:
    """End quietly when whoever reads our output has seen enough, as in `learnlog list | head`."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Left in place, click would make it status 1, and Python complain at the end about what is unsaid.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


def _status(error: Exception) -> int:
    if isinstance(error, click.Abort):
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        return error.exit_code
    return error.status if isinstance(error, LearnlogError) else LearnlogError.status


def _say(app: App | None, error: Exception, args: Sequence[str]) -> None:
    """Say what went wrong; nothing after Ctrl-C, and plain help where only that was wanting."""
    if app and app.verbose:
        lines = importlib.import_module("traceback").format_exception(error)
        click.echo(visible("".join(lines)), err=True, nl=False)
    if isinstance(error, click.Abort):
        return
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    output = app.output if app else Output("auto", os.environ)
    output.error(_in_words(error, args))


def _in_words(error: Exception, args: Sequence[str]) -> LearnlogError:
    if isinstance(error, LearnlogError):
        return error
    if isinstance(error, click.UsageError):
        return LearnlogError(error.format_message(), freewords.hint(error, args) or _usage_hint(error))
    if isinstance(error, click.ClickException):
        return LearnlogError(error.format_message())
    if isinstance(error, OSError) and error.strerror:
        where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
        return Unusable(f"{where}{error.strerror}")
    return LearnlogError(f"this should not have happened: {error!r}", "run it again with -v and report it")


def _usage_hint(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "learnlog"
    if isinstance(error, click.NoSuchOption) and error.option_name in _options_before_the_command():
        program, _, words = path.partition(" ")
        return f"{error.option_name} goes before the command: {program} {error.option_name} {words}"
    return f"see: {path} --help"


def _options_before_the_command() -> set[str]:
    return {name for option in root.params for name in option.opts}


@click.group(
    cls=Root,
    invoke_without_command=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--journal", metavar="DIR", help="The journal to use, instead of ~/learnlog.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colours."
)
@click.option("-v", "--verbose", is_flag=True, help="Show where an error came from.")
@click.option("-q", "--quiet", is_flag=True, help="Say only results and errors.")
@click.version_option(__version__, prog_name="learnlog", message="%(prog)s %(version)s")
@click.pass_obj
def root(app: App, journal: str | None, color: str, *, verbose: bool, quiet: bool) -> None:
    """Write down what your work teaches you, find it when you are stuck, hand it on.

    \b
      learnlog add "Undo the last commit but keep the work. git reset --soft HEAD~1"
      learnlog search how do I undo a commit
      learnlog publish @last --to team
    """
    app.only_shows = _ROWS[str(click.get_current_context().invoked_subcommand)].group == "Find"
    app.journal_flag, app.color, app.verbose, app.quiet = journal, color, verbose, quiet


def main() -> None:
    """Start learnlog; never returns."""
    try:
        root.main(prog_name="learnlog")
    except SystemExit as end:
        _end(end.code if isinstance(end.code, int) else int(end.code is not None))


def _end(status: int) -> None:
    """End at once: to take everything apart first, as Python does, takes as long as a small search."""
    atexit._run_exitfuncs()  # noqa: SLF001 - what was asked for is done
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(
            OSError, ValueError, AttributeError
        ):  # nobody reads it, it is closed, or none
            stream.flush()
    os._exit(status)
