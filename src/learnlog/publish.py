"""Handing lessons on: prepare, plan, apply; take back; what has changed since.

No state is kept: what is published stands in the hub, and making the same plan again says what changed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

from learnlog import bundle
from learnlog.bundle import Lesson, Names, Places, Rules, Screen, Screened, Selection
from learnlog.entry import Entry
from learnlog.errors import NothingFound, Refused
from learnlog.guard import Finding
from learnlog.hub import Hub, Listed, Outgoing, Tree, introductions, layout
from learnlog.store import Card

Make: TypeAlias = Callable[[Tree], Outgoing | None]
Send: TypeAlias = Callable[[Make], str | None]  # commits and pushes what it is given; `hub.exchange.send`

_SUBJECT_CHARACTERS = 72


class Action(StrEnum):
    """What would happen to a lesson."""

    ADD = "add"
    UPDATE = "update"
    SAME = "same"
    HELD = "held"


@dataclass(frozen=True)
class Published:
    """A lesson as it stands in the hub: its files by path, its revision, its tombstone's path, if any.

    Without files, the revision is the one that it had when it was taken back.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    revision: int = 0
    tombstone: str | None = None


@dataclass(frozen=True)
class Item:
    """One lesson of a plan: `files` is what would be written (None: removed), `before` what stands there.

    `reason` says why it is held; `findings` are what the guard saw in it and nothing was decided about,
    `allowed` and `replaced` those that may leave, and those that a placeholder leaves for.
    """

    action: Action
    lesson: Lesson
    revision: int
    files: Mapping[str, bytes | None]
    before: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    allowed: tuple[Finding, ...] = ()
    replaced: tuple[Finding, ...] = ()

    @property
    def leaves(self) -> bool:
        """Whether a yes would publish it."""
        return self.action in {Action.ADD, Action.UPDATE}

    @property
    def stopping(self) -> list[Finding]:
        """Those of the findings that it is held for."""
        return [finding for finding in self.findings if finding.stops]


@dataclass(frozen=True)
class Plan:
    """What would happen, lesson by lesson."""

    items: tuple[Item, ...]

    @property
    def leaving(self) -> list[Item]:
        """What a yes would publish."""
        return [item for item in self.items if item.leaves]

    @property
    def held(self) -> list[Item]:
        """What does not leave, whatever is answered."""
        return [item for item in self.items if item.action is Action.HELD]

    @property
    def settled(self) -> list[Item]:
        """What stands in the hub as it is, or does once it has left."""
        return [item for item in self.items if item.action is not Action.HELD]

    @property
    def ready(self) -> list[Item]:
        """What differs from what stands there, be it held or not."""
        return [item for item in self.items if item.action is not Action.SAME]

    @property
    def findings(self) -> set[tuple[str, Finding]]:
        """All that was found and not decided, each with its lesson's id."""
        return {(item.lesson.id, finding) for item in self.items for finding in item.findings}


def prepare(hub: Hub, tree: Tree, selection: Selection) -> Plan:
    """The plan for publishing `selection` on top of `tree`. Raises Unusable."""
    held: set[str] = set()
    while True:  # a lesson that is held cannot be linked to, which can change what the others say
        planned = _prepared(hub, tree, selection, held)
        more = {item.lesson.id for item in planned.held if not item.before} - held
        if not more:
            return planned
        held |= more


def plan(lessons: Iterable[Screened], published: Mapping[str, Published]) -> Plan:
    """Compare what would leave with what stands there; pure."""
    return Plan(tuple(_item(each, published.get(each.lesson.id, Published())) for each in lessons))


