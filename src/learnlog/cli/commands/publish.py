"""`learnlog publish`: hand lessons on; what leaves is shown first, and nothing else does."""

import click

from learnlog.cli.app import App
from learnlog.cli.completing import complete_hub
from learnlog.cli.hubs import hub_meant
from learnlog.cli.naming import Named, dry_run_option, named_options
from learnlog.cli.params import json_option, yes_option
from learnlog.cli.publishing import Wanted, carry_out


@click.command("publish")
@named_options
@click.option(
    "--to", "hub_name", metavar="HUB", shell_complete=complete_hub, help="Where to; else the only hub."
)
@dry_run_option
@yes_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option of the contract
    app: App,
    named: Named,
    hub_name: str | None,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Hand lessons on to a hub.

    Shows the files as they would be, the differences from what is published already, what stays at home, and
    what the guard found; then asks, and pushes only that. Context, private passages and fields of your own
    never leave. Without REF and --query it takes what is ready: your lessons with the status proven (or
    what the hub's query finds, see `learnlog hub set`), and those that are published and have changed since;
    on a terminal you choose among them.

    A secret, or a name from your list publish.never, holds its lesson. On a terminal you decide about each:
    edit, put a placeholder into the published copy, allow this one, skip the lesson. What is skipped is named
    at the end; when that is all of them, the exit status is 4. Mail addresses, phone numbers, private hosts
    and the like are warnings: shown, and covered by your yes.

    \b
      learnlog publish @last
      learnlog publish k3f9 2 --to team --dry-run
      learnlog publish --query tag:git --yes
    """
    wanted = Wanted(named, dry_run=dry_run, yes=yes, as_json=as_json)
    return carry_out(app, hub_meant(app, hub_name, writing=True), wanted)
