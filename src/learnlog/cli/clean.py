"""The one cleaner between what a file says and a terminal that would obey it."""

import re

# C0 but tab and newline, DEL, C1, and the controls that reorder or hide text. ZWJ and ZWNJ stay: emoji,
# Persian and the scripts of India need them.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u2028\u2029]"
)
_NOT_UTF8 = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` with each harmful character shown as `⟦U+001B⟧`; line ends are unified to a newline."""
    unified = _NOT_UTF8.sub("\ufffd", text.replace("\r\n", "\n"))
    return _HARMFUL.sub(lambda found: _shown(found[0]), unified)


def visible_line(text: str) -> str:
    """The same, on one line."""
    return visible(" ".join(text.split()))


def visible_name(name: str) -> str:
    """The name of a file on one line; every other space in it is left as it is."""
    return re.sub(r"[\t\n]", lambda found: _shown(found[0]), visible(name))


def _shown(character: str) -> str:
    return f"⟦U+{ord(character):04X}⟧"
