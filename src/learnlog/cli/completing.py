"""What the shell offers at TAB: REFs with their titles, tags, kinds, projects, hubs, licenses, templates.

Nothing here may fail or wait: a TAB that cannot be answered offers nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

import click

from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.config import SETTINGS
from learnlog.entry import KINDS
from learnlog.hubsettings import CHANGEABLE, HUB_FIELDS
from learnlog.store import Card

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_MOST = 50

Offer: TypeAlias = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]


def _offering(items: Callable[[App], Iterable[tuple[str, str]]]) -> Offer:
    def offer(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        try:
            found = items(app_of(ctx))
            fitting = [(value, told) for value, told in found if value.startswith(incomplete)]
        except Exception:  # noqa: BLE001 - a TAB has nowhere to report to
            return []
        item = import_module("click.shell_completion").CompletionItem  # which most commands do without
        plain = [(value, told) for value, told in fitting if value == visible_line(value)]
        return [item(value, help=visible_title(told) or None) for value, told in plain[:_MOST]]

    return offer


def app_of(ctx: click.Context) -> App:
    """The App of a command line that is only completed: its `--journal` counts, and it says nothing."""
    app = ctx.find_object(App) or App()
    app.journal_flag = app.journal_flag or ctx.find_root().params.get("journal")
    app.quiet = True
    return app


def _rows(app: App) -> Sequence[Card]:
    """Every entry in brief; none before the first search has built the index, which can take a while."""
    return app.rows() if (app.cache / "index").is_dir() else ()


def _refs(app: App) -> Iterable[tuple[str, str]]:
    return [("@last", "the newest entry"), *((row.entry.id, row.entry.title) for row in _rows(app))]


def _tags(app: App) -> Iterable[tuple[str, str]]:
    return sorted({(tag, "") for row in _rows(app) for tag in row.entry.tags})


def _signed_tags(app: App) -> Iterable[tuple[str, str]]:
    return [(sign + tag, "") for sign in "+-" for tag, _ in _tags(app)]


def _kinds(app: App) -> Iterable[tuple[str, str]]:
    return [(kind, "") for kind in dict.fromkeys([*KINDS, *(row.entry.kind for row in _rows(app))])]


def _projects(app: App) -> Iterable[tuple[str, str]]:
    return sorted({(row.entry.project, "") for row in _rows(app) if row.entry.project})


def _countable(_app: App) -> Iterable[tuple[str, str]]:
    return [
        (name, "")
        for name in ("tag", "kind", "project", "author", "hub", "status", "lang", "source", "year", "month")
    ]


def _hubs(app: App) -> Iterable[tuple[str, str]]:
    return [(name, hub.url) for name, hub in app.config.hubs.items()]


def _scopes(app: App) -> Iterable[tuple[str, str]]:
    return [("all", "own entries and every hub"), ("mine", "own entries"), *_hubs(app)]


def _settings(_app: App) -> Iterable[tuple[str, str]]:
    return [(setting.name, setting.help) for setting in SETTINGS]


def _hub_fields(_app: App) -> Iterable[tuple[str, str]]:
    return [(f"{field.name}=", field.allowed) for field in HUB_FIELDS if field.name in CHANGEABLE]


def _licenses(_app: App) -> Iterable[tuple[str, str]]:
    return [(name, "") for name in import_module("learnlog.licenses").names()]


def _templates(app: App) -> Iterable[tuple[str, str]]:
    return [(name, "") for name in app.template_names()]


complete_countable = _offering(_countable)
complete_ref = _offering(_refs)
complete_tag = _offering(_tags)
complete_signed_tag = _offering(_signed_tags)
complete_kind = _offering(_kinds)
complete_project = _offering(_projects)
complete_hub = _offering(_hubs)
complete_hub_field = _offering(_hub_fields)
complete_license = _offering(_licenses)
complete_scope = _offering(_scopes)
complete_setting = _offering(_settings)
complete_template = _offering(_templates)
