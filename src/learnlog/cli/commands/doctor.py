"""`learnlog doctor`: everything is looked at, and mended where nothing can be lost by it."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from learnlog import doctor
from learnlog.cli import checkup
from learnlog.cli.app import App
from learnlog.cli.hubs import all_hubs, patience, pause
from learnlog.cli.params import check_shown, confirmed, json_option, yes_option
from learnlog.config import Problem
from learnlog.doctor import Examination, Folders, Mended, Subject, Tools
from learnlog.hub import Hub, exchange
from learnlog.hub.exchange import Line


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Mend what can be mended without losing anything.")
@yes_option
@json_option
@click.pass_context
def command(ctx: click.Context, *, fix: bool, yes: bool, as_json: bool) -> None:
    """Look for what is wrong, and mend it.

    Looks at the entries (what cannot be read, double ids, names that clash, links and attachments that lead
    nowhere), at the journal's repository, at the index, the hubs, the settings, at permissions, versions and
    what is kept beside the journal. Of each fault it says where it is, what it leads to, and what to type.
    Nothing is changed, and no remote is talked to.

    With --fix it shows what it would mend, asks, and mends it: nothing is lost by that, what is replaced is
    set aside, and changes of entries are one change that `learnlog undo` takes back. Only a hub whose clone
    is damaged needs its remote.

    The exit status is 0 when nothing is wrong, and 1 when something is, after --fix when something is left.

    \b
      learnlog doctor
      learnlog doctor --fix
      learnlog doctor --json
    """
    app = ctx.ensure_object(App)
    problems, is_known = app.tolerate_settings()
    if not is_known:
        _end(ctx, app, Examination(doctor.without_journal(problems), {}), [], as_json=as_json)
    subject = _subject(app, problems)
    examination = doctor.examine(subject, app.output.progress)
    mended: list[Mended] = []
    remedies = [fault.remedy for fault in examination.faults if fault.remedy]
    if fix and remedies:
        check_shown(yes=yes, as_json=as_json)
        if not yes:
            confirmed(app, checkup.plan(app, examination.faults), "Mend that?")
        mended = list(doctor.mend(remedies, _tools(app, subject)))
        examination = doctor.examine(subject, app.output.progress)
    _end(ctx, app, examination, mended, as_json=as_json)


def _end(
    ctx: click.Context, app: App, examination: Examination, mended: list[Mended], *, as_json: bool
) -> None:
    """Say what was found and done, and end with the status that tells whether anything is wrong."""
    if as_json:
        app.output.record(checkup.record(app, examination, mended))
    else:
        checkup.show_mended(app, mended)
        checkup.show(app, examination)
    ctx.exit(1 if examination.faults else 0)


def _subject(app: App, problems: Sequence[Problem]) -> Subject:
    temporary = app.environment.get("TMPDIR") or tempfile.gettempdir()
    folders = Folders(app.cache, app.data, Path(temporary))
    return Subject(app.journal, all_hubs(app), app.config, problems, app.settings_file, folders, app.now)


def _tools(app: App, subject: Subject) -> Tools:
    def clone_anew(hub: Hub, aside: Path) -> None:
        exchange.renew(hub, Line(patience(app), pause, app.random), aside)
        hub.mark_pulled(app.now)

    return Tools(
        journal=app.journal,
        aside=subject.folders.aside / f"{app.now:%Y%m%d-%H%M%S}",
        random=app.random,
        rebuild=lambda: app.index_not_caught_up().rebuild(app.output.progress),
        clone_anew=clone_anew,
    )
