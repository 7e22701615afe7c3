"""Templates: short prompts that an entry can be written along, and that vanish where they are left empty.

A template is Markdown with optional front matter. Its prompts are headings, each with an HTML comment that
says what belongs there. The VARIABLES, written `{{date}}`, are filled in.
"""

import re
from collections.abc import Mapping

from learnlog import frontmatter, passages

_SECTIONS: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "til": ("lesson", (("What", "what I learned today"), ("Where from", "a page, a person, did it myself"))),
    "lesson": (
        "lesson",
        (
            ("Symptom", "as I met it, with its words and the error"),
            ("What works", ""),
            ("Why", ""),
            ("Applies when", "where, which versions"),
            ("Next time", "if …, then …"),
        ),
    ),
    "question": (
        "question",
        (("What am I trying to do", ""), ("What I tried", ""), ("Where I am stuck", "")),
    ),
    "aar": (
        "story",
        (
            ("Intended", "what was to happen"),
            ("What happened", ""),
            ("Why the difference", "good and bad"),
            ("Keep and change", "as if …, then …"),
            ("Who else should know", ""),
        ),
    ),
    "decision": (
        "decision",
        (
            ("Context", ""),
            ("Options", ""),
            ("Decision", ""),
            ("What I expect", "what, by when, how sure"),
            ("Look again on", "a date"),
        ),
    ),
    "story": ("story", (("Situation", ""), ("Turning point", ""), ("What it shows", ""))),
}
NAMES = tuple(_SECTIONS)
VARIABLES: Mapping[str, str] = {
    "date": "today, 2026-11-23",
    "time": "the time of day, 14:30",
    "title": "what -T says, or the title of the question that is answered",
    "project": "what -p says",
    "repo": "the repository the command runs in",
    "branch": "its branch",
    "commit": "its commit",
    "directory": "the folder, the home folder as ~",
}
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FIELD = re.compile(r"^([ \t]*[\w.-]+:)[ \t]*(\S.*?)([ \t]+#[^\r\n]*)?(\r?)$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->[ \t]*(?:\r?\n)?", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")


def built_in(name: str) -> str | None:
    """The text of the template `name`, or None."""
    if name not in _SECTIONS:
        return None
    kind, sections = _SECTIONS[name]
    body = "".join(f"\n## {title}\n{f'<!-- {hint} -->' if hint else ''}\n" for title, hint in sections)
    return f"---\ntitle: {{{{title}}}}\nkind: {kind}\ntags: []\n---\n{body}"


def filled(template: str, variables: Mapping[str, str]) -> str:
    """`template` with its variables filled in; those without a value become nothing.

    In the front matter a value is quoted where YAML needs it. Raises BrokenEntry when that is not closed.
    """
    parts = frontmatter.split(template)

    def fill(text: str) -> str:
        return _VARIABLE.sub(lambda found: variables.get(found[1], ""), text)

    def fill_field(found: re.Match[str]) -> str:
        key, value, comment, line_end = found.groups(default="")
        if not _VARIABLE.search(value):
            return found[0]
        if value.startswith("["):
            shown = _VARIABLE.sub(lambda item: _item(variables.get(item[1], "")), value)
        else:
            shown = fill(value) if value.startswith(("'", '"')) else _scalar(fill(value))
        return f"{key} {'' if shown == _scalar('') else shown}{comment}{line_end}"

    return parts.opening + _FIELD.sub(fill_field, parts.block) + parts.closing + fill(parts.body)


def without_prompts(body: str, template_body: str) -> str:
    """What the person wrote: `body` less the template's comments and the sections left empty.

    Only headings and comments that the template has are touched; the person's own stay, empty or not, and
    so do the marks of a private passage.
    """
    comments = {
        found.strip() for found in _COMMENT.findall(template_body) if not passages.MARKER.match(found)
    }
    prompts = headings(template_body)
    kept = _COMMENT.sub(lambda found: "" if found[0].strip() in comments else found[0], body)
    below: list[str] = []
    for line in reversed(kept.splitlines(keepends=True)):
        if line.strip() in prompts and _is_empty_below(below, line):
            while below and not below[-1].strip():
                below.pop()
        else:
            below.append(line)
    written = "".join(reversed(below))
    if written != body:  # the blank lines that stood between the sections
        written = re.sub(r"(?:\r?\n[ \t]*)+\Z", lambda end: end[0].splitlines(keepends=True)[0], written)
    return written if written.strip() else ""


def headings(template_body: str) -> frozenset[str]:
    """The template's heading lines."""
    return frozenset(line.strip() for line in template_body.splitlines() if _HEADING.match(line))


def _scalar(text: str) -> str:
    """`text` as YAML writes it behind a key."""
    return frontmatter.dump({"x": text}).removeprefix("x: ").removesuffix("\n")


def _item(text: str) -> str:
    """`text` as YAML writes it in a list on one line."""
    return frontmatter.dump({"x": [text]}).removeprefix("x: [").removesuffix("]\n")


def _is_empty_below(below: list[str], heading: str) -> bool:
    """Whether no text stands between `heading` and the next heading of its level or above.

    `below` are the lines under it, the last one first.
    """
    level = len(heading) - len(heading.lstrip("#"))
    for line in reversed(below):
        if line.strip():
            found = _HEADING.match(line)
            return bool(found and len(found[1]) <= level)
    return True
