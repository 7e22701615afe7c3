"""Characters: the class of each, and what searching does not tell apart.

Files that are not UTF-8 are read with `surrogateescape`; their stray bytes count as Windows-1252 here, so
an old Latin-1 file is found by its words. Other lone surrogates separate words and are folded away.
"""

import unicodedata
from collections.abc import Callable


class _Table(dict[int, str]):
    """A table for `str.translate` that works out each character once, when it is first met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str:
        self[code] = made = self._rule(chr(code))
        return made


_STRAY_BYTES = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or " " for byte in range(0x80, 0x100)}

# Scripts written without spaces between words, and Hangul, whose words carry their particles.
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x115F),  # Hangul, leading letters
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3031, 0x31FF),  # kana, bopomofo, Hangul letters
    (0x3400, 0x9FFF),  # Han
    (0xA960, 0xA97F),  # Hangul, old leading letters
    (0xAC00, 0xD7AF),  # Hangul syllables
    (0xF900, 0xFAFF),  # Han, compatibility
    (0xFF66, 0xFFDC),  # half width kana and Hangul
    (0x1AFF0, 0x1B16F),  # kana, rare
    (0x20000, 0x3FFFF),  # Han, rare
)
_EXTENDS = (
    (0x1160, 0x11FF),  # Hangul vowels and finals of a decomposed syllable
    (0xD7B0, 0xD7FF),  # the same, old ones
    (0xFF9E, 0xFF9F),  # half width voicing marks
    (0x1F3FB, 0x1F3FF),  # skin tones
)
_SEPARATES = (
    (0x200B, 0x200B),  # zero width space: the word break of Khmer and Thai
    (0x2500, 0x259F),  # lines and blocks, as `tree` draws them
    (0xFFFD, 0xFFFD),  # where a character was lost
)
_PUNCTUATION = {"‐": "-", "‑": "-", "־": "-", "’": "'", "ʼ": "'"}
_CLASSES = {"Lu": "A", "Lt": "A", "So": "e", "Cf": "m"} | dict.fromkeys(("Nd", "Nl", "No"), "0")

# Letters that Unicode does not take apart, though people without the key type the plain one.
_PLAIN_LETTERS = {
    "æ": "ae", "œ": "oe", "þ": "th",
    "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ø": "o", "ŧ": "t",
    "\N{ARABIC TATWEEL}": "",
}  # fmt: skip
_DROPPED = (
    (0xFE00, 0xFE0F),  # variation selectors: text or emoji style
    (0xE0100, 0xE01EF),  # the same, for Han
    (0x1F3FB, 0x1F3FF),  # skin tones
)


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)


def _class(char: str) -> str:
    """Return the class of one character, see `shape`."""
    char = _STRAY_BYTES.get(ord(char), char)
    category = unicodedata.category(char)
    if _within(char, _EXTENDS) or category[0] == "M":
        return "m"
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if _within(char, _SEPARATES):
        return " "
    if category[0] in "LN" and category != "Nd" and _within(char, _UNSPACED):
        return "c"
    if category[0] == "P" or category[0] == "S":
        char = unicodedata.normalize("NFKC", char)
        if char.isascii() and len(char) == 1:
            return char
    return _CLASSES.get(category, "a" if category[0] == "L" else " ")


def _without_marks(char: str) -> str:
    """Return what is left of one decomposed, case-folded character.

    Accents and vowel points go; the signs that make a letter another one in Indic scripts, Thai and kana
    stay. The combining class tells them apart.
    """
    point = unicodedata.combining(char)
    if point >= 200 or 10 <= point <= 36:  # noqa: PLR2004 - Latin, Greek, Cyrillic; Hebrew, Arabic
        return ""
    if unicodedata.category(char) in {"Cf", "Cs", "Me"} or _within(char, _DROPPED):
        return ""
    return _PLAIN_LETTERS.get(char, char)


_SHAPES = _Table(_class)
_UNMARKED = _Table(_without_marks)
_VISIBLE = _Table(lambda char: "" if unicodedata.category(char) == "Cf" else char)


def shape(text: str) -> str:
    """Return a string of the same length, in ASCII, with the class of each character.

    `a` letter, `A` capital, `0` digit, `m` goes with the one before (an accent), `c` character of a script
    without spaces, `e` emoji or other symbol, space for what separates. ASCII punctuation stays itself, and
    its variants (full width, curly) become it.
    """
    return text.translate(_SHAPES)


def caseless(text: str) -> str:
    """Return `text` in small letters and one normal form, accents kept, as stemmers want it."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text.translate(_STRAY_BYTES)).casefold()
    return unicodedata.normalize("NFKC", text.translate(_VISIBLE))


def without_accents(text: str) -> str:
    """Return caseless `text` with no accents and no vowel points, in one form."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", text).translate(_UNMARKED))


def fold(text: str) -> str:
    """Return `text` as terms have it: small letters without accents, one form for what looks alike.

    The result can always be encoded as UTF-8. It may be longer than `text` (`ß` is `ss`) or empty.
    """
    return without_accents(caseless(text))
