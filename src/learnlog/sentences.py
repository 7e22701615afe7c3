"""What a Markdown body says, in texts that can be shown one by one: sentences of prose, lines of code.

Where the lines of prose end does not matter. Markdown that is only markup (bullets, heading signs, fences,
rules, comments) is left out and white space is drawn together; the rest stands as it was written, control
characters included.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from learnlog.cutting import CODE, fits

_LESS = 0.5  # a heading names the subject and a link a place; the texts around them answer
_INDENTED = 4  # columns, from which on a line is code; within a list from twice as many

_COMMENT = re.compile(
    r"""(?P<code> ^[ ]{0,3}(?P<fence>```+|~~~+) .*? (?: ^[ ]{0,3}(?P=fence) | \Z ) | `[^`\n]*+` )
    | <!-- .*? (?: --> | \Z )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_QUOTE = re.compile(r"\A(?:>\s*+)++")
_HEADING = re.compile(r"\#{1,6}\s++")
_ITEM = re.compile(r"(?:>\s*+)*+(?:[-*+]\s++(?:\[[ xX]\]\s++)?|[0-9]{1,9}[.)]\s++)")
_FENCE = re.compile(r"(?:>\s*+)*+(?P<signs>```+(?!.*`)|~~~+)")
_RULE = re.compile(r"=++|-{2,}+|_{3,}+|(?:\*\s*+){3,}+|\|?[-:|\s]{3,}+")
_ROW = re.compile(r"\||</?[A-Za-z][\w-]*[\s/>]")  # of a table; a line of HTML
_BREAK = re.compile(r"(?:[ ]{2}|\\)\r?\Z")
_SENTENCE = re.compile(
    rf"""{CODE}
    | (?P<end> (?<![\s.(]\w\.)(?<=[.!?]) ["')\]*_»”’]*+ [ ] (?=[^\sa-z])  # the dots of `e.g.` are no end
      | (?<=[。！？]) (?![。！？」』）]) )""",
    re.VERBOSE,
)
_UNSPACED = re.compile("[\u3001-\u30ff\u3400-\u9fff\uff00-\uff60]{2}")
_LINK = re.compile(r"(?:\w+:?\s)?(?:\[[^\]]*+\]\(\S*+|<?https?://\S++)")


class Said(NamedTuple):
    """One text without a line break, and what it is worth as an answer: 1, or less."""

    text: str
    worth: float


class _Line(NamedTuple):
    """A line without its markup; whether it goes on with the line before, and the next may go on with it."""

    text: str
    goes_on: bool = False
    is_open: bool = False
    is_heading: bool = False


def said(body: str, columns: int) -> Iterator[Said]:
    """Yield what `body` says, in order: as many sentences of a paragraph at once as fit into `columns`.

    One sentence, and a line of code, is as long as it is.
    """
    paragraph: list[_Line] = []
    for line in [*_lines(_COMMENT.sub(_blank, body)), _Line("")]:
        if paragraph and not (line.goes_on and paragraph[-1].is_open):
            yield from _told(paragraph, columns)
            paragraph = []
        if line.text:
            paragraph.append(line)


def _blank(found: re.Match[str]) -> str:
    """Return code as it is, and of a comment the white space."""
    return found[0] if found["code"] else " " + "\n" * found[0].count("\n")


def _lines(body: str) -> Iterator[_Line]:
    """Yield the lines; one that says nothing is empty."""
    fence, in_list, before = "", False, _Line("")
    for raw in body.split("\n"):
        text = raw.strip()
        found = _FENCE.match(text)
        if found and (not fence or (found["signs"].startswith(fence) and found.end() == len(text))):
            fence = "" if fence else found["signs"]
            before = _Line("")
        elif fence:
            before = _Line(text)
        else:
            is_item = bool(_ITEM.match(text))
            in_list = is_item or (in_list and raw[:1] in " \t")
            is_code = not (is_item or before.is_open) and _indent(raw) >= _INDENTED * (1 + in_list)
            before = _Line(text) if is_code else _prose(text, is_open=not _BREAK.search(raw))
        yield before


def _indent(raw: str) -> int:
    return len(raw[: len(raw) - len(raw.lstrip())].expandtabs(_INDENTED))


def _prose(text: str, *, is_open: bool) -> _Line:
    """Return a line that is no code, without its markup."""
    text = _QUOTE.sub("", text, count=1)
    if heading := _HEADING.match(text):
        return _Line(text[heading.end() :], is_heading=True)
    item = _ITEM.match(text)
    text = text[item.end() :] if item else text
    if not text or _RULE.fullmatch(text):
        return _Line("")
    stands_alone = bool(_ROW.match(text))
    return _Line(text, goes_on=not (item or stands_alone), is_open=is_open and not stands_alone)


def _told(paragraph: Sequence[_Line], columns: int) -> list[Said]:
    """Return what a paragraph says, or a line of code."""
    text = _joined([" ".join(line.text.split()) for line in paragraph])
    worth = _LESS if paragraph[0].is_heading or _LINK.fullmatch(text) else 1.0
    parts = _packed(text, columns) if paragraph[0].is_open else [text]
    return [Said(part, worth) for part in parts]


def _joined(lines: Sequence[str]) -> str:
    """Return the lines in one; Chinese and Japanese have no spaces between words."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        parts += ["" if _UNSPACED.fullmatch(before[-1] + line[0]) else " ", line]
    return "".join(parts)


def _packed(text: str, columns: int) -> Iterator[str]:
    """Yield the sentences of `text`, as many at once as fit."""
    ends = [found.end() for found in _SENTENCE.finditer(text) if found["end"] is not None]
    packed = ""
    for start, end in pairwise([0, *ends, len(text)]):
        sentence = text[start:end]
        if packed and not fits((packed + sentence).rstrip(), columns):
            yield packed.strip()
            packed = ""
        packed += sentence
    yield packed.strip()
