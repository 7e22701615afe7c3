"""What was said and waits on this machine: sent to its hub, counted, put away with it."""

from collections.abc import Iterable
from datetime import datetime

from learnlog import respond
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.hubs import all_hubs, names_never_told, patience, pause
from learnlog.cli.params import confirmed
from learnlog.counting import counted
from learnlog.errors import LearnlogError, NotConfirmed
from learnlog.hub import Hub, exchange
from learnlog.hub.exchange import Line
from learnlog.respond import Held, Make, Send


def sender(app: App) -> Send:
    """What commits to a hub and pushes it."""
    line = Line(patience(app), pause, app.random)

    def send(hub: Hub, make: Make, when: datetime) -> str | None:
        return exchange.send(hub, line, make, when)

    return send


def send_waiting(app: App, hub: Hub) -> tuple[int, list[Held]]:
    """Send what waits for `hub`; how much went, and what must not. Raises RemoteFailed, Unusable."""
    sent = respond.send_all(hub, send=sender(app), when=app.now, names=names_never_told(app))
    return sent, held(app, hub)


def send_along(app: App, hub: Hub) -> None:
    """The same with what was just published: of that only what carries the person's name; no error."""
    try:
        sent = respond.send_waiting(hub, send=sender(app), when=app.now, names=names_never_told(app))
        tell_of_held(app, hub, held(app, hub))
    except LearnlogError as error:
        app.output.note(f"{error.message}; {counted(len(hub.outbox.paths()), 'response')} still to be sent")
    else:
        if sent:
            app.output.note(f"{counted(sent, 'response')} sent, too")


def held(app: App, hub: Hub) -> list[Held]:
    """What waits for `hub` and must not leave. Raises Unusable."""
    return list(respond.held(hub, names_never_told(app)).values())


def tell_of_held(app: App, hub: Hub, held: Iterable[Held]) -> None:
    """Name those, and say what can be done."""
    for each in held:
        app.output.note(
            f"what you said to {each.lesson} stays here, the guard found what must not leave: "
            f"{visible_line(', '.join(_found(each)))}; "
            f"change or delete {each.file}, then: learnlog hub pull {hub.name}"
        )


def held_record(each: Held) -> dict[str, object]:
    """The same as JSON; what was found is masked."""
    return {"id": each.lesson, "path": str(each.file), "found": _found(each)}


def _found(each: Held) -> list[str]:
    return list(dict.fromkeys(f"{finding.kind} {finding.masked}" for finding in each.findings))


def put_away(app: App, hub: Hub, *, yes: bool) -> None:
    """Before `hub` is forgotten: ask, where something waits, and keep that with the drafts.

    It must not go to whatever is called so next. What another hub sends as well, at the same address under
    the same name, is left to that one. Raises NotConfirmed, Unusable.
    """
    box = hub.outbox
    if any(other.outbox.folder == box.folder for other in all_hubs(app) if other.name != hub.name):
        return
    if not box.paths():
        box.clear_away()
        return
    waiting = counted(len(box.paths()), "response")
    if not (yes or app.is_interactive()):
        hint = f"send: learnlog hub pull {hub.name}; or put it aside: learnlog hub remove {hub.name} --yes"
        raise NotConfirmed(f"{waiting} still to be sent to {hub.name}", hint)
    if not yes:
        confirmed(app, f"{waiting} still to be sent: learnlog hub pull {hub.name}", "Remove it all the same?")
    drafts = app.data / "drafts" / f"{app.now:%Y%m%d-%H%M%S}-{hub.name}"
    box.move(drafts)
    app.output.note(f"{waiting} not sent; what you said is kept in {drafts}")
