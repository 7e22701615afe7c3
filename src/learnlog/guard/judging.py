"""Whether a word that stands where a secret can stand is one, or refers to one, or is just a word."""

import re

_REFERENCE = re.compile(r"\$[A-Za-z_]\w*$|\$[({]|%\w+%|[<{\[(|]|[!&@][a-z_]+$|\w+://")
PLACEHOLDER = re.compile(
    r"example|place_?holder|change[_-]?(?:me|this)|your|redacted|dummy|sample|replace|insert|foobar"
    r"|(.)\1{4}|xxxx|\*{3}|0123456789|1234567890|abcdefgh|abc123|\.\.|…|\$\{|\{\{|<\w",
    re.IGNORECASE,
)
_OUR_PLACEHOLDER = re.compile(
    r"(?:[A-Z0-9]{1,20}_){0,3}(?:ACCOUNT|ADDRESS|DIRECTORY|KEY|NAME|NUMBER|PASSWORD|SECRET|TOKEN|WEBHOOK)_\d{1,4}"
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
PIECE = re.compile(r"[A-Za-z0-9]+")
PLAIN_WORD = re.compile(r"(?:[A-Z]?[a-z]+|[A-Z]+)(?:[_-][a-z]+)*+")
_CHUNK = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_PASSWORD_MIN, _TOKEN_MIN, KEY_MIN = 6, 12, 20  # characters
_CHUNKS_MIN = 4
_CHUNK_MAX, _LETTER_CHUNK_MAX = 3.5, 2.3  # characters: chunks of words are longer, with digits or without


def is_password(value: str) -> bool:
    """Tell whether `value` can be a password that someone chose: letters with digits or signs among them."""
    if len(value) < _PASSWORD_MIN or is_harmless(value) or not _LETTER.search(value):
        return False
    if "/" in value and not is_random(value):
        return False
    return bool(_DIGIT.search(value) or _STRONG_SIGN.search(value, 1, len(value) - 1)) or is_random(value)


def is_striking(value: str) -> bool:
    """Tell whether `value` could hardly be a word of a sentence."""
    has_signs = len(value) > _PASSWORD_MIN and _DIGIT.search(value) and _STRONG_SIGN.search(value)
    return is_password(value) and bool(has_signs or is_random(value))


def is_token(value: str) -> bool:
    """Tell whether a machine could have made `value`."""
    return len(value) >= _TOKEN_MIN and not is_harmless(value) and is_random(value)


def is_harmless(value: str) -> bool:
    """Tell whether `value` refers to a secret, or stands for one, instead of being one."""
    if _REFERENCE.match(value) or PLACEHOLDER.search(value) or _OUR_PLACEHOLDER.fullmatch(value):
        return True
    return bool(_STOCK.fullmatch(value) or _STOCK.fullmatch(value.translate(_LEET)))


def is_random(value: str) -> bool:
    """Tell whether a piece of `value` changes between cases and digits more often than words do."""
    return any(_is_scrambled(piece) for piece in PIECE.findall(value))


def _is_scrambled(piece: str) -> bool:
    chunks = len(_CHUNK.findall(piece))
    longest = _CHUNK_MAX if _DIGIT.search(piece) else _LETTER_CHUNK_MAX
    return chunks >= _CHUNKS_MIN and len(piece) <= chunks * longest
