"""What may go to a hub: its own rules, narrowed by those of the person, for one lesson at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from learnlog import licenses
from learnlog.taxonomy import NO_TERMS, Taxonomy
from learnlog.values import Given


@dataclass(frozen=True)
class Asked:
    """What one side asks of lessons: a `license` for those that name none, and the `kinds` (none: all)."""

    license: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """What becomes of a lesson: `fields` that are to say something else, why it is `held`, `notes` on it."""

    fields: Mapping[str, Given] = field(default_factory=dict)
    held: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class HubRules:
    """The rules for the hub that the person calls `name`: what it says itself, and what the person chose.

    A hub can hold back and suggest; what the person did not let go stays whatever it says.
    """

    name: str
    hub: Asked
    own: Asked
    taxonomy: Taxonomy = NO_TERMS

    def judge(self, fields: Mapping[str, Given], standing: str | None) -> Judgement:
        """Judge a lesson with these `fields`; `standing` is the license under which it stands in the hub.

        `standing` is None for a lesson that is not there, "" for one that is there without a license.
        """
        tags, notes = self._tags(fields.get("tags"))
        kind = self._against_kind(str(fields.get("kind", "")))
        try:
            license_ = self._license(fields, standing)
        except ValueError as error:
            return Judgement({}, kind or str(error), notes)
        if self.hub.license and not license_:
            command = f'learnlog hub set {self.name} license="{self.hub.license}"'
            notes += (f"it stands there without a license; to give it the hub's: {command}",)
        said = {"tags": tags, "license": license_}
        return Judgement({key: value for key, value in said.items() if value}, kind, notes)

    def _against_kind(self, kind: str) -> str:
        if self.hub.kinds and not _is_among(kind, self.hub.kinds):
            return f"it is a {kind}; the hub takes only: {', '.join(self.hub.kinds)}"
        if self.own.kinds and not _is_among(kind, self.own.kinds):
            own, more = ", ".join(self.own.kinds), ",".join([*self.own.kinds, kind])
            return f"it is a {kind}; you let go only: {own} (learnlog hub set {self.name} kinds={more})"
        return ""

    def _license(self, fields: Mapping[str, Given], standing: str | None) -> str | None:
        """The license to publish under. Raises ValueError that says why there is none that may be.

        Only the person grants another one than that under which the lesson stands there.
        """
        if isinstance(own := fields.get("license"), str):
            return self._fitting("its license", own, f"set {fields.get('id')}")
        if self.own.license:
            return self._fitting(f"your license for {self.name}", self.own.license, f"hub set {self.name}")
        if standing:
            return self._fitting("the license it was published under", standing, f"hub set {self.name}")
        return self.hub.license if standing is None else None

    def _fitting(self, which: str, text: str, command: str) -> str:
        try:
            license_ = licenses.read_license(text)
        except ValueError as error:
            raise ValueError(f"{which} is not one: {error}") from None
        if self.hub.license and not licenses.is_kept_by(license_, self.hub.license):
            raise ValueError(
                f"{which} is {license_}, and the hub's is {self.hub.license}; "
                f'to publish under that: learnlog {command} license="{self.hub.license}"'
            )
        return license_

    def _tags(self, given: Given) -> tuple[list[str], tuple[str, ...]]:
        """The tags as the hub writes them, and what there is to say about it."""
        tags = [tag for tag in given if isinstance(tag, str)] if isinstance(given, Sequence) else []
        if not self.taxonomy.terms:
            return tags, ()
        labels = {tag: self.taxonomy.label_of(tag) for tag in tags}
        notes = [self._told(tag, label) for tag, label in labels.items() if label != tag]
        return list(dict.fromkeys(label or tag for tag, label in labels.items())), tuple(notes)

    def _told(self, tag: str, label: str | None) -> str:
        if label:
            return f"the tag {tag} is {label} in this hub"
        nearest = self.taxonomy.nearest(tag)
        return f"the tag {tag} is none of the hub's{f'; the nearest is {nearest}' if nearest else ''}"


def _is_among(kind: str, kinds: Sequence[str]) -> bool:
    return kind.casefold() in {each.casefold() for each in kinds}
