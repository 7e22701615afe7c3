"""Where a shared repository may be: addresses are read before git sees them.

Git takes addresses that run programs (`ext::`), that look like options, or that carry everything in the
open. Those never reach it.
"""

import os
import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from learnlog.errors import Unusable

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCP_LIKE = re.compile(r"(?:[^@/:]+@)?(?P<host>\[[^]/]+\]|[^/:]+):(?!//)(?P<path>.+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ALLOWED = frozenset({"ssh", "git+ssh", "ssh+git", "https", "file"})
_IN_THE_OPEN = frozenset({"http", "git", "ftp"})
_TOKEN_CHARACTERS = 20
_KINDS = "an address is ssh://…, https://…, file://…, user@host:path, or a folder"


def checked(address: str, folder: Path) -> str:
    """`address` as git may have it; a path is made absolute, seen from `folder`.

    Raises Unusable for an address that could run something, that carries a password, or that would send
    lessons over the network for anyone to read and change.
    """
    found = address.strip()
    if not found or _CONTROL.search(address.strip(" ")):
        raise Unusable("the address is empty or has control characters in it", _KINDS)
    scheme = _SCHEME.match(found)
    if found.startswith("-") or ("::" in found and not scheme):
        raise Unusable(f"{found} is not an address that learnlog gives to git", _KINDS)
    if scheme:
        _check_url(found, scheme[1].lower())
        return found
    remote = _SCP_LIKE.fullmatch(found)
    if remote:
        _check_host(remote["host"], found)
        return found
    return str(folder / os.path.expanduser(found))  # noqa: PTH111 - leaves ~nobody as it is


def _check_url(url: str, scheme: str) -> None:
    if scheme in _IN_THE_OPEN:
        raise Unusable(
            f"{scheme}:// sends everything in the open, and anyone on the way can change it",
            "use the https:// or ssh:// address",
        )
    if scheme not in _ALLOWED:
        raise Unusable(f"{scheme}:// is not a kind of address that learnlog gives to git", _KINDS)
    parts = _split(url)
    if parts.password is not None or (scheme == "https" and len(parts.username or "") >= _TOKEN_CHARACTERS):
        raise Unusable(
            "the address has a password or a token in it, which would be kept in the settings as plain text",
            "leave it out of the address; git asks a credential helper: git help credentials",
        )
    if scheme == "file" and parts.hostname not in {None, "localhost"}:
        raise Unusable(f"{url} names another machine", "write file:///path, or the path alone")
    _check_host(parts.hostname or "", url)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise Unusable(f"{url} is not an address", _KINDS) from None
    return parts


def _check_host(host: str, address: str) -> None:
    if host.startswith("-"):
        raise Unusable(f"{address} names a host that ssh would take for an option", _KINDS)
