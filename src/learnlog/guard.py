"""What must not leave the machine: texts to findings, and private passages cut.

A secret shows itself in four ways: as the key below a private key's header, by the shape its provider gave
it, by a place for credentials (a URL, an Authorization header), or by the word before it ("password = …").
The first two are sure; in such a place or after such a word references, code, placeholders and plain words
pass. Every pattern takes time linear in the text. docs/decisions/0003-secret-detector.md says why they are
our own.
"""

import re
from base64 import b64decode
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

NAME_LINE = 0  # the line of a finding in a file's name


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not leave: in the file `where`, at `line` (from 1; `NAME_LINE`: in its path).

    `kind` names it in a word or two, `why` says in a sentence what gave it away, `masked` is safe to show.
    """

    where: str
    line: int
    kind: str
    why: str
    masked: str


class _Hit(NamedTuple):
    """A secret in a text: where it starts, and what it is; a lower rank explains better."""

    start: int
    rank: int
    secret: str
    kind: str
    why: str


# Prefix, alphabet and least length as providers publish them; each starts a word and has 20 characters.
_SHAPES = {
    "AWS access key": r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    "GitHub token": r"gh[oprsu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40}",
    "GitLab token": r"gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rt|soat)-[\w-]{20}|GR1348941[\w-]{20}",
    "Bitbucket token": r"ATBB[A-Za-z0-9]{32}",
    "Atlassian token": r"AT[AC]TT3[\w=-]{50}",
    "Slack token": r"xox[abceoprs](?:\.xox[a-z])?-[A-Za-z0-9-]{20}|xapp-\d-[A-Za-z0-9-]{20}",
    "Slack webhook": r"hooks\.slack\.com/(?:services|triggers|workflows)/[\w/]{30}",
    "Discord webhook": r"discord(?:app)?\.com/api/webhooks/\d{10,20}/[\w-]{40}",
    "Teams webhook": r"webhook\.office\.com/webhookb2/[\w@/-]{60}",
    "Stripe key": r"[rs]k_(?:live|prod)_[A-Za-z0-9]{20}|whsec_[A-Za-z0-9+/]{32}",
    "Square token": r"sq0(?:atp|csp)-[\w-]{22}",
    "Google key": r"AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{20}",
    "Azure secret": r"[\w~.]{3}\dQ~[\w~.-]{31}",
    "SendGrid key": r"SG\.[\w-]{16,32}\.[\w-]{32}",
    "Brevo key": r"xkeysib-[a-f0-9]{64}",
    "Mailgun key": r"key-[a-f0-9]{32}(?![\w-])",
    "Mailchimp key": r"[a-f0-9]{32}-us\d{1,2}(?![\w-])",
    "Twilio key": r"SK[a-f0-9]{32}(?![\w-])",
    "Telegram token": r"\d{8,10}:AA[\w-]{33}(?![\w-])",
    "npm token": r"npm_[A-Za-z0-9]{36}",
    "PyPI token": r"pypi-AgE[\w-]{50}",
    "RubyGems key": r"rubygems_[a-f0-9]{48}",
    "Docker token": r"dckr_[op]at_[\w-]{27}",
    "DigitalOcean token": r"do[oprt]_v1_[a-f0-9]{64}",
    "Databricks token": r"dapi[a-f0-9]{32}",
    "Shopify token": r"shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}",
    "Hugging Face token": r"hf_[A-Za-z0-9]{34}",
    "Replicate token": r"r8_[A-Za-z0-9]{37}",
    "Groq key": r"gsk_[A-Za-z0-9]{40}",
    "Vault token": r"hv[bsr]\.[\w-]{24}",
    "Grafana token": r"glc_[\w+/=]{32}|glsa_[A-Za-z0-9]{32}",
    "Doppler token": r"dp\.(?:audit|ct|pt|sa|scim|st)\.[A-Za-z0-9]{40}",
    "Terraform token": r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60}",
    "Pulumi token": r"pul-[a-f0-9]{40}",
    "Postman key": r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}",
    "New Relic key": r"NRAK-[A-Z0-9]{27}",
    "Sentry token": r"sntry[su]_[\w+/=]{60}",
    "Linear key": r"lin_api_[A-Za-z0-9]{40}",
    "Notion token": r"ntn_[A-Za-z0-9]{40}|secret_[A-Za-z0-9]{43}",
    "Figma token": r"figd_[\w-]{40}",
    "Airtable token": r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}",
    "Artifactory key": r"AKCp[A-Za-z0-9]{69}",
    "Netlify token": r"nfp_[A-Za-z0-9]{36}",
    "Supabase token": r"sbp_[a-f0-9]{40}",
    "PlanetScale token": r"pscale_(?:oauth|pw|tkn)_[\w.-]{32}",
    "age key": r"AGE-SECRET-KEY-1[A-Z0-9]{58}",
    "1Password token": r"ops_eyJ[A-Za-z0-9+/]{60}",
    "AI provider key": r"sk-[\w-]{20}|xai-[A-Za-z0-9]{60}|pplx-[A-Za-z0-9]{40}",
    "JSON web token": r"(?<![\w-])eyJ[\w-]{10,}+\.[\w-]{10,}+\.[\w-]{10}",
}
_SHAPE = re.compile(
    rf"(?<![A-Za-z0-9])(?=[A-Za-z0-9][\w+/=.~:@-]{{19}})(?:({')|('.join(_SHAPES.values())}))[\w+/=.~-]*+",
    re.ASCII,
)
_KINDS = tuple(_SHAPES)

_KEY_HEADER = re.compile(
    r"-{4,5} ?BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}|PuTTY-User-Key-File-\d:"
)
_KEY_FOOTER = re.compile(r"-{4,5} ?END ")
_KEY_LINE = re.compile(r"[A-Za-z0-9+/=]{24,}+")
_KEY_REACH = 600  # characters after a header in which its key begins; headers of encrypted keys take some

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

_REFERENCE = re.compile(r"\$[A-Za-z_]\w*$|\$[({]|%\w+%|[<{\[(|]|[!&@][a-z_]+$|\w+://")
_CODE = re.compile(
    r"[A-Za-z_@:][\w.:>!?-]*[(\[{]|[A-Za-z_@:]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+[!?]?$|[@:][a-z_]\w*$"
)
_PLACEHOLDER = re.compile(
    r"example|place_?holder|change[_-]?(?:me|this)|your|redacted|dummy|sample|replace|insert|foobar"
    r"|(.)\1{4}|xxxx|\*{3}|0123456789|1234567890|abcdefgh|abc123|\.\.|…|\$\{|\{\{|<\w",
    re.IGNORECASE,
)
_STOCK_WORDS = """
a abc access admin administrator any api app auth bar basic baz bearer change client database db default demo
dev fake foo guest hello here key letmein local localhost login long me mongo my mysql name new none null old
one our pass passphrase passwd password passwort postgres pwd qwerty random redis root sa secret service some
string strong super test testing the this token top user username value very welcome word world xyz
""".split()
_LONGEST_FIRST = sorted(_STOCK_WORDS, key=len, reverse=True)
_STOCK = re.compile(rf"(?:{'|'.join(_LONGEST_FIRST)}|[\W\d_])*+", re.IGNORECASE)
_LEET = str.maketrans("013457@$!", "oieastasi")
_STRONG_SIGN = re.compile(r"[!@#$%^&*+=?~]")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"[0-9]")
_PIECE = re.compile(r"[A-Za-z0-9]+")
_PLAIN_WORD = re.compile(r"(?:[A-Z]?[a-z]+|[A-Z]+)(?:[_-][a-z]+)*+")
_CHUNK = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_PASSWORD_MIN, _TOKEN_MIN, _KEY_MIN = 6, 12, 20  # characters
_CHUNKS_MIN = 4
_CHUNK_MAX, _LETTER_CHUNK_MAX = 3.5, 2.3  # characters: chunks of words are longer, with digits or without

_PROBE = 8192  # bytes looked at to tell text from binary
_BINARY_SHARE = 0.1

# What nobody sees between the letters of a secret: Unicode's format characters, and others without a shape.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def inspect(files: Mapping[str, bytes]) -> list[Finding]:
    """Return what must not leave in the names and contents of `files` (path in the bundle: bytes).

    Sorted by path and line; binary contents are skipped. Never fails, whatever the bytes.
    """
    found = [
        Finding(where, line, hit.kind, hit.why, _masked(hit.secret))
        for where, content in files.items()
        for line, hit in [
            *((NAME_LINE, hit) for hit in _hits(without_unseen(where))),
            *_with_lines(_text(content)),
        ]
    ]
    return sorted(found, key=lambda finding: (finding.where, finding.line))


def without_unseen(text: str) -> str:
    """Return `text` without the characters that nobody sees and that no line ends with."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def _text(content: bytes) -> str:
    """Return the text of a file; of a binary one, nothing."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        probe = content[:_PROBE]
        controls = sum(byte < ord(" ") and byte not in b"\t\n\f\r\x1b" for byte in probe)
        return "" if controls > len(probe) * _BINARY_SHARE else content.decode(errors="replace")


def _with_lines(text: str) -> Iterator[tuple[int, _Hit]]:
    text = without_unseen(text)
    ends = [found.start() for found in re.finditer("\n", text)]
    return ((bisect_left(ends, hit.start) + 1, hit) for hit in _hits(text))


def _hits(text: str) -> Iterator[_Hit]:
    """Yield the secrets of `text` in order; of those that overlap, the first."""
    end = 0
    for hit in sorted([*_keys(text), *_shaped(text), *_credentials(text), *_assigned(text)]):
        if hit.start >= end:
            yield hit
            end = hit.start + len(hit.secret)


def _masked(secret: str) -> str:
    return secret[: min(4, len(secret) // 3)] + "…"


def _keys(text: str) -> Iterator[_Hit]:
    for header in _KEY_HEADER.finditer(text):
        limit = header.end() + _KEY_REACH
        footer = _KEY_FOOTER.search(text, header.end(), limit)
        line = _KEY_LINE.search(text, header.end(), footer.start() if footer else limit)
        if line:
            yield _Hit(line.start(), 0, line[0], "private key", "a key follows the header of a private key")


def _shaped(text: str) -> Iterator[_Hit]:
    for found in _SHAPE.finditer(text):
        secret = found[0].rstrip(".")
        # "sk-" also starts the names of style classes.
        harmless = secret.startswith("sk-") and not _is_random(secret)
        if not harmless and not _PLACEHOLDER.search(max(_PIECE.findall(secret), key=len)):
            kind = _KINDS[(found.lastindex or 1) - 1]
            yield _Hit(found.start(), 1, secret, kind, "it has the shape its provider gives them")


def _credentials(text: str) -> Iterator[_Hit]:
    for found in _URL.finditer(text):
        if _is_url_password(found["user"], found["password"] or "", found["host"]):
            yield _Hit(found.start("password"), 2, found["password"], "password", "it stands in a URL")
        elif len(found["user"]) >= _KEY_MIN and _is_token(found["user"]):
            yield _Hit(found.start("user"), 2, found["user"], "token", "it stands in a URL")
    for found in _AUTHORIZED.finditer(text):
        if _is_token(found["value"]) and not _is_harmless(_decoded(found["value"])):
            yield _Hit(found.start("value"), 3, found["value"], "token", "it authorizes a request")
    for found in _CURL_USER.finditer(text):
        if _is_password(found["value"]):
            yield _Hit(found.start("value"), 3, found["value"], "password", "it follows a user's name")


def _decoded(value: str) -> str:
    """Return the user and password that Basic authorization encodes; of anything else, itself."""
    try:
        return b64decode(value, validate=True).decode()
    except ValueError:
        return value


def _assigned(text: str) -> Iterator[_Hit]:
    for found in _ASSIGNED.finditer(text):
        value = _value(found)
        before = text[max(0, found.start() - 100) : found.start()]
        if value and not _ABOUT.search(found["rest"]) and _holds_secret(found, value, before):
            kind = "password" if found["password"] else "token"
            yield _Hit(found.start("value"), 4, value, kind, f"it follows the word “{found[0]}”")


def _value(found: re.Match[str]) -> str:
    """Return what is assigned, without what closes it; nothing when that is code."""
    value = found["value"]
    if found["quote"]:
        return value.partition(found["quote"])[0].rstrip("\\")
    value = _AFTER_VALUE.split(value, maxsplit=1)[0].rstrip("\"'`,.:)]}>*")
    return "" if _CODE.match(found["value"].rstrip(",;")) and not _is_random(value) else value


def _holds_secret(found: re.Match[str], value: str, before: str) -> bool:
    """Tell whether `value` is a secret, with the doubt that its name and the words between deserve."""
    direct = found["sign"] or found["tag"] or found["quote"] or (found["gap"] and _OPTION.search(before))
    if found["password"]:
        return _is_password(value) if direct else _is_striking(value)
    if found["key"] and not _SECRET_KEY.search(before):
        plain = before[-1:].isalpha() or _PUBLIC.search(before)
        return bool(direct) and not plain and len(value) >= _KEY_MIN and _is_token(value)
    return (_is_token(value) or _is_striking(value)) and not _PUBLIC.search(before)


def _is_url_password(user: str, password: str, host: str) -> bool:
    if password in {"", user} or _is_harmless(password):
        return False
    one_word = _PLAIN_WORD.fullmatch(password) and not _is_random(password)
    return not (one_word and _EXAMPLE_HOST.match(host))


def _is_password(value: str) -> bool:
    """Tell whether `value` can be a password that someone chose: letters with digits or signs among them."""
    if len(value) < _PASSWORD_MIN or _is_harmless(value) or not _LETTER.search(value):
        return False
    if "/" in value and not _is_random(value):
        return False
    return bool(_DIGIT.search(value) or _STRONG_SIGN.search(value, 1, len(value) - 1)) or _is_random(value)


def _is_striking(value: str) -> bool:
    """Tell whether `value` could hardly be a word of a sentence."""
    has_signs = len(value) > _PASSWORD_MIN and _DIGIT.search(value) and _STRONG_SIGN.search(value)
    return _is_password(value) and bool(has_signs or _is_random(value))


def _is_token(value: str) -> bool:
    """Tell whether a machine could have made `value`."""
    return len(value) >= _TOKEN_MIN and not _is_harmless(value) and _is_random(value)


def _is_harmless(value: str) -> bool:
    """Tell whether `value` refers to a secret, or stands for one, instead of being one."""
    if _REFERENCE.match(value) or _PLACEHOLDER.search(value):
        return True
    return bool(_STOCK.fullmatch(value) or _STOCK.fullmatch(value.translate(_LEET)))


def _is_random(value: str) -> bool:
    """Tell whether a piece of `value` changes between cases and digits more often than words do."""
    return any(_is_scrambled(piece) for piece in _PIECE.findall(value))


def _is_scrambled(piece: str) -> bool:
    chunks = len(_CHUNK.findall(piece))
    longest = _CHUNK_MAX if _DIGIT.search(piece) else _LETTER_CHUNK_MAX
    return chunks >= _CHUNKS_MIN and len(piece) <= chunks * longest
