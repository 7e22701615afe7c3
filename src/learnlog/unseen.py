"""Characters that act on what shows them, reorder what stands around them, or that nobody sees."""

import re
from collections.abc import Callable
from functools import cache

# C0 but tab and newline, DEL, C1; what reorders text; what has no shape: spaces without width, fillers, notes
# between the lines, tags.
_ALWAYS = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5"
    "\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
# What writing needs behind certain characters and nowhere else: joiners (emoji, Persian, the scripts of
# India), the two ways to draw a sign, forms of ideographs, forms of Mongolian letters, where a word may be
# parted, the blank of Braille.
_BEHIND = {
    "[\u200c\u200d]": "[^\x00-\x7f\u200c\u200d]",
    "[\ufe00-\ufe0f]": "[#*0-9]|[^\x00-\x7f\ufe00-\ufe0f]",
    "[\U000e0100-\U000e01ef]": "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]",
    "[\u180b-\u180f]": "[\u1820-\u18aa]",
    "\u00ad": r"[^\W\d_]",
    "\u2800": "[\u2800-\u28ff]",
}
# The three flags that are written with tags: of England, Scotland and Wales.
_FLAGS = "".join(
    f"\U0001f3f4{''.join(chr(0xE0000 + ord(letter)) for letter in land)}\U000e007f|"
    for land in ("gbeng", "gbsct", "gbwls")
)


def replaced(text: str, by: Callable[[str], str]) -> str:
    """`text` with `by` of each harmful character in its place; tabs and newlines are none."""
    if text.isascii() and text.isprintable():
        return text
    return _suspect().sub(lambda found: by(found[0]) if _is_harmful(found) else found[0], text)


def shown(character: str) -> str:
    """What stands for a harmful character where people read: `⟦U+001B⟧`."""
    return f"⟦U+{ord(character):04X}⟧"


@cache
def _suspect() -> re.Pattern[str]:
    """Made when it is needed: these patterns take a while, and most texts are plain."""
    return re.compile(_FLAGS + "|".join([_ALWAYS, *_BEHIND]))


def _is_harmful(found: re.Match[str]) -> bool:
    if len(found[0]) > 1:
        return False
    before = found.string[found.start() - 1 : found.start()]
    allowed = (re.fullmatch(where, before) for what, where in _BEHIND.items() if re.fullmatch(what, found[0]))
    return not any(allowed)
