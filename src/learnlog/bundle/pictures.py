"""Attachments as they may leave: pictures without the data that cameras and editors hide in them."""

import struct
from collections.abc import Iterator

from learnlog import passages

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA sRGB cHRM pHYS sBIT bKGD acTL fcTL fdAT".split())
_JPEG = b"\xff\xd8\xff"
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_APP0, _APP14, _APP15, _COMMENT = 0xE0, 0xEE, 0xEF, 0xFE
_JFIF_BYTES = 14  # behind its length; what follows is a small picture


def cleaned(data: bytes) -> bytes | None:
    """`data` without hidden data and private passages; None for what is no PNG, JPEG or text in UTF-8.

    A damaged picture is None too. The orientation that a camera noted and colour profiles are lost.
    """
    if data.startswith(_PNG):
        return _joined(_PNG, _png(data))
    if data.startswith(_JPEG):
        return _joined(data[:2], _jpeg(data))
    text = text_of(data)
    return None if text is None else passages.cut_private(text).encode()


def text_of(data: bytes) -> str | None:
    """The text that `data` is in UTF-8; None when it is none."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _joined(start: bytes, parts: Iterator[bytes]) -> bytes | None:
    try:
        return start + b"".join(parts)
    except (ValueError, struct.error):
        return None


def _png(data: bytes) -> Iterator[bytes]:
    place = len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + length + 12
        if end > len(data):
            raise ValueError(kind)
        if kind in _PNG_CHUNKS:
            yield data[place:end]
        if kind == b"IEND":
            return
        place = end


def _jpeg(data: bytes) -> Iterator[bytes]:
    place = 2
    while True:
        mark, kind, length = struct.unpack_from(">BBH", data + b"\0\0", place)
        if mark != 0xFF:  # noqa: PLR2004 - every segment begins with it
            raise ValueError(place)
        if kind == _END:
            yield data[place : place + 2]
            return
        end = place + 2 + length
        segment = data[place:end]
        if kind == _SCAN:
            end = _end_of_scan(data, end)
            yield data[place:end]
        elif kind == _APP0 and segment[4:9] == b"JFIF\0":
            yield struct.pack(">BBH", mark, kind, _JFIF_BYTES + 2) + segment[4 : 2 + _JFIF_BYTES] + b"\0\0"
        elif kind == _APP14 or not (_APP0 <= kind <= _APP15 or kind == _COMMENT):
            yield segment
        place = end


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the picture's own bytes end: at the next mark that is neither an escape nor a restart."""
    while True:
        place = data.index(b"\xff", place)
        following = data[place + 1]
        if following == 0xFF:  # noqa: PLR2004 - fill
            place += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:  # noqa: PLR2004
            place += 2
        else:
            return place