def apply(  # noqa: PLR0913 - what was shown, and how it is sent
    shown: Plan, hub: Hub, tree: Tree, selection: Selection, *, agree: Callable[[Plan], None], send: Send
) -> str | None:
    """Publish what `shown` says leaves on top of `tree`; the commit's name, None when by now nothing differs.

    When others were faster the plan is made again; if other files leave than were shown, but for the list of
    all lessons, `agree` is asked, which raises to say no. Raises RemoteFailed, Unusable; nothing is published
    then.
    """

    def make(now: Tree) -> Outgoing | None:
        hub.check(now, writing=True)
        planned = prepare(hub, now, selection)
        if planned.leaving and (planned != shown or _along(hub, now, planned) != _along(hub, tree, shown)):
            agree(planned)
        return outgoing(planned)

    return send(make)


def _along(hub: Hub, tree: Tree, plan: Plan) -> dict[str, bytes]:
    made = outgoing(plan)
    return introductions(hub, tree, made.files) if made else {}


def outgoing(plan: Plan) -> Outgoing | None:
    """What would be committed for `plan`; None when nothing leaves."""
    if not plan.leaving:
        return None
    files = {path: data for item in plan.leaving for path, data in item.files.items()}
    lessons = [(item.lesson.id, item.lesson.title) for item in plan.leaving]
    return Outgoing(files, _message("publish", lessons))


def pending(hub: Hub, tree: Tree, selection: Selection) -> list[Item]:
    """Those of the selection that are published and would be published differently now."""
    planned = prepare(hub, tree, selection).items
    return [item for item in planned if item.before and item.action is not Action.SAME]


def retract(hub: Hub, entry_id: str, *, when: datetime, send: Send) -> str:
    """Take one's own lesson back; the title it had there.

    Raises NothingFound when it is not there, Refused when it is a colleague's, RemoteFailed, Unusable.
    """
    titles = []

    def make(tree: Tree) -> Outgoing:
        hub.check(tree, writing=True)
        lesson = find_own(hub, tree, entry_id)
        titles.append(lesson.title)
        files: dict[str, bytes | None] = dict.fromkeys(
            _standing(tree, hub.author, [entry_id])[entry_id].files
        )
        stone = layout.tombstone(f"{when.astimezone(UTC):%Y-%m-%d}", lesson.revision)
        files[layout.tombstone_path(hub.author, entry_id)] = stone
        return Outgoing(files, _message("retract", [(entry_id, lesson.title)]))

    send(make)
    return titles[-1]


def find_own(hub: Hub, tree: Tree, entry_id: str) -> Listed:
    """One's own lesson in the hub.

    Raises NothingFound when it is not there, Refused when it is a colleague's.
    """
    own = tree.own(hub.author)
    if entry_id in own:
        return own[entry_id]
    others = [lesson for lesson in tree.lessons if lesson.id == entry_id]
    if others:
        raise Refused(f"{entry_id} is a lesson of {others[0].by}; only its author takes it back")
    raise NothingFound(f"{entry_id} is not published in the hub {hub.name}", "see: learnlog status")


def _prepared(hub: Hub, tree: Tree, selection: Selection, held: Collection[str]) -> Plan:
    own = tree.own(hub.author)
    paths = {entry.id: _path(hub, entry, own.get(entry.id), selection.screen) for entry in selection.entries}
    rules = Rules(hub.settings.author, fields=selection.fields)
    made = [
        lesson.judged(hub.judge(tree, lesson.id, lesson.fields))
        for lesson in bundle.of(selection.entries, rules, _places(hub, paths, held, selection, tree))
    ]
    twins = _twins(selection.cards)
    lessons = [
        lesson.unless(_same_id(entry, twins)) for entry, lesson in zip(selection.entries, made, strict=True)
    ]
    seen = [bundle.screened(lesson, selection.screen) for lesson in lessons]
    return plan(seen, _standing(tree, hub.author, paths))


def _path(hub: Hub, entry: Entry, there: Listed | None, screen: Screen) -> str:
    """Where the lesson is to stand: where it stands, unless its name tells what a placeholder now hides."""
    title = bundle.title_of(entry)
    told = layout.lesson_path(hub.author, entry.id, title)
    public = layout.lesson_path(hub.author, entry.id, bundle.public_title(title, entry.id, screen))
    return there.path if there and (there.path != told or told == public) else public


