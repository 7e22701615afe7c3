"""The moment notes of another tool are taken in: a folder of Markdown becomes entries.

`Source` is the folder, `plan` says what importing it would do, `carry_out` does it.
"""

from learnlog.importing.attaching import Left
from learnlog.importing.carrying import carry_out
from learnlog.importing.formats import FORMATS, recognise
from learnlog.importing.planning import Plan, Taken, Wanted, plan
from learnlog.importing.source import Skipped, Source

__all__ = [
    "FORMATS",
    "Left",
    "Plan",
    "Skipped",
    "Source",
    "Taken",
    "Wanted",
    "carry_out",
    "plan",
    "recognise",
]
