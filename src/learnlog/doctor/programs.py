"""What learnlog runs on: Python, git and the packages, and whether they are new enough."""

import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion

from learnlog import __version__, repository
from learnlog.doctor.fault import Check, Fault, typed
from learnlog.errors import Unusable
from learnlog.repository import OLDEST

_DISTRIBUTION = "learnlog-journal"


def versions(folder: Path) -> dict[str, str | None]:
    """The version of each thing learnlog runs on; None of what is not there."""
    found: dict[str, str | None] = {
        "learnlog": __version__,
        "python": platform.python_version(),
        "git": _git(folder),
    }
    return found | {name: _installed(name) for name in sorted(map(_name, requirements()), key=str.casefold)}


def too_old(found: Mapping[str, str | None], wanted: Iterable[str]) -> Iterator[Fault]:
    """What of `found` is missing, or not what is `wanted` (as `click>=8.2`)."""
    git = found["git"]
    if git is None:
        yield Fault(
            Check.VERSIONS,
            "git",
            "is not installed",
            "the journal has no history, and no hub can be reached",
            f"install git {OLDEST} or newer",
        )
    elif not _fits(f"git>={OLDEST}", git):
        yield Fault(
            Check.VERSIONS,
            "git",
            f"is {git}, and {OLDEST} is the oldest that will do",
            "changes may not be committed",
            f"install git {OLDEST} or newer",
        )
    for requirement in wanted:
        name = _name(requirement)
        version = found.get(name)
        if version is None or not _fits(requirement, version):
            yield Fault(
                Check.VERSIONS,
                name,
                f"is {version or 'not installed'}, and {requirement} is wanted",
                "some commands may fail",
                typed("pip", "install", requirement),
            )


def requirements() -> list[str]:
    """The packages learnlog asks for, as it was installed; none where it was not installed but is run."""
    try:
        return [each for each in metadata.requires(_DISTRIBUTION) or () if ";" not in each]
    except metadata.PackageNotFoundError:
        return []


def _git(folder: Path) -> str | None:
    try:
        return ".".join(map(str, repository.version(folder)))
    except Unusable:
        return None


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _name(requirement: str) -> str:
    return Requirement(requirement).name


def _fits(requirement: str, version: str) -> bool:
    """Whether the version is one that the requirement allows; one that nobody can compare is."""
    try:
        return Requirement(requirement).specifier.contains(version, prereleases=True)
    except (InvalidRequirement, InvalidVersion):
        return True