def _twins(cards: Iterable[Card]) -> dict[str, list[str]]:
    """Id → paths of the own entries that have it."""
    found: dict[str, list[str]] = {}
    for card in cards:
        if card.hub is None:
            found.setdefault(card.entry.id, []).append(card.entry.path)
    return found


def _same_id(entry: Entry, twins: Mapping[str, Sequence[str]]) -> str:
    others = [path for path in twins.get(entry.id, ()) if path != entry.path]
    return f"{others[0]} has the same id" if others else ""


def _standing(tree: Tree, author: str, ids: Collection[str]) -> dict[str, Published]:
    """What stands in the hub of one's own lessons with these ids."""
    own = tree.own(author)
    paths = {entry_id: [own[entry_id].path] if entry_id in own else [] for entry_id in ids}
    for path in tree.inside(layout.lessons_of(author)):
        entry_id = layout.attached_to(path)
        if entry_id in paths:
            paths[entry_id].append(path)
    stones = {entry_id: layout.tombstone_path(author, entry_id) for entry_id in ids}
    files = tree.read([*(path for each in paths.values() for path in each), *stones.values()])
    return {
        entry_id: Published(
            {path: files[path] for path in paths[entry_id]},
            own[entry_id].revision
            if entry_id in own
            else layout.buried_revision(files.get(stones[entry_id], b"")),
            stones[entry_id] if stones[entry_id] in tree.blobs else None,
        )
        for entry_id in ids
    }


def _item(each: Screened, standing: Published) -> Item:
    revision = (standing.revision or 1) if standing.files else standing.revision + 1
    item = Item(
        Action.HELD,
        each.lesson,
        revision,
        {},
        standing.files,
        each.findings,
        allowed=each.allowed,
        replaced=each.replaced,
    )
    reason = each.lesson.unfit or ("the guard found what must not leave" if item.stopping else "")
    if reason:
        return replace(item, reason=reason)
    if each.lesson.files(revision) == standing.files:
        return replace(item, action=Action.SAME)
    if not standing.files:
        return replace(item, action=Action.ADD, files=_changes(each.lesson.files(revision), standing))
    files = _changes(each.lesson.files(revision + 1), standing)
    return replace(item, action=Action.UPDATE, revision=revision + 1, files=files)


def _changes(files: Mapping[str, bytes], standing: Published) -> dict[str, bytes | None]:
    """What to write so that `files` stand there, and nothing else of the lesson (None: removed)."""
    gone: dict[str, bytes | None] = dict.fromkeys(standing.files)
    changed = {
        path: data
        for path, data in (gone | dict(files)).items()
        if data is None or standing.files.get(path) != data
    }
    return changed | ({standing.tombstone: None} if standing.tombstone else {})


def _places(
    hub: Hub, paths: Mapping[str, str], held: Collection[str], selection: Selection, tree: Tree
) -> Places:
    listed = {lesson.title.casefold(): lesson.id for lesson in tree.lessons}
    there = {lesson.id: lesson.path for lesson in tree.lessons}
    leaving = {entry_id: path for entry_id, path in paths.items() if entry_id not in held}
    known = tree.own(hub.author).keys() | leaving.keys()
    return Places(
        paths=paths,
        published=there | leaving,
        by_path=selection.by_path(),
        by_name=listed | selection.by_name(),
        read=selection.attachment,
        hidden=Names((entry.path for entry in selection.own if entry.id not in known), selection.folders),
    )


def _message(verb: str, lessons: Sequence[tuple[str, str]]) -> str:
    lines = [f"{entry_id[:4]}: {title}" for entry_id, title in lessons]
    if len(lines) > 1:
        return f"{verb} {len(lines)} lessons\n\n" + "".join(f"{line}\n" for line in lines)
    subject = f"{verb} {lines[0]}"
    if len(subject) > _SUBJECT_CHARACTERS:
        subject = f"{subject[: _SUBJECT_CHARACTERS - 1]}…"
    return f"{subject}\n"
