"""Bytes to text, and text to the lines a person would read."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

_SAMPLE = 4_096
_MANY_NULS = 0.3  # of every second byte
_STRAY_BYTES = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]?|\][^\x07\x1b\n]*+\x07?|[@-Z\\^_]?)")
_NO_TEXT = re.compile("[\x01-\x08\x0e-\x1a\x7f-\x84\x86-\x9f\ufffd]")
_STRANGE_SHARE = 0.05
MAX_LINE = 1_000  # characters
_PIECE = re.compile(f".{{1,{MAX_LINE}}}")
_PROGRESS = re.compile(r"\d%\s?[|\])/]|[█▏▎▍▌▋▊▉━╸]{2}|[=#]{4}>|[.]{40}")
_CODE = re.compile(r"[A-Z]-?\d{3,6}|\" [45]\d\d ")
_WITHOUT_DIGITS = dict.fromkeys(map(ord, "0123456789"))

_MAX_DEPTH = 4  # of JSON within JSON
_LEVELS = ("level", "severity", "lvl", "levelname")
_SAYING = (  # what a record says, in the order to be read
    "message msg @message event text title log code errorCode type errorType error err errors errorMessage"
    " exception exc_info cause reason detail details description hint stack stacktrace stack_trace stackTrace"
).split()


def decoded(data: bytes) -> str:
    """Return the text of `data`: UTF-16 with or without a mark, else UTF-8; stray bytes are Windows-1252."""
    even, odd = data[:_SAMPLE:2], data[1:_SAMPLE:2]
    for nuls, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if nuls.count(0) > _MANY_NULS * len(nuls) and others.count(0) * 2 < nuls.count(0):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    return data.decode("utf-8-sig", "surrogateescape").translate(_STRAY_BYTES)


def distinct(text: str) -> list[str]:
    """The lines of `text` as they stand, in order, each once; a very long one unfolded.

    Lines that differ in nothing but digits are the same, unless these are of a code or a status.
    """
    found: dict[str, str] = {}
    for raw in dict.fromkeys(_ESCAPE.sub("", text).replace("\0", "").splitlines()):
        for line in (raw,) if len(raw) <= MAX_LINE else _unfolded(raw):
            key = line.translate(_WITHOUT_DIGITS)
            if key in found:
                key += "".join(_CODE.findall(line))
            found.setdefault(key, line)
    return list(found.values())


def said(lines: Iterable[str]) -> Iterator[str]:
    """Yield what `lines` say, each of at most `MAX_LINE` characters.

    A record in JSON becomes what it says, beginning with its level. Progress bars and
    binary data are left out.
    """
    for raw in lines:
        for line in _unfolded(raw):
            if not line.isspace() and not _PROGRESS.search(line) and _is_text(line):
                yield line


def _is_text(line: str) -> bool:
    return len(_NO_TEXT.findall(line)) <= _STRANGE_SHARE * len(line)


def _unfolded(raw: str) -> Iterator[str]:
    """Yield what one line says; a long one in pieces."""
    before, brace, rest = raw.partition("{")
    record = _parsed(brace + rest) if rest.rstrip().endswith("}") else None
    if isinstance(record, dict):
        for text in _values(record, 0):
            for line in f"{before}{text}".splitlines():
                yield from _PIECE.findall(line)
    else:
        yield from _PIECE.findall(raw)


def _parsed(text: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _values(record: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the texts of what a record says."""
    if isinstance(record, str):
        inner = _parsed(record) if record.startswith("{") else None
        if isinstance(inner, dict):
            yield from _values(inner, depth + 1)
        else:
            yield record
    elif depth < _MAX_DEPTH and isinstance(record, list):
        for each in record:
            yield from _values(each, depth + 1)
    elif depth < _MAX_DEPTH and isinstance(record, dict):
        level = "".join(f"{record[key]}: " for key in _LEVELS if isinstance(record.get(key), str))
        for key in filter(record.__contains__, _SAYING):
            for text in _values(record[key], depth + 1):
                yield level + text
