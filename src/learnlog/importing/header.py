"""Front matter as other tools write it, TOML between +++ or JSON between braces, turned into YAML."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from frontmatter.default_handlers import BaseHandler, JSONHandler

from learnlog import frontmatter
from learnlog.errors import BrokenEntry
from learnlog.frontmatter import MAX_CHARACTERS, Given


class _Toml(BaseHandler):
    # python-frontmatter's own needs a package that is no longer kept up
    def load(self, fm: str) -> dict[str, Any]:
        return tomllib.loads(fm, parse_float=str)


class _Json(JSONHandler):
    def load(self, fm: str, **kwargs: object) -> dict[str, Any]:
        found = super().load(fm, parse_float=str, parse_constant=str, **kwargs)
        if not isinstance(found, dict):
            raise ValueError("not an object")  # noqa: TRY004 - told apart from what the parser raises by no one
        return found


# The boundaries take one line end each, so that the body keeps every byte.
_TOML = _Toml(re.compile(r"^\+{3}[ \t]*(?:\r?\n|\Z)", re.MULTILINE), "+++", "+++")
_JSON = _Json(re.compile(r"^[{}][ \t]*(?:\r?\n|\Z)", re.MULTILINE), "{", "}")
_PLACE = re.compile(r"(.*?):? \(?(?:at )?line (\d+),? col.*", re.DOTALL)


def with_yaml(text: str) -> str:
    """`text` with its front matter as YAML; the same text when it is that already, or there is none.

    A byte order mark is left out. Raises BrokenEntry, its message starting with the line when known.
    """
    text = text.removeprefix("\ufeff")
    for handler, name in ((_TOML, "TOML"), (_JSON, "JSON")):
        if handler.detect(text):
            values, body = _read(handler, name, text)
            return f"---\n{frontmatter.dump(values)}---\n{body}"
    return text


def _read(handler: BaseHandler, name: str, text: str) -> tuple[dict[str, Given], str]:
    try:
        block, body = handler.split(text)
    except ValueError:
        raise BrokenEntry(f"line 1: the {name} front matter is not closed") from None
    if len(block) > MAX_CHARACTERS:
        raise BrokenEntry("front matter is larger than 64 KiB")
    try:
        # behind a line end, so that the parser counts the lines as the file does
        found = handler.load(f"\n{block}")
    except RecursionError:
        raise BrokenEntry(f"the {name} front matter is nested too deeply") from None
    except ValueError as error:
        place = _PLACE.fullmatch(str(error))
        reason = f"line {place[2]}: {place[1]}" if place else str(error)
        raise BrokenEntry(f"{reason} ({name})") from None
    return {key: _given(value) for key, value in found.items()}, body


def _given(value: object) -> Given:
    if isinstance(value, Mapping):
        return {str(key): _given(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_given(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, datetime)):
        return value
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
