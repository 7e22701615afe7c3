"""The one cleaner between what a file says and a terminal that would obey it."""

import re
from collections.abc import Sequence

from learnlog import unseen

_LONGEST = 200  # characters of a title, a name or a tag that are shown
_MOST = 20  # tags, or what else there can be many of

# What terminals, and the libraries that draw on them, do not agree about: what joins emoji or changes the one
# before it, the soft hyphen, the letters of which two are a flag.
_UNSURE = {
    **dict.fromkeys([0xAD, 0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080)]),
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


def visible_title(text: str) -> str:
    """The same, of at most 200 characters: a title, a name or a tag can be as long as its author wants."""
    return cut(visible_line(text))


def visible_list(texts: Sequence[str], between: str) -> str:
    """Texts on one line, each as a title; of more than 20 the first, and how many are not told."""
    more = [f"… {len(texts) - _MOST} more"] if len(texts) > _MOST else []
    return between.join([*map(visible_title, texts[:_MOST]), *more])


def cut(line: str) -> str:
    """A line in at most 200 characters, the last of which says so where there are more."""
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def visible_name(name: str) -> str:
    """The name of a file on one line; every other space in it is left as it is."""
    return re.sub(r"[\t\n]", lambda found: unseen.shown(found[0]), visible(name))


def of_sure_width(text: str) -> str:
    """`text` in characters that are as wide on one terminal as on another: joined emoji come apart."""
    return text.translate(_UNSURE)
