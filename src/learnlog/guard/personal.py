"""What belongs to a person: mail addresses, phone numbers, bank accounts. Those made up for examples pass."""

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import chain, islice

from learnlog.guard.finding import Hit

_MAIL = re.compile(
    r"(?<![\w.+-])(?P<local>[^\W_][\w.+-]{0,63}+)@"
    r"(?P<domain>(?:[a-z][a-z0-9-]{0,62}+\.){1,8}(?P<top>[a-z]{2,24}))(?![\w-])",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"://[^\s/@]{0,100}\Z")
_NOBODY = re.compile(
    r"git|hg|svn|root|user(?:name)?|you|me|name|email|some(?:one|body|-?email)|your.*"
    r"|no-?reply.*|do-?not-?reply.*|foo|bar|test",
    re.IGNORECASE,
)
_MADE_UP = re.compile(
    r"(?:.*\.)?(?:example|test|invalid|localhost"
    r"|(?:e?mail|acme|bar|company|contoso|domain|foo|host|my\w+|server|site|some\w+|test|your[\w-]+)\.[a-z]+"
    r"|example\.[a-z.]+|noreply\.[a-z.]+)",
    re.IGNORECASE,
)
_SUFFIXES = frozenset(
    "conf css gif html jpeg jpg js json lock log plist png svg toml ts txt webp xml yaml yml".split()
)

_GAP = "[ \u00a0\u2009\u202f]"
_PHONE = re.compile(r"(?<![\w+*/=.-])\+[1-9](?:[ \u00a0\u2009\u202f().\-/]{0,2}\d){6,14}+(?![\d-])")
_NATIONAL = re.compile(
    r"\b(?:tele(?:f|ph)on|tel|phone|mobile?|handy|fax|cell|téléphone|teléfono|电话|電話)"
    r"[ ]?(?:number|nr|no)?\.?[: ]{1,3}"
    r"(?P<number>\(?0\d(?:[ ()\-/]{0,2}\d){5,13}+)(?![\d.])",
    re.IGNORECASE,
)
# Without a country's code: an area's code, and the number in few groups; as from abroad; in pairs; in three,
# three and four digits. Digits in one run are everything else, too.
_LOCAL = re.compile(
    r"(?<![\w+*/=.,:#$%-])(?:"
    rf"(?:\(0[1-9]\d{{1,4}}\)(?:{_GAP}|[/-])?|0[1-9]\d{{1,4}}(?:{_GAP}|[/-]){{1,3}})"
    rf"\d{{3,8}}(?:(?:{_GAP}|-)\d{{2,4}}){{0,2}}"
    rf"|00[1-9]\d{{0,2}}(?:(?:{_GAP}|[/-])\d{{2,9}}){{1,4}}"
    rf"|(?<![0-9A-Fa-f]{{2}}[ ])0[1-9](?:{_GAP}\d\d){{4}}(?![ ]{{1,2}}[0-9A-Fa-f]{{2}}\b)"
    r"|0[1-9](?:\.\d\d){4}"
    rf"|(?:\([2-9]\d\d\){_GAP}|[2-9]\d\d[-.])[2-9]\d\d[-.]\d{{4}}"
    r")(?![\w:%/-])(?!\.\d)"
)
_MOST_LOCAL = 1_000  # in one text, as each is tried in every region; where there are more, it is a dump
_REGIONS = ("DE", "AT", "CH", "GB", "IE", "FR", "BE", "NL", "IT", "SE", "AU", "JP", "US")
_DIALLING_00 = ("DE", "AU")  # to another country: 00 as from most, or 0011
_FICTION = re.compile(
    r"555\D{0,2}01\d\d\Z|1632\D?960|7946\D?0\d{3}\Z|23125|123\D?45|01\D02\D03|01\D23\D45|(\d)(?:\D?\1){5}"
)

_ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?(?![A-Za-z0-9])"
)
_SHOWN_EVERYWHERE = frozenset(
    "BE68539007547034 CH9300762011623852957 DE89370400440532013000 ES9121000418450200051332 "
    "FR1420041010050500013M02606 GB29NWBK60161331926819 GB33BUKB20201555555555 GB82WEST12345698765432 "
    "IT60X0542811101000000123456 NL91ABNA0417164300 AT611904300234573201".split()
)


def mail_addresses(text: str) -> Iterator[Hit]:
    """Yield the mail addresses in `text` that can be somebody's."""
    for found in _MAIL.finditer(text):
        before = text[max(0, found.start() - 120) : found.start()]
        is_made_up = _NOBODY.fullmatch(found["local"]) or _MADE_UP.fullmatch(found["domain"])
        if not is_made_up and found["top"].lower() not in _SUFFIXES and not _IN_URL.search(before):
            yield Hit(found.start(), 10, found[0], "e-mail address", "it can be somebody's")


def phone_numbers(text: str) -> Iterator[Hit]:
    """Yield the phone numbers in `text`: with a country's code, written as in one, or behind such a word.

    Those with a code have to be possible only: new ones are given out faster than lists of them are made.
    """
    for found, is_one in chain(
        ((found, _is_possible) for found in _PHONE.finditer(text)),
        ((found, _is_valid) for found in islice(_LOCAL.finditer(text), _MOST_LOCAL)),
    ):
        if not _FICTION.search(found[0]) and is_one(re.sub(_GAP, " ", found[0])):
            yield Hit(found.start(), 11, found[0], "phone number", "it is written like one")
    for found in _NATIONAL.finditer(text):
        if not _FICTION.search(found["number"]):
            yield Hit(
                found.start("number"), 11, found["number"], "phone number", "the word before it says so"
            )


def bank_accounts(text: str) -> Iterator[Hit]:
    """Yield the IBANs in `text` whose check digits are right."""
    for found in _ACCOUNT.finditer(text):
        number = found[0]
        while " " in number and not _is_account(number):  # the words behind it can look like a part
            number = number.rpartition(" ")[0]
        if _is_account(number) and re.sub("[ -]", "", number) not in _SHOWN_EVERYWHERE:
            yield Hit(found.start(), 9, number, "bank account", "its check digits are right")


def _is_possible(number: str) -> bool:
    """Whether a number with its country's code has a length that there is."""
    library = import_module("phonenumbers")  # takes 40 ms, and hardly any lesson has what looks like one
    try:
        return bool(library.is_possible_number(library.parse(number)))
    except library.NumberParseException:
        return False


def _is_valid(number: str) -> bool:
    """Whether some country has such a number."""
    library = import_module("phonenumbers")  # the same
    regions = _DIALLING_00 if number.startswith("00") else _REGIONS
    try:
        return any(library.is_valid_number(library.parse(number, region)) for region in regions)
    except library.NumberParseException:
        return False


def _is_account(number: str) -> bool:
    return bool(import_module("stdnum.iban").is_valid(number))  # takes 80 ms; the same
