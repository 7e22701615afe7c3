"""What finds secrets, and how well: `python -m tests.bench.secrets`.

Candidates that are not installed are named and left out: `pip install detect-secrets credsweeper`.
"""

import contextlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module, metadata
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, TypeAlias

from learnlog import guard

from . import SHARED

Flags: TypeAlias = Callable[[Mapping[str, str]], set[str]]  # name → text; the names of those it would hold

_SEEDS = 20


class Candidate(NamedTuple):
    """A detector: what it is called, the module that must be there, and what makes it ready."""

    name: str
    module: str
    ready: Callable[[], Flags]


class Case(NamedTuple):
    """A text, and whether it holds a secret."""

    name: str
    text: str
    is_secret: bool


class Score(NamedTuple):
    """How many texts were flagged, of those with a secret and of the harmless ones."""

    found: int
    secrets: int
    alarms: int
    harmless: int


def own() -> Flags:
    """The guard: what stops a lesson."""
    return lambda texts: {
        finding.where
        for finding in guard.inspect({name: text.encode() for name, text in texts.items()})
        if finding.stops
    }


def detect_secrets() -> Flags:
    """detect-secrets with its default plugins; it reads files."""
    scan = import_module("detect_secrets.core.scan")
    settings = import_module("detect_secrets.settings")

    def flags(texts: Mapping[str, str]) -> set[str]:
        with settings.default_settings(), _as_files(texts) as files:
            return {name for name, file in files.items() if any(True for _ in scan.scan_file(str(file)))}

    return flags


def credsweeper(*, by_model: bool) -> Flags:
    """CredSweeper, by its patterns and filters, or with its model on top of them."""
    app = import_module("credsweeper.app")
    threshold = import_module("credsweeper.common.constants").ThresholdPreset.medium if by_model else 0
    sweeper = app.CredSweeper(ml_threshold=threshold)
    provider = import_module("credsweeper.file_handler.text_content_provider").TextContentProvider

    def flags(texts: Mapping[str, str]) -> set[str]:
        with _as_files(texts) as files:
            names = {str(file): name for name, file in files.items()}
            sweeper.credential_manager.candidates.clear()
            sweeper.scan([provider(file) for file in files.values()], None)
            sweeper.post_processing(None)
            found = sweeper.credential_manager.get_credentials()
            return {names[str(line.path)] for each in found for line in each.line_data_list}

    return flags


CANDIDATES = (
    Candidate("own patterns", "learnlog.guard", own),
    Candidate("detect-secrets, default plugins", "detect_secrets", detect_secrets),
    Candidate("CredSweeper, patterns", "credsweeper", lambda: credsweeper(by_model=False)),
    Candidate("CredSweeper, patterns and model", "credsweeper", lambda: credsweeper(by_model=True)),
)


def main() -> None:
    """Print the table of docs/security.md."""
    if not (SHARED / "security").is_dir():
        sys.exit(f"no cases in {SHARED}; set LEARNLOG_SHARED")
    corpus = {str(path): path.read_text("utf-8") for path in sorted((SHARED / "corpus").rglob("*.md"))}
    for line in table(CANDIDATES, cases(range(_SEEDS)), corpus):
        print(line, flush=True)  # noqa: T201


def table(candidates: Iterable[Candidate], known: Sequence[Case], corpus: Mapping[str, str]) -> Iterator[str]:
    """The lines of a Markdown table: one candidate a line."""
    yield "| | secrets found | harmless flagged | lessons flagged | corpus, s | import, ms |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for candidate in candidates:
        if importlib.util.find_spec(candidate.module) is None:
            yield f"| {candidate.name} | not installed | | | | |"
            continue
        flags = candidate.ready()
        score = scored(known, flags)
        started = time.process_time()
        lessons = len(flags(corpus))
        seconds = time.process_time() - started
        loading = import_seconds(candidate.module) * 1000
        yield (
            f"| {_called(candidate)} | {score.found} of {score.secrets} ({score.found / score.secrets:.1%}) "
            f"| {score.alarms} of {score.harmless} ({score.alarms / score.harmless:.1%}) "
            f"| {lessons} of {len(corpus):,} | {seconds:.1f} | {loading:.0f} |"
        )


def cases(seeds: Iterable[int]) -> list[Case]:
    """The shared cases, each with the characters that every one of the `seeds` gives."""
    module = _secret_cases()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file to the garbage collector
        given = import_module("yaml").safe_load((SHARED / "security/secret-cases.yaml").read_text("utf-8"))
    return [
        Case(f"{number}-{seed}", module.expand(case["text"], f"{case['kind']}-{seed}"), case["must_flag"])
        for number, case in enumerate(given)
        for seed in seeds
    ]


def scored(known: Sequence[Case], flags: Flags) -> Score:
    """What a candidate makes of the cases."""
    flagged = flags({case.name: case.text for case in known})
    secrets = {case.name for case in known if case.is_secret}
    return Score(len(flagged & secrets), len(secrets), len(flagged - secrets), len(known) - len(secrets))


def import_seconds(module: str) -> float:
    """The least time of five that a new Python takes to import it, beyond starting."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    runs = (subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(5))
    return min(float(done.stdout) for done in runs)


@contextlib.contextmanager
def _as_files(texts: Mapping[str, str]) -> Iterator[dict[str, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{number}.md" for number, name in enumerate(texts)}
        for name, file in files.items():
            file.write_text(texts[name], "utf-8")
        yield files


def _called(candidate: Candidate) -> str:
    with contextlib.suppress(metadata.PackageNotFoundError):
        return f"{candidate.name} ({metadata.version(candidate.module.replace('_', '-'))})"
    return candidate.name


def _secret_cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("secret_cases", SHARED / "security/secret_cases.py")
    if spec is None or spec.loader is None:
        sys.exit(os.strerror(2))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
