"""`learnlog rm`: an entry goes."""

from collections.abc import Sequence

import click

from learnlog import revise
from learnlog.cli.app import App
from learnlog.cli.clean import visible_title
from learnlog.cli.completing import complete_ref
from learnlog.cli.params import confirmed, json_option, yes_option
from learnlog.counting import counted
from learnlog.entry import Entry


@click.command("rm")
@click.argument("refs", metavar="REF...", nargs=-1, required=True, shell_complete=complete_ref)
@yes_option
@json_option
@click.pass_obj
def command(app: App, refs: Sequence[str], *, yes: bool, as_json: bool) -> None:
    """Remove an entry.

    Several are one change. What was attached to an entry goes with it. `learnlog undo` brings all back.

    \b
      learnlog rm k3f9
      learnlog rm 1 2 5 --yes
    """
    located = [app.refs.with_places(app.refs.own(ref)) for ref in refs]
    entries = [each.entry for each in located]
    published = {each.entry.id: each.also for each in located}
    if not yes:
        confirmed(app, "\n".join(_shown(app, entry) for entry in entries), "Remove?")
    removed = revise.remove(app.journal, [entry.path for entry in entries])
    if as_json:
        records = [
            {"id": entry.id, "title": entry.title, "path": str(app.journal.store.absolute(entry.path))}
            for entry in removed
        ]
        app.output.record({"total": len(removed), "removed": records})
    for entry in removed:
        if not as_json:
            app.output.line(f"removed {entry.id}  {visible_title(entry.title)}")
        for hub in published[entry.id]:
            app.output.note(
                f"it stays published in {hub}: learnlog retract {entry.id} --from {hub} takes it back"
            )
    app.output.note("to bring it back: learnlog undo")


def _shown(app: App, entry: Entry) -> str:
    attached = len(revise.attachments(app.journal, entry))
    return f"{entry.id}  {visible_title(entry.title)}" + (
        f"  (and {counted(attached, 'attached file')})" if attached else ""
    )
