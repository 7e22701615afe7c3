"""The moment something seems wrong: everything is looked at, and mended where nothing can be lost by it.

Each check is a function that gives faults as values; `examine` runs all of them, `mend` carries remedies out.
"""

from learnlog.doctor.chosen import without_journal
from learnlog.doctor.examining import Examination, Subject, examine
from learnlog.doctor.fault import Check, Fault, Remedy
from learnlog.doctor.kept import Folders
from learnlog.doctor.mending import Mended, Tools, mend

__all__ = [
    "Check",
    "Examination",
    "Fault",
    "Folders",
    "Mended",
    "Remedy",
    "Subject",
    "Tools",
    "examine",
    "mend",
    "without_journal",
]
