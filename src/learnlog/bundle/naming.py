"""Whether a text names one of the files that stay at home: the last look, whatever kind of link it is."""

import html
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

from learnlog import guard

_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_WORD = re.compile(r"\w+")
_DATED = re.compile(r"\d{4}-\d\d-\d\d-.")  # no word of a sentence; what learnlog itself calls a file
_LINK_BEFORE = re.compile(r"(?:\]\( ?|\[\[|\]: ?|(?:href|src) ?= ?[\"']?)<?(?:[^\s()<>\[\]\"']{0,200}/)?\Z")
_WEB_BEFORE = re.compile(r"https?://[^\s()<>\[\]\"'`]*\Z")
_LINK_REACH = 240  # characters
_SUFFIX = ".md"


class Names:
    """Entry files by `paths` (in the journal) and `folders` (absolute paths) that no text may name."""

    def __init__(self, paths: Iterable[str], folders: Iterable[str] = ()) -> None:
        self._by_word: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for path in paths:
            folder, name = posixpath.split(_plain(path))
            stem = name.removesuffix(_SUFFIX)
            words = _WORD.findall(stem)
            if words:
                self._by_word[words[-1]].append((stem[: stem.rindex(words[-1])] + words[-1], folder, path))
        self._folders = [(_plain(folder).rstrip("/"), folder) for folder in folders]

    def first_in(self, text: str, but: str = "") -> str:
        """The path of the first file, other than `but`, that `text` names; "" when it names none."""
        plain = _plain(text)
        for word in _WORD.finditer(plain):
            for stem, folder, path in self._by_word.get(word[0], ()):
                if path != but and _names(plain, word.end(), stem, folder):
                    return path
        return next((given for folder, given in self._folders if _holds(plain, folder)), "")


def _plain(text: str) -> str:
    """`text` as all its spellings are alike: escapes, accents, case, spaces."""
    decoded = _ESCAPE.sub("", html.unescape(unquote(text))).replace("\\", "/")
    return " ".join(unicodedata.normalize("NFC", guard.without_unseen(decoded)).casefold().split())


def _names(text: str, end: int, stem: str, folder: str) -> bool:
    start = end - len(stem)
    if start < 0 or not text.startswith(stem, start) or _goes_on(text[start - 1 : start]):
        return False
    before = text[max(0, start - _LINK_REACH) : start]
    dated = bool(_DATED.match(stem))
    if not dated and _WEB_BEFORE.search(before):
        return False
    after = text[end : end + len(_SUFFIX) + 1]
    if after == _SUFFIX or (after.startswith(_SUFFIX) and not after[-1].isalnum()):
        return True
    if after[:1] in {"-", ":"} or (after[:1] == "." and after[1:2].isalnum()):
        return False
    in_folder = bool(folder) and text.endswith(f"{folder}/", max(0, start - len(folder) - 1), start)
    return bool(in_folder or dated or _LINK_BEFORE.search(before))


def _goes_on(before: str) -> bool:
    return before.isalnum() or before in {"-", "_"}


def _holds(text: str, folder: str) -> bool:
    return bool(re.search(rf"{re.escape(folder)}(?![\w-])", text))
