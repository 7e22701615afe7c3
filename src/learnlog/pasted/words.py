"""A line of a log to the words that may tell something."""

import re
from collections.abc import Iterator

_CODE_SHARE = 1.5
_FILE_SHARE = 0.5
_MAX_WORD = 60

_CODE = re.compile(  # what is kept whole
    r"""\b SQLSTATE [\s:=\[(]{1,3} (?=\w{0,4}\d) [0-9A-Z]{5} \b
      | \b (?i: exit\ (?:code|status) | error(?:\ code)? | errno | signal ) [\s:=\[(\#]{1,8} -?\d{2,6} \b
      | \b (?i: http(?:/[\d.]{1,3})?"? | status(?:\ code)? ) [\s:=]{1,4} [45]\d\d \b
      | (?<=\() [45]\d\d (?=\))
      | \b [A-Z]{1,10} -? \d{3,6} \b
      | \b 0x8 [0-9A-Fa-f]{7} \b""",
    re.VERBOSE,
)
_GLUE = re.compile(r"(?:[\s:=\[(#\"]|/[\d.]+)+")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE = re.compile(
    rf"""\b (?: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},?\s )?
      (?: \d{{1,2}}[ ./-]{_MONTH}[ ,./-]{{1,2}}\d{{4}} | {_MONTH}\s{{1,2}}\d{{1,2}}\b(?:,?\s\d{{4}})? )
      | \b(?:UTC|GMT|CES?T|E[SD]T|P[SD]T)\b""",
    re.VERBOSE,
)
_PACKAGE = re.compile(r"(?<![\w.])(?:[a-z_]\w{0,60}+\.)++(?=[A-Z]\w)")  # org.hibernate.exception.
_MISSES = re.compile(
    r"no such|not found|can(?:not|'t)|could(?: not|n't)|missing|does not exist|unable to", re.IGNORECASE
)

_EDGES = "\"'`´‘’“”«»„()[]{}<>,;:.!?*|=…·•。、：，"
_KEY = re.compile(r"[\w.-]{1,40}=(?=.)")
_SLASH = re.compile(r"[\\/]")
_PATH = re.compile(r"(?:[A-Za-z]:|~|\.{1,2})?[\\/]")
_PLACE = re.compile(r"\.\w{1,12}(?:\+\+)?[:(]\(?[.\d]|\.\w{1,5}:$|\w:\d+(?!\w)")  # a file and a line in it
_FILE = re.compile(r"[a-z]\w*+\.[A-Za-z]\w{0,7}$")
_HOSTS = frozenset("com net org io local localhost internal lan example eu de".split())
_ADDRESS = re.compile(r"://|[\w.+-]@[\w-]+\.[A-Za-z]|^data:")
_FIGURE = re.compile(r"\W*+\d[\d.,:_x+-]*+[A-Za-z%µ]{0,3}\W*+$")
_HASH = re.compile(r"0x|[0-9A-Fa-f]{7,}$|[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{12,}$")
_SEGMENT = re.compile(r"[A-Za-z0-9]{5,}")
_MIXED = re.compile(r"\d[A-Za-z]")
_MANY_DIGITS = 3

_HAN, _KATAKANA = "\u3005-\u3007\u3400-\u9fff", "\u30a1-\u30fa\u30fc"
_SPACED = r"[^\W\u3040-\u30ff\u3400-\u9fff]"  # a character of a word in a script with spaces
_WORD = re.compile(
    rf"""[{_KATAKANA}]{{2,}} | [{_HAN}]{{2,}}
      | (?![\d_]){_SPACED}++ (?: (?: :: | [-.'’/+] ) (?!_){_SPACED}++ ){{0,7}}+""",
    re.VERBOSE,
)
_SAID_BY_ALL = frozenset(
    """aborted aborting above another by call caused code critical debug detail details during err errno
    error errors exception exceptions fail failed failure failure/error failures fatal following
    handling help hint info last line main message most msg note notice occurred raised
    recent see severe stderr stdout syscall thread trace traceback uncaught unhandled warn
    warning
    erreur erro errore fehler
    categoryinfo fullyqualifiederrorid
    ed25519 md5 rsa sha1 sha256 sha512
    id ms pid sec seconds secs tid uuid true false
    mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep oct nov dec""".split()
)


def words_of(line: str) -> dict[str, float]:
    """The words of a line and the share each has of its weight: 1, codes more, names of files less."""
    found: dict[str, float] = {}

    def take(code: re.Match[str]) -> str:
        found[_GLUE.sub(" ", code[0])] = _CODE_SHARE
        return " "

    rest = _PACKAGE.sub("", _CODE.sub(take, _DATE.sub(" ", line)))
    keeps_files = bool(_MISSES.search(rest))
    for token in rest.split():
        for word, share in _of_token(token, keeps_files=keeps_files):
            found.setdefault(word, share)
    return {word: share for word, share in found.items() if _may_tell(word)}


def _may_tell(word: str) -> bool:
    return 1 < len(word) <= _MAX_WORD and word.casefold() not in _SAID_BY_ALL


def _of_token(token: str, *, keeps_files: bool) -> Iterator[tuple[str, float]]:
    """Yield the words of what stands between two spaces; of paths only the file, and that only if told to."""
    bare = _KEY.sub("", token, count=1).strip(_EDGES)
    if _ADDRESS.search(bare) or _FIGURE.match(bare) or _HASH.match(bare) or _is_host(bare) or _is_id(bare):
        return
    if _is_path(bare):
        name = _SLASH.split(bare)[-1]
        if keeps_files and not _PLACE.search(token) and _FILE.match(name):
            yield name, _FILE_SHARE
    elif not _PLACE.search(bare):
        for word in _WORD.findall(bare):
            yield _without_module(word), _FILE_SHARE if _FILE.match(word) else 1.0


def _without_module(word: str) -> str:
    """`ObjectInUse` of `PG::ObjectInUse`; whole where the name is no class: `std::vector`."""
    name = word.rpartition("::")[2]
    return name if name[0].isupper() else word


def _is_path(bare: str) -> bool:
    slashes = bare.count("/") + bare.count("\\")
    return bool(_PATH.match(bare)) or slashes > 1 or (slashes == 1 and "." in bare)


def _is_host(bare: str) -> bool:
    host = re.split("[/:]", bare, maxsplit=1)[0].lower()
    return host.rpartition(".")[2] in _HOSTS and host not in _HOSTS - {"localhost"}


def _is_id(bare: str) -> bool:
    """Whether letters and digits stand in it as chance put them."""
    return any(
        sum(map(str.isdigit, part)) >= _MANY_DIGITS and _MIXED.search(part) for part in _SEGMENT.findall(bare)
    )
