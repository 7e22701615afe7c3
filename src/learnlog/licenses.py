"""Licenses as SPDX expressions: read and checked, joined, compared. What knows them is loaded when asked."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, TypeAlias

MAX_CHARACTERS = 100  # so that the choices of two together can be counted

_OWN_NAME = re.compile(r"(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_ASK_NOTHING = frozenset({"0BSD", "CC0-1.0", "MIT-0", "PDDL-1.0", "Unlicense"})
_NEAR = 65  # of 100

_Node: TypeAlias = Any  # of license_expression: an AND, an OR, or a license


def read_license(text: str) -> str:
    """The SPDX expression that `text` is, its names written as SPDX writes them.

    Names of one's own (`LicenseRef-…`) are taken as they are. Raises ValueError that says what is wrong.
    """
    if not text.strip() or len(text) > MAX_CHARACTERS:
        raise ValueError(f"an SPDX expression has 1 to {MAX_CHARACTERS} characters")
    return str(_parsed(text).render())


def names() -> list[str]:
    """The licenses that SPDX names, but those it no longer recommends."""
    unfit = {key for key, each in _spdx().known_symbols.items() if each.is_exception or each.is_deprecated}
    return sorted(key for key in _spdx().known_symbols if not (key in unfit or _OWN_NAME.fullmatch(key)))


def joined(text: str, code: str) -> str:
    """The expression for something whose text and code have these licenses, as `read_license` gives them."""
    return text if text == code else str(_parsed(f"({text}) AND ({code})").render())


def is_kept_by(license_: str, other: str) -> bool:
    """Whether who keeps to the license `other` keeps to `license_`, too.

    That is so when everything that one choice under `license_` asks for is asked for by one under `other`;
    whether two licenses of other names go together is for lawyers. Both are as `read_license` gives them.
    """
    granted = list(_choices(_parsed(other)))
    return any(
        choice - _ASK_NOTHING <= all_of for choice in _choices(_parsed(license_)) for all_of in granted
    )


def _parsed(text: str) -> _Node:
    spdx = _spdx()
    try:
        node = spdx.parse(text, strict=True)
    except (_library().ExpressionError, _library().ParseError, RecursionError):
        raise ValueError(f"{text!r} is no SPDX expression") from None
    for name in spdx.unknown_license_keys(node):
        if not _OWN_NAME.fullmatch(name):
            raise ValueError(f"SPDX knows no license {name}{_nearest(name)}")
    return node


def _choices(node: _Node) -> Iterator[frozenset[str]]:
    """Each set of licenses that is enough to keep."""
    spdx = _spdx()
    if isinstance(node, spdx.OR):
        for part in node.args:
            yield from _choices(part)
    elif isinstance(node, spdx.AND):
        first, *others = node.args
        yield from _combined(list(_choices(first)), others)
    else:
        yield frozenset({node.render()})


def _combined(found: list[frozenset[str]], others: list[_Node]) -> list[frozenset[str]]:
    for other in others:
        found = list({choice | more for more in _choices(other) for choice in found})
    return found


def _nearest(name: str) -> str:
    known = [key for key in _spdx().known_symbols if not _OWN_NAME.fullmatch(key)]
    ratio = import_module("rapidfuzz.fuzz").ratio
    score, best = max((ratio(name.casefold(), key.casefold()), key) for key in known)  # of versions, the last
    return f"; the nearest is {best}" if score >= _NEAR else ""


@cache
def _spdx() -> Any:  # noqa: ANN401 - a Licensing
    return _library().get_spdx_licensing()


def _library() -> Any:  # noqa: ANN401 - a module
    return import_module("license_expression")
