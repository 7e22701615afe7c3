"""`learnlog config`: the settings."""

from collections.abc import Sequence
from typing import Any

import click

from learnlog import config as settings
from learnlog import editor
from learnlog.cli.app import App
from learnlog.cli.completing import complete_setting
from learnlog.cli.params import json_option
from learnlog.config import SETTINGS, Layer, Plain
from learnlog.errors import ConfigError, NothingFound
from learnlog.store import write_durably

_JOURNALS_FILE = ".learnlog/config.yaml"

local_option = click.option("--local", is_flag=True, help="The journal's own settings, not yours.")


@click.group("config", invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Show and change settings.

    Without more words: every setting, its value, and where that comes from: the default, your file, the
    journal's own file, or an environment variable (LEARNLOG_EDITOR for editor), the last one winning.

    \b
      learnlog config
      learnlog config set editor "code --wait"
      learnlog config set --local lang de
      learnlog config edit
    """
    if context.invoked_subcommand is None:
        _list(context.ensure_object(App), as_json=as_json)


@command.command("get")
@click.argument("name", shell_complete=complete_setting)
@json_option
@click.pass_obj
def get(app: App, name: str, *, as_json: bool) -> None:
    """Show one setting's value.

    Exit status 1 when it has none.

    \b
      learnlog config get editor
    """
    found = settings.setting(name)
    value = app.config.values[name]
    if as_json:
        app.output.record(_record(app, found.name))
    if value in (None, ()):
        raise NothingFound(f"{name} is not set", f"{found.help} To set it: learnlog config set {name} VALUE")
    if not as_json:
        app.output.line(_shown(value))


@command.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("name", shell_complete=complete_setting)
@click.argument("words", metavar="VALUE...", nargs=-1, required=True, type=click.UNPROCESSED)
@local_option
@click.pass_obj
def set_(app: App, name: str, words: Sequence[str], *, local: bool) -> None:
    """Set a setting.

    In your file, or with --local in the journal's own, which others see when you share the journal.

    \b
      learnlog config set editor nano
      learnlog config set journal ~/notes/work
      learnlog config set --local template til
    """
    value = " ".join(words)
    if name == "journal":
        value = str(app.place(value))
    _put(app, name, value, local=local)


@command.command("unset")
@click.argument("name", shell_complete=complete_setting)
@local_option
@click.pass_obj
def unset(app: App, name: str, *, local: bool) -> None:
    """Remove a setting, so that the default counts again.

    \b
      learnlog config unset editor
    """
    _put(app, name, None, local=local)


@command.command("edit")
@local_option
@click.pass_obj
def edit(app: App, *, local: bool) -> None:
    """Open the settings file in your editor.

    What is wrong in it afterwards is named with its line. A file that is not there yet lists every setting.

    \b
      learnlog config edit
      learnlog config edit --local
    """
    layer = _layer(app, local=local)
    if local:
        app.journal.begin()
    if not layer.path.exists():
        write_durably(layer.path, _commented(layer).encode())
    editor.open_file(layer.path, _editor(app))
    if local:
        with app.journal.change("config edit") as change:
            change.adopt(_JOURNALS_FILE)
    settings.read([layer], {})


@command.command("path")
@local_option
@click.pass_obj
def path(app: App, *, local: bool) -> None:
    """Show where the settings file is.

    \b
      learnlog config path
    """
    app.output.line(str(_layer(app, local=local).path))


def _list(app: App, *, as_json: bool) -> None:
    if as_json:
        app.output.record(
            {"file": str(app.settings_file), "settings": [_record(app, each.name) for each in SETTINGS]}
        )
        return
    widths = [
        max(map(len, column)) for column in zip(*(_row(app, each.name) for each in SETTINGS), strict=True)
    ]
    for each in SETTINGS:
        row = _row(app, each.name)
        padded = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        app.output.line(padded.rstrip() if app.output.on_terminal else "\t".join(row))


def _row(app: App, name: str) -> tuple[str, str, str]:
    return name, _shown(app.config.values[name]), app.config.origins[name]


def _record(app: App, name: str) -> dict[str, Any]:
    found, value = settings.setting(name), app.config.values[name]
    return {
        "name": name,
        "value": list(value) if isinstance(value, tuple) else value,
        "from": app.config.origins[name],
        "allowed": found.allowed,
        "help": found.help,
    }


def _shown(value: Plain) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _layer(app: App, *, local: bool) -> Layer:
    if local:
        return Layer(app.journal_folder / _JOURNALS_FILE, in_journal=True)
    return Layer(app.settings_file)


def _put(app: App, name: str, words: str | None, *, local: bool) -> None:
    layer = _layer(app, local=local)
    if not local:
        settings.put(layer.path, name, words)
        return
    settings.with_setting(layer, name, words)  # what is refused must not make a journal
    with app.journal.change(f"config {'unset' if words is None else 'set'} {name}") as change:
        change.put(_JOURNALS_FILE, settings.with_setting(layer, name, words).encode())


def _commented(layer: Layer) -> str:
    allowed = [each for each in SETTINGS if each.in_journal or not layer.in_journal]
    return "".join(f"# {each.help} ({each.allowed})\n# {each.name}:\n\n" for each in allowed)


def _editor(app: App) -> str:
    """The editor, also while the settings that might name it are broken."""
    try:
        return app.editor
    except ConfigError:
        return app.environment.get("VISUAL") or app.environment.get("EDITOR") or "vi"
