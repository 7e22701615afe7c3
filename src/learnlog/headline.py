"""The title a text gives itself."""

import re

from learnlog.entry import one_line, shortened

_LONG = 1000  # characters that no title comes near
CODE = re.compile(r"(```|~~~).*?(?:\1|\Z)|`[^`\n]*`", re.DOTALL)  # in Markdown
_LINE = re.compile(r"(?P<said>[^\r\n]+)(?:\r\n|\n|\r|\Z)")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_MARKS = re.compile(
    r"[ \t]*(?:(?:[-*+>|]|\d{1,3}[.)])[ \t]+)+(?:\[[ xX]\][ \t]+)?"
)  # of a list, quote or table
_SENTENCE_END = re.compile(r"(?<=\S)(?:[.!?][\"')\]”»]*(?=\s)|[。！？])[ \t]*(?=\S)")
_ABBREVIATED = re.compile(  # "e.g." "z. B." "etc.": the full stop behind it does not end a sentence
    r"(?:^|[\s(])(?:(?:[^\W\d]\.)*[^\W\d]|etc|vs|cf|approx|ca|fig|incl|nr|dr|mrs?|bzw|usw|vgl|evtl|ggf|inkl)$",
    re.IGNORECASE,
)
_UNSAYABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")  # in a title


def headline(text: str) -> tuple[str, int]:
    """The title that `text` gives itself: its first line or sentence; and how many characters that takes.

    It takes none when a title cannot carry all of it, a list's mark, say, or more than a title holds.
    """
    line = _first_line(text)
    if line is None:
        return "", 0
    raw, end = line["said"], line.end()
    heading = _HEADING.match(raw) if len(raw) < _LONG else None
    marks = _MARKS.match(raw)
    said = heading[2] if heading else raw[marks.end() if marks else 0 :]
    sentence = None if heading else _first_sentence(said)
    if sentence and (not text[end:].strip() or one_line(said) != shortened(one_line(said))):
        end = line.start() + len(raw) - len(said) + sentence.end()
        said = said[: sentence.end()].rstrip()
    clean = one_line(_UNSAYABLE.sub(" ", said))
    is_whole = clean == said.rstrip() and shortened(clean) == clean and not text[: line.start()].strip()
    plain = raw.startswith(said) or bool(heading and heading[1] == "#")
    return shortened(_without_full_stop(clean)), end if is_whole and plain else 0


def _first_line(text: str) -> re.Match[str] | None:
    """The first line with a word in it that does not open a code block; else the first with anything."""
    first = None
    for line in _LINE.finditer(text):
        if line["said"].strip():
            first = first or line
            if re.search(r"\w", line["said"]) and not _FENCE.match(line["said"]):
                return line
    return first


def _first_sentence(line: str) -> re.Match[str] | None:
    """Where the first sentence of `line` ends, when another one follows."""
    shown = CODE.sub(lambda code: "x" * len(code[0]), line[:_LONG])
    ends = _SENTENCE_END.finditer(shown)
    return next((end for end in ends if end[0][0] != "." or _is_full_stop(shown, end.start())), None)


def _is_full_stop(line: str, place: int) -> bool:
    before = line[max(0, place - 20) : place]
    return not before.endswith(".") and not _ABBREVIATED.search(before)


def _without_full_stop(title: str) -> str:
    ends = title.endswith((".", "。")) and (title[-1] == "。" or _is_full_stop(title, len(title) - 1))
    return title[:-1] or title if ends else title
