"""What a hub says of itself: the file `learnlog-hub.yaml`, written by others."""

import re
from dataclasses import dataclass

from learnlog import frontmatter, licenses, taxonomy
from learnlog.entry import one_line
from learnlog.errors import BrokenEntry, Unusable
from learnlog.hub.layout import ABOUT, FORMAT
from learnlog.taxonomy import NO_TERMS, Taxonomy
from learnlog.values import Value

_LONGEST_NAME = 100  # characters
_MOST_KINDS, _LONGEST_KIND = 20, 40
_TAXONOMY = re.compile(r"^taxonomy:", re.MULTILINE)


@dataclass(frozen=True)
class About:
    """What `learnlog-hub.yaml` says.

    `license` and `code_license` are SPDX expressions, the latter where code has another than text. Without
    `kinds` every kind is welcome. `notes` say what of the file was passed over.
    """

    name: str
    license: str | None = None
    format: int = FORMAT
    code_license: str | None = None
    kinds: tuple[str, ...] = ()
    taxonomy: Taxonomy = NO_TERMS
    notes: tuple[str, ...] = ()

    @property
    def is_newer(self) -> bool:
        """Whether a later learnlog made this hub: it can be read, not written."""
        return self.format > FORMAT

    @property
    def whole_license(self) -> str | None:
        """The license of a lesson, its code included."""
        if self.license and self.code_license:
            return licenses.joined(self.license, self.code_license)
        return self.license


def read_about(text: str) -> About:
    """Read `learnlog-hub.yaml`. Raises Unusable when it is none; what is wrong beside that is noted."""
    try:
        values, notes = _loaded(text)
    except BrokenEntry as error:
        raise Unusable(f"{ABOUT}: {error.message}", "ask whoever keeps the hub to mend it") from None
    version = values.get("format")
    if not isinstance(version, str) or not re.fullmatch(r"[1-9]\d{0,5}", version):
        raise Unusable(f"{ABOUT} does not say which format it has", f"its first line is: format: {FORMAT}")
    name = values.get("name")
    terms = taxonomy.read_taxonomy(values.get("taxonomy"))
    return About(
        name=one_line(name)[:_LONGEST_NAME] if isinstance(name, str) else "hub",
        license=_license("license", values.get("license"), notes),
        format=int(version),
        code_license=_license("license-code", values.get("license-code"), notes),
        kinds=_kinds(values.get("kinds"), notes),
        taxonomy=terms,
        notes=(*notes, *terms.notes),
    )


def about_text(about: About) -> str:
    """The text of a new `learnlog-hub.yaml`."""
    return f"format: {about.format}\n" + frontmatter.dump({"name": about.name, "license": about.license})


def _loaded(text: str) -> tuple[dict[str, Value], list[str]]:
    """The keys of the file; where its taxonomy cannot be read, those before it, and why.

    Raises BrokenEntry.
    """
    try:
        return frontmatter.load(text).values, []
    except BrokenEntry as error:
        found = _TAXONOMY.search(text)
        if found is None:
            raise
        return frontmatter.load(text[: found.start()]).values, [f"taxonomy: {error.message}"]


def _license(key: str, value: Value, notes: list[str]) -> str | None:
    """The SPDX expression a value holds."""
    if value is None:
        return None
    try:
        return licenses.read_license(value if isinstance(value, str) else "")
    except ValueError as error:
        notes.append(f"{key}: {error}")
        return None


def _kinds(value: Value, notes: list[str]) -> tuple[str, ...]:
    """The kinds a value holds, as a list or behind commas."""
    if value is None:
        return ()
    given = value.split(",") if isinstance(value, str) else value
    texts = [one_line(item) for item in given if isinstance(item, str)] if isinstance(given, list) else []
    found = [text for text in texts if 0 < len(text) <= _LONGEST_KIND][:_MOST_KINDS]
    if not found or len(found) < len(given):
        notes.append("kinds: must be a list of words")
    return tuple(found)
