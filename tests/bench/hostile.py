"""What nobody types on purpose, to be answered all the same; and what it costs."""

import random
import time
from collections.abc import Callable

_LENGTH = 100_000
_DICE = random.Random(20261124)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _repeated(piece: str) -> str:
    return (piece * _LENGTH)[:_LENGTH]


QUERIES = {
    "a letter in stars": "*a*",
    "a prefix of one letter": "s*",
    "1,000 prefixes": "a* OR b* OR c* OR d* " * 250,
    "64 different prefixes": " ".join(f"{one}{other}*" for one in _LETTERS[:8] for other in _LETTERS[:8]),
    "64 phrases of common words": " ".join(f'"the {letter} of to"' for letter in _LETTERS[:16] * 4),
    "a phrase of 600 words": '"' + "the of to a " * 150 + '"',
    "64 words spelt wrongly": " ".join("".join(_DICE.choices(_LETTERS, k=9)) for _ in range(64)),
    "a word of 4,000 letters": "a" * 4_000,
    "an identifier of 1,000 parts": "a_b." * 1_000,
    "a path of 2,000 parts": "a/" * 2_000,
    "a thousand ideographs": "的一是不了人我在有他这中大来上国个到说们" * 50,
    "stop words only": "the of and to " * 20,
    "100 kB of stop words": _repeated("the of and to "),
    "punctuation only": _repeated("!?;.,"),
    "100 kB of noise": "".join(_DICE.choices('ab ()"*:-\0\n日é', k=_LENGTH)),
    "any characters": "".join(chr(_DICE.randrange(0x11_0000)) for _ in range(_LENGTH)),
    "lone surrogates": _repeated("\ud800 \udc80x "),
    "controls": _repeated("\0\x1b[31m"),
    "from right to left": _repeated("שלום \u202eمرحبا\u202c "),
    "emoji": _repeated("🎉 👩‍👩‍👧 "),
    "fields without values": _repeated("title: tag: date: foo: "),
    "a field of a field": _repeated("title:body:"),
    "dates that are none": _repeated("date:someday "),
    "64 dates as words": " ".join(f"date:{number}-days-ago" for number in range(64)),
    "parentheses, open": _repeated("("),
    "parentheses, closed": _repeated(")"),
    "words of 250 letters": " ".join("".join(_DICE.choices(_LETTERS, k=250)) for _ in range(16)),
    "20 levels": "(" * 20 + "a" + ")" * 20,
    "64 levels of not": "NOT " * 64 + "a",
    "each not": " ".join(f"-{letter}*" for letter in _LETTERS),
    "quotation marks": _repeated('"'),
    "one quotation mark": _repeated("word ") + '"',
    "dashes": _repeated("-"),
    "and or not": _repeated("AND OR NOT "),
}


def slowest(find: Callable[[str], object]) -> dict[str, float]:
    """Seconds of processor time that `find` takes for each of `QUERIES`, asked once, the most first."""
    find("a question in words, an unknwon one, be*, that loads what is loaded on the way")
    costs = {}
    for name, text in QUERIES.items():
        started = time.process_time()
        find(text)
        costs[name] = time.process_time() - started
    return dict(sorted(costs.items(), key=lambda each: -each[1]))
