"""The YAML block at the top of a file: split it off, read it within limits, change one key of it.

Files belong to the person: a change of one key replaces the characters of that key's value and nothing
else.

Every scalar is read as the text that stands there: `1.10` stays "1.10", `no` stays "no". A plain `null`,
`~` or nothing at all is None. `blocks` does the reading; it is loaded when a block is read.
"""

import re
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from learnlog.errors import BrokenEntry, Unusable
from learnlog.values import Given, Value

if TYPE_CHECKING:
    from learnlog.blocks import Block, Span

__all__ = [
    "MAX_CHARACTERS",
    "Given",
    "Parts",
    "Value",
    "block_with_value",
    "dump",
    "load",
    "split",
    "with_value",
]

MAX_CHARACTERS = 64 * 1024

_FENCE = re.compile(r"---[ \t]*(\r\n|\n|\r)")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
_KEY = re.compile(r"[\w\"'][^\n]*:(\s|\Z)")
_PLAIN_KEY = re.compile(
    r"[A-Za-z_][A-Za-z0-9_-]*:(?:[ \t\r\n]|\Z)"
)  # with which nothing but a mapping begins
_BOM = "\ufeff"


class Parts(NamedTuple):
    """A text cut in three: `opening + block + closing + body` is the text again, to the byte.

    A text without front matter is all body.
    """

    opening: str
    block: str
    closing: str
    body: str


def split(text: str) -> Parts:
    """Cut `text` at its front matter.

    Raises BrokenEntry when front matter was begun (`---`, then a `key:` line) and is not closed, or is
    larger than 64 KiB.
    """
    start = len(_BOM) if text.startswith(_BOM) else 0
    fence = _FENCE.match(text, start)
    if fence is None:
        return Parts("", "", "", text)
    closing = _CLOSE.search(text, fence.end())
    if closing is None or closing.start() - fence.end() > MAX_CHARACTERS:
        if not _KEY.match(text, fence.end(), fence.end() + MAX_CHARACTERS):
            return Parts("", "", "", text)
        if closing:
            raise BrokenEntry("front matter is larger than 64 KiB")
        raise BrokenEntry("line 1: the front matter is not closed with a line ---")
    block = text[fence.end() : closing.start()]
    if block.strip() and not _PLAIN_KEY.match(block) and not _blocks().begins_mapping(block):
        return Parts("", "", "", text)
    return Parts(text[: fence.end()], block, closing.group(), text[closing.end() :])


def load(block: str) -> "Block":
    """Read a YAML mapping.

    Raises BrokenEntry, its message starting with the line in the file (the block begins on line 2).
    """
    if len(block) > MAX_CHARACTERS:
        raise BrokenEntry("the YAML is larger than 64 KiB")
    loaded: Block = _blocks().load(block)
    return loaded


def dump(values: Mapping[str, Given]) -> str:
    """A block that reads back as `values`: lists on one line, inner mappings indented, None left out.

    Lone surrogates, which YAML cannot carry, become U+FFFD.
    """
    return str(_blocks().dump(values))


def with_value(text: str, key: str, value: Given) -> str:
    """`text` with `key` set to `value` (None removes it); every other byte stays as it is.

    A text without front matter gets one. Raises BrokenEntry when the front matter cannot be read, and
    Unusable when the change would alter what another key says (an anchor is used elsewhere, say).
    """
    parts = split(text)
    newline = "\r\n" if parts.opening.endswith("\r\n") else "\n"
    if not parts.opening:
        if value is None:
            return text
        bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
        return f"{bom}---\n{dump({key: value})}---\n{body}"
    return parts.opening + block_with_value(parts.block, key, value, newline) + parts.closing + parts.body


def block_with_value(text: str, key: str, value: Given, newline: str = "\n") -> str:
    """The same for a text that is all YAML, such as a settings file."""
    block = load(text)
    changed = _replaced(text, block.spans.get(key), key, value, newline)
    _check_only(key, value, block.values, changed)
    return changed


def _replaced(block: str, span: "Span | None", key: str, value: Given, newline: str) -> str:
    if span is None:
        if value is None:
            return block
        gap = "" if not block or block.endswith(("\n", "\r")) else newline
        return block + gap + dump({key: value}).replace("\n", newline)
    if value is None:
        end = span.end
        if not block[:end].endswith(("\n", "\r")):
            rest = re.compile(r"[^\r\n]*(\r\n|\n|\r|\Z)").match(block, end)
            end = rest.end() if rest else end
        return block[: span.key] + block[end:]
    return _with_place_for(block, span, dump({key: value}).removeprefix(f"{_blocks().scalar(key)}:"), newline)


def _with_place_for(block: str, span: "Span", shown: str, newline: str) -> str:
    """`block` with the value at `span` replaced by `shown`, as it stands behind its key's colon."""
    colon = block.index(":", span.key_end) + 1
    gap, newlines, _ = block[colon : span.start].partition(newline)
    shown = shown.removesuffix("\n").replace("\n", newline)
    if block[span.start : span.end].endswith(("\n", "\r")):
        shown += newline
    if shown.startswith(newline):  # a mapping, on lines of its own
        gap = gap.rstrip()
        return block[:colon] + gap + shown + block[span.end :]
    if newlines:  # the value began on a line below; what stood behind the colon is a comment
        end = shown[len(shown.rstrip("\r\n")) :]
        return block[:colon] + shown.removesuffix(end) + gap.rstrip() + end + block[span.end :]
    return block[:colon] + (gap or " ") + shown.removeprefix(" ") + block[span.end :]


def _check_only(key: str, value: Given, before: Mapping[str, Value], changed: str) -> None:
    wanted = {name: old for name, old in before.items() if name != key}
    new = load(dump({key: value})).values
    try:
        after = load(changed).values
    except BrokenEntry:
        after = {}
    if {name: after.pop(name, None) for name in new} != new or list(after.items()) != list(wanted.items()):
        raise Unusable(
            f"cannot change {key}: other lines of the front matter depend on how it is written",
            "change it in the editor",
        )


def _blocks() -> Any:  # noqa: ANN401 - a module
    return import_module("learnlog.blocks")
