"""Authors whose names look alike are told apart, by their folders, which nobody shares."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping

from learnlog.entry import slug

# Letters of Latin, Greek, Cyrillic and Armenian that are drawn like others, as Unicode's UTS 39 has them.
_DRAWN_ALIKE = {
    "a": "\u0251\u0391\u03b1\u0410\u0430",
    "b": "\u0184\u0392\u0412\u042c\ua7b4",
    "c": "\u0421\u0441\u1d04",
    "d": "\u0501",
    "e": "\u0395\u0415\u0435\u04bd\uab32",
    "f": "\u03dc\u0584\u1e9d\ua798\ua799\uab35",
    "g": "\u018d\u0261\u050c\u0581\u1d83",
    "h": "\u0397\u041d\u04bb\u0570",
    "i": "\u0131\u0196\u0269\u026a\u0399\u03b9\u0406\u0456\u04c0\ua647",
    "j": "\u037f\u03f3\u0408\u0458\ua7b2",
    "k": "\u039a\u041a",
    "l": "\u01c0\u04cf",
    "m": "\u039c\u03fa\u041c",
    "n": "\u039d\u0578\u057c",
    "o": "\u039f\u03bf\u03c3\u041e\u043e\u0555\u0585\u1d0f\u1d11\uab3d",
    "p": "\u03a1\u03c1\u0420\u0440",
    "q": "\u051b\u0563\u0566",
    "r": "\u01a6\u0433\u1d26\uab47\uab48",
    "s": "\u01bd\u0405\u0455\u054f\ua731",
    "t": "\u03a4\u0422",
    "u": "\u028b\u03c5\u054d\u057d\u1d1c\ua79f\uab4e\uab52",
    "v": "\u03bd\u0474\u0475\u1d20",
    "w": "\u026f\u0461\u051c\u051d\u0561\u1d21",
    "x": "\u03a7\u0425\u0445\ua7b3",
    "y": "\u0263\u028f\u03a5\u03b3\u0423\u0443\u04ae\u04af\u1d8c\u1eff\uab5a",
    "z": "\u0396\u1d22",
}
_LATIN = {ord(letter): latin for latin, letters in _DRAWN_ALIKE.items() for letter in letters}


def told_apart(names: Mapping[str, str], folders: Collection[str]) -> dict[str, str]:
    """Author folder → the name to show, of those of `folders` that have one, or look like another one.

    A name that is another author's, or looks like it, has the folder behind it; so has that of `ann_lee`
    beside `ann-lee`, who differ in no letter.
    """
    every = names.keys() | folders
    owners = Counter(map(_look, every))
    meant = Counter(map(_look, names.values()))
    shown = {}
    for folder in every:
        name, own = names.get(folder, ""), _look(folder)
        said = _look(name)
        is_its_own = said == own and slug(folder) == folder  # the folder that is made for such a name
        if not folder.isascii() and (owners[own] > 1 or is_mixed(folder)):
            shown[folder] = f"{name or folder} ({_in_ascii(folder)})"
        elif name and not is_its_own and (owners[said] > (said == own) or meant[said] > 1):
            shown[folder] = f"{name} ({folder})"
        elif name:
            shown[folder] = name
    return shown


def by_folder(name: str | None, folder: str) -> str:
    """The author to show for a lesson in `folder` that says it is by `name`, where nobody else is known."""
    if is_mixed(folder):
        return f"{folder} ({_in_ascii(folder)})"
    return name if name is not None and slug(name) == folder else folder


def is_mixed(words: str) -> bool:
    """Whether a word among Latin letters has some of another alphabet that are drawn like them."""
    if words.isascii():
        return False
    return any(
        any(map(_is_latin, word)) and any(ord(letter) in _LATIN and not _is_latin(letter) for letter in word)
        for word in re.findall(r"[^\W\d_]+", words)
    )


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _look(words: str) -> str:
    """What a name looks like in a list: each letter as the Latin one that is drawn like it."""
    return slug(unicodedata.normalize("NFKD", words).translate(_LATIN))


def _in_ascii(folder: str) -> str:
    """As browsers write the names of hosts: `xn--nn-lee-2nf`."""
    return f"xn--{folder.encode('punycode').decode('ascii')}"
