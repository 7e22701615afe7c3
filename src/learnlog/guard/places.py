"""Secrets by the place they stand in: a URL, an Authorization header, behind a user's name."""

import re
from base64 import b64decode
from collections.abc import Iterator

from learnlog.guard.finding import Hit
from learnlog.guard.judging import KEY_MIN, PLAIN_WORD, is_harmless, is_password, is_random, is_token

_URL = re.compile(
    r"""
    :// (?P<user> [^\s:/@?\#'"`]{0,100}+ ) (?: : (?P<password> [^\s/'"`]{1,200} ) )?
    @ (?P<host> [\w.-]{0,100}+ )
    """,
    re.VERBOSE,
)
_EXAMPLE_HOST = re.compile(
    r"localhost|127\.|0\.0\.0\.0|host(?:name)?\b|(?:[\w.-]*\.)?example(?:\.|$)", re.IGNORECASE
)
_AUTHORIZED = re.compile(r"\b(?:Bearer|Basic|Token)[ ]{1,3}(?P<value>[\w+/=.~-]{16,2000}+)", re.IGNORECASE)
_CURL_USER = re.compile(r"""(?<!\S)(?:-u|--user)[ =]{1,3}["']?[^\s:'"]{1,100}+:(?P<value>[^\s'"`]{1,200})""")


def placed(text: str) -> Iterator[Hit]:
    """Yield the passwords and tokens that stand where credentials stand."""
    for found in _URL.finditer(text):
        if _is_url_password(found["user"], found["password"] or "", found["host"]):
            yield Hit(found.start("password"), 2, found["password"], "password", "it stands in a URL")
        elif len(found["user"]) >= KEY_MIN and is_token(found["user"]):
            yield Hit(found.start("user"), 2, found["user"], "token", "it stands in a URL")
    for found in _AUTHORIZED.finditer(text):
        if is_token(found["value"]) and not is_harmless(_decoded(found["value"])):
            yield Hit(found.start("value"), 3, found["value"], "token", "it authorizes a request")
    for found in _CURL_USER.finditer(text):
        if is_password(found["value"]):
            yield Hit(found.start("value"), 3, found["value"], "password", "it follows a user's name")


def _decoded(value: str) -> str:
    """Return the user and password that Basic authorization encodes; of anything else, itself."""
    try:
        return b64decode(value, validate=True).decode()
    except ValueError:
        return value


def _is_url_password(user: str, password: str, host: str) -> bool:
    if password in {"", user} or is_harmless(password):
        return False
    one_word = PLAIN_WORD.fullmatch(password) and not is_random(password)
    return not (one_word and _EXAMPLE_HOST.match(host))
