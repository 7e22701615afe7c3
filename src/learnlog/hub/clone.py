"""A hub as this machine has it: a bare clone, and its lessons as plain files. No remote is talked to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from learnlog import confirmations, repository, wordlists
from learnlog.entry import Entry
from learnlog.errors import Refused, Unusable
from learnlog.guard import NO_NAMES, Names
from learnlog.hub import export, layout
from learnlog.hub.about import About
from learnlog.hub.export import Difference
from learnlog.hub.outbox import Outbox, outbox_for
from learnlog.hub.responses import tally
from learnlog.hub.tree import Tree
from learnlog.hubsettings import HubSettings
from learnlog.repository import Change, Identity
from learnlog.response import NOBODY
from learnlog.rules import Asked, HubRules, Judgement
from learnlog.store import write_durably
from learnlog.values import Given

_OUTGOING = "refs/learnlog/outgoing"


@dataclass(frozen=True)
class Outgoing:
    """What would be committed: path → new bytes (None: removed), and what the commit says."""

    files: Mapping[str, bytes | None]
    message: str


@dataclass(frozen=True)
class Hub:
    """The hub `name`, kept under `root`; `settings` say where it comes from and who one is there.

    `root/.git` is the bare clone, `root/files` what `lessons/` holds in it. `names` are those that it must
    not tell where it is called something itself.
    """

    name: str
    settings: HubSettings
    root: Path
    names: Names = NO_NAMES
    _seen: dict[str, Entry] = field(default_factory=dict, repr=False, compare=False)

    @property
    def lock(self) -> Path:
        """What whoever changes the clone holds."""
        return self.root.parent / f"{self.name}.lock"

    @property
    def outbox(self) -> Outbox:
        """What was said to lessons, as whom one is here, and is not sent yet; outlives the clone."""
        return outbox_for(self.settings.url, self.settings.author, self.root.parent)

    @property
    def files(self) -> Path:
        """The folder of the lessons' plain files: `<author>/<id>-<slug>.md`."""
        return self.root / "files"

    @property
    def reading(self) -> Path:
        """What the person has read here, see `learnlog.hub.reading`; never part of the clone."""
        return self.root / "read.json"

    @property
    def tally(self) -> Path:
        """How often lessons were confirmed, see `learnlog.confirmations`."""
        return self.root / "tally.json"

    @property
    def heard(self) -> Path:
        """The file that names the commit up to which the person was told what others said."""
        return self.root / "heard"

    @cached_property
    def author(self) -> str:
        """The folder of one's own lessons. Raises Unusable when the name makes none."""
        return layout.author_folder(self.settings.author)

    @property
    def identity(self) -> Identity:
        """Whose name and address commits to this hub carry."""
        return Identity(self.settings.author, self.settings.address)

    def as_nobody(self) -> "Hub":
        """The same hub, for who does not want to be named in it."""
        nameless = self.settings._replace(author=NOBODY, address=f"{NOBODY}@learnlog.invalid")
        return replace(self, settings=nameless)

    @property
    def is_here(self) -> bool:
        """Whether there is a clone. Without this look, git would take a repository further up for it."""
        return (self.root / ".git" / "HEAD").is_file()

    @property
    def pulled(self) -> datetime | None:
        """When it was last brought to where the remote is; None when that is not known."""
        try:
            return datetime.fromisoformat(self._pulled.read_text().strip())
        except (OSError, ValueError):
            return None

    def mark_pulled(self, when: datetime) -> None:
        """Note that the clone is where the remote is `when` this is called. Raises Unusable."""
        write_durably(self._pulled, f"{when.astimezone(UTC).isoformat(timespec='seconds')}\n".encode())

    @property
    def _pulled(self) -> Path:
        return self.root / "pulled"

    @property
    def _exported(self) -> Path:
        return self.root / "exported"

    def tree(self) -> Tree:
        """The hub's files as they were when it was last pulled. Raises Unusable when it never was."""
        if not self.is_here:
            raise Unusable(
                f"the hub {self.name} is not on this machine yet", f"learnlog hub pull {self.name}"
            )
        said = repository.git(self.root, "rev-parse", "--verify", "--quiet", "HEAD", fine=(0, 1))
        return Tree(self.root, said.decode().strip() or None, self._seen)

    def export(self) -> Difference:
        """Bring the plain files, what was counted, and what its tags mean up to date with the clone.

        Raises Unusable.
        """
        tree = self.tree()
        words = tree.about.taxonomy.table() if tree.about else ""
        write_durably(self.root / wordlists.OF_HUB, words.encode("utf-8", "replace"))
        difference = export.bring_up_to_date(self.files, self._exported, tree)
        if tree.commit and confirmations.read(self.tally).commit != tree.commit:
            confirmations.write(self.tally, tally(tree, self.author))
        return difference

    def export_anew(self) -> None:
        """Write every plain file anew, whatever is there now. Raises Unusable."""
        self._exported.unlink(missing_ok=True)
        self.export()

    def differing(self) -> list[str]:
        """The plain files that are not what the clone holds, by path. Raises Unusable."""
        return export.differing(self.files, self.tree())

    def commit(self, tree: Tree, files: Mapping[str, bytes | None], message: str, when: datetime) -> str:
        """Commit `files` (None: gone) on top of `tree`, beside the branch; the commit's name.

        The commit tells the hub's name and address for this person and `when` in UTC, nothing else of
        them. Raises GitFailed.
        """
        repository.git(self.root, "update-ref", "-d", _OUTGOING)
        changes = [Change(path, data) for path, data in sorted(files.items())]
        return repository.commit(
            self.root,
            changes,
            message,
            who=self.identity,
            when=when.astimezone(UTC),
            parent=tree.commit,
            ref=_OUTGOING,
        ).name

    def adopt(self, commit: str | None) -> None:
        """Make `commit`, which the remote has taken, where the clone stands; None: before the first.

        Raises GitFailed.
        """
        words = ["HEAD", commit] if commit else ["-d", "HEAD"]
        repository.git(self.root, "update-ref", *words)
        repository.git(self.root, "update-ref", "-d", _OUTGOING)

    def judge(self, tree: Tree, entry_id: str, fields: Mapping[str, Given]) -> Judgement:
        """What becomes of one's own lesson with these fields, by the rules of `tree` and of the person."""
        about, own = tree.about or About(self.name), self.settings
        standing = tree.own(self.author).get(entry_id)
        rules = HubRules(
            self.name,
            Asked(about.whole_license, about.kinds),
            Asked(own.license, own.kinds),
            about.taxonomy,
        )
        return rules.judge(fields, standing.license if standing else None)

    def check_writable(self) -> None:
        """Raise Refused when the person has said that nothing goes to this hub."""
        if self.settings.read_only:
            raise Refused(
                f"the hub {self.name} is read-only for you; nothing goes there",
                f"if it may: learnlog hub set {self.name} read-only=false",
            )

    def check(self, tree: Tree, *, writing: bool = False) -> None:
        """Raise Unusable when `tree` is no hub's, or not one that this learnlog writes to.

        Raises Refused when it is to be written to and is read-only.
        """
        if writing:
            self.check_writable()
        if tree.commit is None:
            return
        _ = tree.blobs  # too many, or too large
        if tree.about is None:
            raise Unusable(
                f"{self.settings.url} is a repository, but not a hub: it has no {layout.ABOUT}",
                f"to make it one: learnlog hub add {self.name} {self.settings.url} --create",
            )
        if writing and tree.about.is_newer:
            raise Unusable(
                f"the hub {self.name} has format {tree.about.format}; this learnlog reads it, and writes "
                f"format {layout.FORMAT} only",
                "install a newer learnlog",
            )
