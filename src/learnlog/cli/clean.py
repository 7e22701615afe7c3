"""The one cleaner between what a file says and a terminal that would obey it."""

import re

from learnlog import unseen

# What terminals, and the libraries that draw on them, do not agree about: what joins emoji or changes the one
# before it, the soft hyphen, the letters of which two are a flag.
_UNSURE = {
    **dict.fromkeys([0xAD, 0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)]),
    **{0x1F1E6 + number: letter for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")},
}
_NOT_UTF8 = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` with each harmful character shown as `⟦U+001B⟧`; line ends are unified to a newline."""
    unified = _NOT_UTF8.sub("\ufffd", text.replace("\r\n", "\n"))
    return unseen.replaced(unified, unseen.shown)


def visible_line(text: str) -> str:
    """The same, on one line."""
    return visible(" ".join(text.split()))


def visible_name(name: str) -> str:
    """The name of a file on one line; every other space in it is left as it is."""
    return re.sub(r"[\t\n]", lambda found: unseen.shown(found[0]), visible(name))


def of_sure_width(text: str) -> str:
    """`text` in characters that are as wide on one terminal as on another: joined emoji come apart."""
    return text.translate(_UNSURE)
