"""The moment notes of others are taken in: a folder of Markdown, or a bundle, becomes entries.

`Source` is the folder (`unpack` makes one of a bundle), `plan` says what importing it would do, `carry_out`
does it.
"""

from learnlog.importing.archives import is_archive
from learnlog.importing.attaching import Left
from learnlog.importing.carrying import carry_out
from learnlog.importing.formats import BUNDLE, FORMATS, Format, recognise
from learnlog.importing.planning import Plan, Taken, Wanted, plan
from learnlog.importing.source import Skipped, Source
from learnlog.importing.unpacking import is_bag, unpack

__all__ = [
    "BUNDLE",
    "FORMATS",
    "Format",
    "Left",
    "Plan",
    "Skipped",
    "Source",
    "Taken",
    "Wanted",
    "carry_out",
    "is_archive",
    "is_bag",
    "plan",
    "recognise",
    "unpack",
]
