"""What of a Markdown text is prose, and the links and hashtags in it.

Every pattern here runs in a time that grows with the text, whatever is in it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_FENCE = re.compile(r"[ \t>]*(?P<marks>`{3,}(?=[^`]*$)|~{3,})(?P<words>.*)", re.DOTALL)
_TICKS = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_NOT_A_LINE_END = re.compile(r"[^\r\n]")
_HASHTAG = re.compile(r"(?:^|(?<=\s))#([\w/-]*[^\W\d][\w/-]*)", re.MULTILINE)
_LINK = re.compile(
    r"""
      (?<=\]\() [ \t]* (?: <(?P<angled>[^<>\n]*)> | (?P<plain>[^\s()<>]+ (?:\([^\s()<>]*\)[^\s()<>]*)*) )
    | ^[ ]{0,3} \[(?!\^)[^\[\]\n]+\]: [ \t]* (?: <(?P<defined_angled>[^<>\n]+)> | (?P<defined>[^\s<>]+) )
    | (?: <img | \{\{[<%][ ]*figure ) \b [^<>\n]{0,500}? \b
      src=(?P<quote>["']) (?P<source>[^"'<>\n]+) (?P=quote)
    | (?P<embed>!?) \[\[ (?P<page>[^\[\]|\#\n]+) (?P<section>\#[^\[\]|\n]*)?
      (?:\|(?P<shown>[^\[\]\n]*))? \]\]
    """,
    re.VERBOSE | re.MULTILINE,
)
_TARGETS = ("angled", "plain", "defined_angled", "defined", "source")


@dataclass(frozen=True)
class Link:
    """A link as it stands: `[text](target)`, `[name]: target`, `src="target"`, or a wiki link.

    A wiki link `[[target#section|shown]]` has `is_wiki`, and `is_embedded` with a `!` in front.
    """

    target: str
    is_wiki: bool = False
    is_embedded: bool = False
    section: str = ""
    shown: str = ""


def rewritten(text: str, change: Callable[[Link], str | None]) -> str:
    """`text` with each link replaced by what `change` gives for it; None leaves it, to the byte.

    For a wiki link that is a whole Markdown link, for the others the new target.
    """
    if "](" not in text and "[[" not in text and "]:" not in text and "src=" not in text:
        return text
    pieces, done = [], 0
    for found in _LINK.finditer(_without_code(text)):
        link, start, end = _link(found)
        new = change(link)
        if new is not None:
            pieces += [text[done:start], new]
            done = end
    return "".join([*pieces, text[done:]])


def hashtags(text: str) -> tuple[str, ...]:
    """The `#tags` in the prose of `text`, each once."""
    return tuple(dict.fromkeys(tag.strip("/") for tag in _HASHTAG.findall(_without_code(text))))


def _link(found: re.Match[str]) -> tuple[Link, int, int]:
    if found["page"] is None:
        group = next(name for name in _TARGETS if found[name] is not None)
        start, end = found.span(group)
        wide = group in ("angled", "defined_angled")  # its brackets are part of how it is written
        return Link(found[group]), start - wide, end + wide
    page, section, shown = found["page"], found["section"] or "", found["shown"] or ""
    link = Link(
        page.removesuffix("\\").strip(),
        is_wiki=True,
        is_embedded=bool(found["embed"]),
        section=section.removesuffix("\\"),
        shown=shown,
    )
    return link, *found.span()


def _without_code(text: str) -> str:
    """`text` with blanks for every character of code, so that places stay what they are."""
    lines, fence = [], ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        is_code = bool(fence or mark)
        if fence and mark and mark["marks"].startswith(fence) and not mark["words"].strip():
            fence = ""
        elif mark and not fence:
            fence = mark["marks"]
        lines.append(_NOT_A_LINE_END.sub(" ", line) if is_code else line)
    return _without_spans("".join(lines))


def _without_spans(text: str) -> str:
    pieces, done = [], 0
    for start, end in _spans(text):
        pieces += [text[done:start], _NOT_A_LINE_END.sub(" ", text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each `code span`: between two runs of as many backticks, within a paragraph."""
    ends = [found.start() for found in _BLANK_LINE.finditer(text)] + [len(text)]
    runs = [found.span() for found in _TICKS.finditer(text)]
    closing: dict[int, int] = {}
    following: list[int | None] = []
    for number in range(len(runs) - 1, -1, -1):
        start, end = runs[number]
        following.append(closing.get(end - start))
        closing[end - start] = number
    following.reverse()
    spans, number, paragraph = [], 0, 0
    while number < len(runs):
        while ends[paragraph] < runs[number][0]:
            paragraph += 1
        partner = following[number]
        if partner is not None and runs[partner][1] <= ends[paragraph]:
            spans.append((runs[number][0], runs[partner][1]))
            number = partner
        number += 1
    return spans
