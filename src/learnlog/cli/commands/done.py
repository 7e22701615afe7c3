"""`learnlog done`: what a lesson became."""

from collections.abc import Sequence

import click

from learnlog import revise
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.params import json_option
from learnlog.cli.revising import say_revised


@click.command("done")
@click.argument("ref", shell_complete=complete_ref)
@click.argument("links", metavar="LINK...", nargs=-1, required=True)
@json_option
@click.pass_obj
def command(app: App, ref: str, links: Sequence[str], *, as_json: bool) -> None:
    """Say what a lesson became: a runbook, a test, a rule.

    A lesson is learned when something changed. LINK is where to see it: a URL, a file, a few words. The
    lesson's status becomes `embedded`. A question or a decision keeps its status.

    \b
      learnlog done k3f9 https://wiki/runbook#reset
      learnlog done @last tests/test_rounding.py "checklist for releases"
    """
    located = app.refs.own(ref)
    entry = revise.done(app.journal, located.entry.path, links)
    say_revised(app, located, entry, as_json=as_json)
