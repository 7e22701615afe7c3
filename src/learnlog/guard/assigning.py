"""Secrets by the word before them: "password = …", "the token is …"."""

import re
from collections.abc import Iterator

from learnlog.guard.finding import Hit
from learnlog.guard.judging import KEY_MIN, is_password, is_random, is_striking, is_token

_ASSIGNED = re.compile(
    r"""
    (?= [pkcmswtパ密] )
    (?: (?P<password> passwor[dt] | passwd | passphrase | passcode | kennwort | contrase[ñn]a
        | mot[ _]de[ _]passe | senha | wachtwoord | パスワード | 密[码碼]
        | (?<![a-z]) (?:pass|pwd|pw) (?![a-z]) | (?-i: (?<=[a-z])P(?:ass|wd) (?![a-z]) ) )
      | (?P<token> secret | token | credentials? | (?<=js|hp) sess(?:ion)?id )
      | (?P<key> key (?![a-z]) ) )
    (?= (?P<rest> [\w-]{0,40}+ )
        (?: [\\"'`*\])]{0,4}+ [ \t]{0,20}+
            (?: (?P<sign> (?: := | => | ={1,3} | : | \| ) [*_]{0,2}+ ) [ \t]{0,20}+
              | (?P<tag> > (?= [^<\s]{1,300}+ </ ) ) )
          | (?P<prose> (?: [ \t]{1,3} [\w./-]{1,20}+ ){0,4}?
                (?: : | [ ](?: is | was | to | from | are | ist | war | lautet | auf | est | es | è | é ) )
                [ \t]{1,3} (?: (?: now | still | just | currently | jetzt ) [ \t]{1,3} )? )
          | (?P<gap> [ \t]{1,3} ) )
        (?: [bruf@]{1,2} (?=["']) )? \\? (?P<quote> ["'`]? ) (?P<value> \S{1,300} ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A name that goes on like this, or starts like that, is about a secret and does not hold one.
_ABOUT = re.compile(
    r"(?:^|[_-])(?:arn|class|count|dir|env|expir\w*|field|file|format|header|id|label|len\w*|limit|manager|max|min|name"
    r"|path|policy|prefix|ref|reset|rotat\w*|size|store|ttl|type|ur[il]|version)s?(?:[_-]|$)",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"(?:cache|foreign|host|index|partition|primary|pub|public|sort)[ _-]?$", re.IGNORECASE)
_SECRET_KEY = re.compile(
    r"(?:access|account|api|app|auth|client|deploy|encryption|license|master|private|secret|service|session|shared"
    r"|(?<!user\.)signing|storage|subscription)[ _-]?$",
    re.IGNORECASE,
)
_OPTION = re.compile(r"(?<!\S)--?[\w-]*$|\blogin[ \t]+\S+[ \t]+$", re.IGNORECASE)
_AFTER_VALUE = re.compile(r"</|;|&\w+=|\\n")
_CODE = re.compile(
    r"[A-Za-z_@:][\w.:>!?-]*[(\[{]|[A-Za-z_@:]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+[!?]?$|[@:][a-z_]\w*$"
)


def assigned(text: str) -> Iterator[Hit]:
    """Yield the passwords and tokens that a word announces."""
    for found in _ASSIGNED.finditer(text):
        value = _value(found)
        before = text[max(0, found.start() - 100) : found.start()]
        if value and not _ABOUT.search(found["rest"]) and _holds_secret(found, value, before):
            kind = "password" if found["password"] else "token"
            yield Hit(found.start("value"), 4, value, kind, f"it follows the word “{found[0]}”")


def _value(found: re.Match[str]) -> str:
    """Return what is assigned, without what closes it; nothing when that is code."""
    value = found["value"]
    if found["quote"]:
        return value.partition(found["quote"])[0].rstrip("\\")
    value = _AFTER_VALUE.split(value, maxsplit=1)[0].rstrip("\"'`,.:)]}>*")
    return "" if _CODE.match(found["value"].rstrip(",;")) and not is_random(value) else value


def _holds_secret(found: re.Match[str], value: str, before: str) -> bool:
    """Tell whether `value` is a secret, with the doubt that its name and the words between deserve."""
    direct = found["sign"] or found["tag"] or found["quote"] or (found["gap"] and _OPTION.search(before))
    if found["password"]:
        return is_password(value) if direct else is_striking(value)
    if found["key"] and not _SECRET_KEY.search(before):
        plain = before[-1:].isalpha() or _PUBLIC.search(before)
        return bool(direct) and not plain and len(value) >= KEY_MIN and is_token(value)
    return (is_token(value) or is_striking(value)) and not _PUBLIC.search(before)
