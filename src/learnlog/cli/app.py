"""The outer world of a command: environment, time, terminal, settings; each opened when first asked for."""

import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING, TypeVar

import platformdirs

from learnlog import config as settings
from learnlog.cli.output import Output
from learnlog.config import Config, Layer, Problem
from learnlog.errors import Unusable
from learnlog.refs import Located, Refs
from learnlog.store import Card, Store, digest

if TYPE_CHECKING:
    from learnlog.confirmations import Confirmed, Tally
    from learnlog.index import Index
    from learnlog.journal import Journal

_Answer = TypeVar("_Answer")

_FEW_FILES = 100  # that are read while somebody waits for something else


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise Unusable("the folder you are in is no longer there", "go to another one: cd") from None


@dataclass
class App:
    """What the commands share. Tests hand in another environment, clock and chance."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    folder: Path = field(default_factory=_current_folder)
    clock: Callable[[], datetime] = lambda: datetime.now().astimezone()
    random: Random = field(default_factory=SystemRandom)
    journal_flag: str | None = None
    color: str = "auto"
    verbose: bool = False
    quiet: bool = False
    only_shows: bool = True  # and does nothing that has to come to its end
    machine_name: str = field(default_factory=lambda: os.uname().nodename.partition(".")[0])

    @cached_property
    def now(self) -> datetime:
        """The moment this command runs, in the local zone; one moment for all of it."""
        return self.clock()

    @cached_property
    def output(self) -> Output:
        """How results and remarks reach the person."""
        return Output(self.color, self.environment, quiet=self.quiet, only_shows=self.only_shows)

    @cached_property
    def settings_file(self) -> Path:
        """The person's own settings."""
        named = self.environment.get("LEARNLOG_CONFIG")
        return self.place(named) if named else platformdirs.user_config_path("learnlog") / "config.yaml"

    @cached_property
    def config(self) -> Config:
        """All settings. Raises ConfigError."""
        if self.environment.get("LEARNLOG_CONFIG") and not self.settings_file.exists():
            self.output.note(f"the settings file {self.settings_file} does not exist yet")
        return settings.read(self._layers(), self.environment)

    def tolerate_settings(self) -> tuple[Sequence[Problem], bool]:
        """What is wrong in the settings, which counts as not set from here on; whether the journal is known.

        It is not where the file that would name it cannot be read. Raises Unusable.
        """
        own, problems = settings.read_as_far_as_possible([Layer(self.settings_file)], {})
        if not self._journal_named and any(problem.name in {"", "journal"} for problem in problems):
            return problems, False
        self.journal_folder = self._folder_called(self._journal_named or own.text("journal"))
        self.config, problems = settings.read_as_far_as_possible(self._layers(), self.environment)
        return problems, True

    def _layers(self) -> list[Layer]:
        journals_own = self.journal_folder / ".learnlog" / "config.yaml"
        return [Layer(self.settings_file), Layer(journals_own, in_journal=True)]

    def place(self, words: str | Path) -> Path:
        """Where a path as a person writes it leads: `~` is a home folder. Raises Unusable."""
        try:
            return self.folder / Path(words).expanduser()
        except RuntimeError:
            raise Unusable(f"{words}: there is no such home folder", f"if it is a name: ./{words}") from None

    @property
    def _journal_named(self) -> str | None:
        """The journal as it was named for this one command."""
        return self.journal_flag or self.environment.get("LEARNLOG_JOURNAL")

    @cached_property
    def journal_folder(self) -> Path:
        """Where the journal is: the flag, else the environment, else the settings, else ~/learnlog."""
        named = self._journal_named
        if not named:
            named = settings.read([Layer(self.settings_file)], {}).text("journal")
        return self._folder_called(named)

    def _folder_called(self, named: str | None) -> Path:
        folder = self.place(named or "~/learnlog")
        if folder.exists() and not folder.is_dir():
            raise Unusable(f"the journal {folder} is not a folder", "name a folder with --journal")
        return Path(os.path.realpath(folder))

    @cached_property
    def journal(self) -> "Journal":
        """The person's journal."""
        module = import_module("learnlog.journal")  # loads what speaks with git, which looking does without
        journal: Journal = module.Journal(self.journal_folder, self.now, self.output.note)
        return journal

    @cached_property
    def stores(self) -> list[Store]:
        """The journal's entries first, then those of every hub: first of those that can be written to."""
        if self._journal_named and not self.journal_folder.exists():
            self.output.note(f"the journal {self.journal_folder} does not exist yet")
        names = sorted(self.config.hubs, key=lambda name: self.config.hubs[name].read_only)
        hubs = [Store(self.hubs_folder / name / "files", hub=name) for name in names]
        return [Store(self.journal_folder, dates=self._first_dates), *hubs]

    def _first_dates(self) -> Mapping[str, datetime]:
        return self.journal.first_dates()

    @cached_property
    def index(self) -> "Index":
        """The index of all stores, brought up to date."""
        index = self.index_not_caught_up()
        index.catch_up(self.output.progress)
        self._tell_of(index)
        return index

    def ask(self, question: "Callable[[Index], _Answer]") -> _Answer:
        """What the index of all stores answers; `question` does nothing but ask it, perhaps twice."""
        if "index" in vars(self):
            return question(self.index)
        index = self.index_not_caught_up()
        answer = index.ask(lambda: question(index), self.output.progress)
        self.index = index
        self._tell_of(index)
        return answer

    def _tell_of(self, index: "Index") -> None:
        for note in index.notes:
            self.output.note(note)
        self.output.warn_of_problems(index.problems())

    def index_as_it_is(self) -> "tuple[Index, list[Located]] | None":
        """The index without catching up, and the entries it does not know yet; None when they are many."""
        index = self.index_not_caught_up()
        unread = index.as_it_is()
        if len(unread) > _FEW_FILES:
            return None
        stores = {store.hub: store for store in self.stores}
        located = []
        for hub, path in unread:
            with contextlib.suppress(Unusable):  # gone meanwhile, or not to be read
                located.append(Located(stores[hub], stores[hub].open(path)))
        return index, located

    def index_not_caught_up(self) -> "Index":
        """The index of all stores, as it was made; whoever asks it must bring it up to date."""
        module = import_module("learnlog.index")  # loads whoosh, which most commands do without
        index: Index = module.Index(self.cache / "index", self.stores, self.config.text("lang"))
        return index

    @cached_property
    def refs(self) -> Refs:
        """How entries are named in this terminal."""
        return Refs(
            lambda: self.index, self.stores, self.cache / "rows" / f"{self.terminal}.json", self.folder
        )

    def rows(self) -> Sequence[Card]:
        """Every entry in brief, as the index knows it now."""
        cards: Sequence[Card] = self.index.cards()
        return cards

    def template_names(self) -> list[str]:
        """The built-in templates' names, then the person's own."""
        own = sorted(path.stem for path in self.templates_folder.glob("*.md"))
        return list(dict.fromkeys([*import_module("learnlog.templates").NAMES, *own]))

    @property
    def templates_folder(self) -> Path:
        """Where the journal's own templates are."""
        return self.journal_folder / ".learnlog" / "templates"

    @cached_property
    def cache(self) -> Path:
        """Where what is derived from this journal is kept; for the owner alone."""
        key = digest(os.fsencode(self.journal_folder))[:16]
        return platformdirs.user_cache_path("learnlog") / f"{self.journal_folder.name}-{key}"

    @cached_property
    def data(self) -> Path:
        """Where drafts and the hubs' clones are kept."""
        return platformdirs.user_data_path("learnlog")

    @cached_property
    def machine(self) -> str:
        """What tells this machine's events from those of the person's other ones. Raises Unusable."""
        events = import_module("learnlog.events")
        machine: str = events.machine_id(self.data / "machine", self.random)
        return machine

    @cached_property
    def helped(self) -> "Mapping[str, Confirmed]":
        """How often each entry has helped the person, by its id."""
        if not (self.journal_folder / ".learnlog/events").is_dir():
            return {}
        events = import_module("learnlog.events")  # most journals have none, and a search waits for it
        helped: Mapping[str, Confirmed] = events.confirmed(self.journal_folder)
        return helped

    @cached_property
    def tallies(self) -> "Mapping[str, Tally]":
        """What was counted in each hub, by its name, when it was last pulled."""
        if not self.config.hubs:
            return {}
        read = import_module("learnlog.confirmations").read  # as above
        return {name: read(self.hubs_folder / name / "tally.json") for name in self.config.hubs}

    @property
    def hubs_folder(self) -> Path:
        """Where the hubs' clones are: `<name>/files` holds each hub's lessons as plain files."""
        return self.data / "hubs"

    @property
    def editor(self) -> str:
        """The command that opens the person's editor."""
        chosen = self.config.text("editor")
        return chosen or self.environment.get("VISUAL") or self.environment.get("EDITOR") or "vi"

    @property
    def pager(self) -> str:
        """The command that pages long output."""
        return self.config.text("pager") or self.environment.get("PAGER") or "less -FRX"

    @cached_property
    def terminal(self) -> str:
        """What tells this terminal from the person's other ones."""
        return str(os.getsid(0)) if hasattr(os, "getsid") else os.urandom(4).hex()

    def is_interactive(self) -> bool:
        """Whether a person sits in front of it, so that a question can be asked."""
        return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
