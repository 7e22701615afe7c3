"""A BagIt 1.0 bag (RFC 8493): files, and beside them what tells whether they are still what they were."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from learnlog.errors import Unusable

PAYLOAD = "data/"
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
FETCH = "fetch.txt"
ALGORITHMS = ("sha512", "sha256")  # no weaker one is believed

_DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_READABLE = re.compile(
    r"\ufeff?BagIt-Version: (?:1\.0|0\.97)\r?\nTag-File-Character-Encoding: UTF-8\s*", re.IGNORECASE
)
_MANIFEST = re.compile(rf"(?P<tag>tag)?manifest-(?P<algorithm>{'|'.join(ALGORITHMS)})\.txt")
_LINE = re.compile(r"([0-9a-fA-F]+)[ \t]+\*?(.+)")
_ESCAPED = re.compile(r"%(0[AaDd]|25)")


class Manifest(NamedTuple):
    """What the files of a bag should be: checksums by path. `is_of_tags`: not those below `data/`."""

    algorithm: str
    is_of_tags: bool
    sums: Mapping[str, str]


def bagged(payload: Mapping[str, bytes], about: Mapping[str, str]) -> dict[str, bytes]:
    """The bag that holds `payload` (by path below `data/`); `about` are the lines of its `bag-info.txt`."""
    files = {PAYLOAD + path: data for path, data in sorted(payload.items())}
    size = f"{sum(map(len, files.values()))}.{len(files)}"
    info = "".join(f"{key}: {' '.join(words.split())}\n" for key, words in about.items())
    tags = {DECLARATION: _DECLARED.encode(), INFO: f"{info}Payload-Oxum: {size}\n".encode()}
    tags |= {f"manifest-{algorithm}.txt": _manifest(algorithm, files) for algorithm in ALGORITHMS}
    strongest = ALGORITHMS[0]
    return {**tags, f"tagmanifest-{strongest}.txt": _manifest(strongest, tags), **files}


def check_declaration(data: bytes) -> None:
    """Raise Unusable unless `data` is the `bagit.txt` of a bag that can be read."""
    if not _READABLE.fullmatch(data.decode("utf-8", "replace")):
        raise Unusable("its bagit.txt is not that of a BagIt bag of version 1.0 in UTF-8")


def manifest(path: str, data: bytes) -> Manifest | None:
    """The manifest in the file at `path`; None for other files. Raises Unusable for one that is damaged."""
    named = _MANIFEST.fullmatch(path)
    if not named:
        return None
    sums: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        found = _LINE.fullmatch(line)
        listed = _unescaped(found[2]) if found else ""
        if not found or listed in sums:
            raise Unusable(f"{path}, line {number}: not one checksum and one file")
        sums[listed] = found[1].lower()
    return Manifest(named["algorithm"], named["tag"] is not None, sums)


def faults(paths: Iterable[str], manifests: Iterable[Manifest]) -> list[str]:
    """What is wrong with these files of a bag, without looking into them: missing or not listed."""
    present = set(paths)
    payload = {path for path in present if path.startswith(PAYLOAD)}
    of_tags = {path for path in present - payload if not path.startswith("tagmanifest-")}
    told: dict[str, None] = {}
    listed: set[str] = set()
    for each in manifests:
        listed |= each.sums.keys()
        told |= {f"missing: {path}": None for path in each.sums if path not in present}
        if not each.is_of_tags:
            told |= {f"not listed: {path}": None for path in sorted(payload - each.sums.keys())}
    own = {DECLARATION, INFO, *(f"manifest-{algorithm}.txt" for algorithm in ALGORITHMS)}
    return [*told, *(f"not listed: {path}" for path in sorted(of_tags - listed - own))]


def _manifest(algorithm: str, files: Mapping[str, bytes]) -> bytes:
    sums = {path: hashlib.new(algorithm, data).hexdigest() for path, data in files.items()}
    return "".join(f"{checksum}  {_escaped(path)}\n" for path, checksum in sorted(sums.items())).encode()


def _escaped(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _unescaped(path: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), path)
