"""The settings: what in them is wrong, and what they name that is not there."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from learnlog import templates
from learnlog.config import Config, Problem
from learnlog.doctor.fault import Check, Fault, typed


def problems(found: Iterable[Problem]) -> Iterator[Fault]:
    """What cannot be read, or is not allowed."""
    for each in found:
        yield Fault(
            Check.SETTINGS,
            each.where,
            each.what,
            "until that is mended every other command stops with this error",
            each.command,
        )


def without_journal(found: Iterable[Problem]) -> list[Fault]:
    """All that is known where the settings cannot even tell which journal is meant."""
    unknown = Fault(
        Check.SETTINGS,
        "journal",
        "it is not known which journal is meant",
        "nothing else was looked at",
        "learnlog --journal DIR doctor",
    )
    return [*problems(found), unknown]


def choices(config: Config, root: Path) -> Iterator[Fault]:
    """Names of things that are not there; `root` is the journal's folder."""
    hub, template = config.text("hub"), config.text("template")
    if hub and hub not in config.hubs:
        yield Fault(
            Check.SETTINGS,
            config.origins["hub"],
            f"hub: there is no hub {hub}",
            "`publish` without --to does not know where to go",
            typed("learnlog", "config", "set", "hub", ""),
        )
    own = root / ".learnlog" / "templates" / f"{template}.md"
    if template and template not in templates.NAMES and not own.is_file():
        yield Fault(
            Check.SETTINGS,
            config.origins["template"],
            f"template: there is no template {template}",
            "`add` without words stops with an error",
            f"make {own}",
        )
