"""Lessons put into one thing to hand over: prepare, plan, put.

Nothing leaves that the guard would hold back from a hub: then there is no bundle at all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from learnlog import bundle, guard, passages
from learnlog.bundle import Lesson, Names, Places, Rules, Selection, bag, contents, handover, packing, page
from learnlog.entry import slug
from learnlog.errors import Unusable
from learnlog.guard import Finding

FORMAT = 1
_PAGE = "handover.md"


class Form(StrEnum):
    """What a bundle is: a bag in a folder or an archive, or one page."""

    DIR = "dir"
    ZIP = "zip"
    TAR_GZ = "tar.gz"
    MD = "md"
    HTML = "html"

    @property
    def is_bag(self) -> bool:
        """Whether it holds the lessons as files."""
        return self in {Form.DIR, Form.ZIP, Form.TAR_GZ}

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and no folder."""
        return self is not Form.DIR


@dataclass(frozen=True)
class Prepared:
    """The lessons as they would leave, oldest first.

    `hidden` are files that nothing that leaves may name, `never` are names that the person keeps.
    """

    lessons: Sequence[Lesson]
    form: Form
    author: str
    hidden: Names
    never: guard.Names


@dataclass(frozen=True)
class Plan:
    """A bundle before it is put down: its `files` by path, or the one that it is.

    `findings` are what the guard saw in it; `named` is the hidden file that the hand-over page names.
    """

    prepared: Prepared
    files: Mapping[str, bytes]
    findings: Sequence[Finding]
    named: str = ""

    @property
    def held(self) -> list[tuple[str, str]]:
        """Why it cannot leave: (path, reason) of each lesson that is unfit, and of the hand-over page."""
        unfit = [(each.path, each.unfit) for each in self.prepared.lessons if each.unfit]
        return [*unfit, *([(_PAGE, f"it names {self.named}")] if self.named else [])]

    @property
    def may_leave(self) -> bool:
        """Whether a yes would put it down; warnings are covered by it."""
        return not self.held and not any(finding.stops for finding in self.findings)


def form_of(target: Path) -> Form:
    """The form that the ending of a name asks for; a folder when it has none.

    Raises Unusable for an ending that no form has; a number behind a dot is none.
    """
    name = target.name.lower()
    endings = {".tgz": Form.TAR_GZ, ".htm": Form.HTML, **{f".{form}": form for form in Form if form.is_file}}
    found = next((form for ending, form in endings.items() if name.endswith(ending)), None)
    if found is None and target.suffix[1:2].isalpha():
        raise Unusable(
            f"no bundle is a {target.suffix}: {', '.join(endings)}", "for a folder: add --format dir"
        )
    return found or Form.DIR


def prepare(selection: Selection, form: Form, author: str) -> Prepared:
    """The lessons that `selection` becomes, as `publish` would make them. Raises Unusable."""
    paths = {
        each.id: f"{contents.FOLDER}/{_name(each.id, bundle.title_of(each))}" for each in selection.entries
    }
    hidden = Names((each.path for each in selection.own if each.id not in paths), selection.folders)
    places = Places(
        paths=paths,
        published=paths,
        by_path=selection.by_path(),
        by_name=selection.by_name(),
        read=(lambda _path: None) if form is Form.MD else selection.attachment,
        hidden=hidden,
    )
    in_order = sorted(selection.entries, key=lambda each: (each.date.timestamp(), each.id))
    made = bundle.of(in_order, Rules(author, fields=selection.fields, passes_on=True), places)
    owners = Counter(each.id for each in selection.own)
    return Prepared(
        [each.unless("another entry has the same id" if owners[each.id] > 1 else "") for each in made],
        form,
        author,
        hidden,
        selection.screen.names,
    )


def handover_page(prepared: Prepared, helped: Mapping[str, int]) -> str:
    """The page to begin with for whoever takes over; `helped` tells how often each lesson has, by its id."""
    is_bag = prepared.form.is_bag
    return handover.text(prepared.lessons, helped, lambda each: quote(each.path) if is_bag else f"#{each.id}")


def plan(prepared: Prepared, written: str = "", made: str = "") -> Plan:
    """The bundle with the hand-over page as the person has `written` it, if there is one; pure.

    What stands in it as it was `made` is told from the lessons, at which the guard looks anyway.
    """
    before = passages.cut_private(written).encode("utf-8", "replace").decode()
    lessons = {path: data for each in prepared.lessons for path, data in each.files(None).items()}
    known = set(made.splitlines())
    added = "\n".join("" if line in known else line for line in before.splitlines())
    return Plan(
        prepared,
        _files(prepared, before, lessons),
        guard.inspect({**lessons, _PAGE: added.encode()}, prepared.never),
        prepared.hidden.first_in(before),
    )


def put(plan: Plan, target: Path) -> None:
    """Put the bundle down at `target`. Raises WouldOverwrite, Unusable; nothing is left then."""
    form = plan.prepared.form
    if form is Form.DIR:
        packing.put_folder(target, plan.files)
    elif form.is_bag:
        named = {f"{_folder(plan.files)}/{path}": data for path, data in plan.files.items()}
        packing.put_file(target, packing.zipped(named) if form is Form.ZIP else packing.tarred(named))
    else:
        packing.put_file(target, next(iter(plan.files.values())))


def _files(prepared: Prepared, before: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    title = f"{'Handed over by' if before else 'Lessons of'} {prepared.author}"
    lessons = prepared.lessons
    if prepared.form is Form.MD:
        return {"lessons.md": contents.single(title, lessons, before).encode()}
    whole = {"index.html": page.page(title, lessons, before).encode()}
    if prepared.form is Form.HTML:
        return whole
    more = f"[Handing over]({_PAGE})\n\n" if before else ""
    index = {"index.md": contents.index(title, lessons, more).encode()}
    handed = {_PAGE: f"# Handing over\n\n{before}".encode()} if before else {}
    number = len(lessons)
    about = {
        "Contact-Name": prepared.author,
        "External-Description": f"{number} {'lesson' if number == 1 else 'lessons'}, written with learnlog",
        "Learnlog-Bundle": str(FORMAT),
    }
    return bag.bagged({**files, **handed, **index, **whole}, about)


def _folder(files: Mapping[str, bytes]) -> str:
    """The name of the folder in an archive: the same for the same content, another for another one."""
    manifest = files[f"manifest-{bag.ALGORITHMS[0]}.txt"]
    return f"lessons-{sha256(manifest).hexdigest()[:8]}"


def _name(entry_id: str, title: str) -> str:
    return f"{entry_id}-{slug(title) or 'lesson'}.md"
