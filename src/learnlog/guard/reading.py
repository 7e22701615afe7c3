"""What of a file is text, as a reader sees it."""

import re
import unicodedata

_PROBE = 8192  # bytes looked at to tell text from binary
_BINARY_SHARE = 0.1

# What nobody sees between the letters of a secret: controls, Unicode's format characters, and others without
# a shape. It is more than `unseen` has, as what writing needs in its place is none either.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def without_unseen(text: str) -> str:
    """Return `text` without the characters that nobody sees and that no line ends with."""
    return _UNSEEN.sub("", text)


def text_of(content: bytes) -> str:
    """Return the text of a file; of a binary one, nothing."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        probe = content[:_PROBE]
        controls = sum(byte < ord(" ") and byte not in b"\t\n\f\r\x1b" for byte in probe)
        return "" if controls > len(probe) * _BINARY_SHARE else content.decode(errors="replace")


def plain(text: str) -> str:
    """Return `text` as all its spellings are alike: case, width, how accents are composed."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
