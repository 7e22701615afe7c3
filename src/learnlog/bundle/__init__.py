"""What leaves the journal: lessons, exactly as they leave."""

from learnlog.bundle.lessons import FIELDS, NEVER, LeftOut, Lesson, Places, Rules, of, title_of
from learnlog.bundle.naming import Names
from learnlog.bundle.screening import Screen, Screened, public_title, screened
from learnlog.bundle.selection import Selection

__all__ = [
    "FIELDS",
    "NEVER",
    "LeftOut",
    "Lesson",
    "Names",
    "Places",
    "Rules",
    "Screen",
    "Screened",
    "Selection",
    "of",
    "public_title",
    "screened",
    "title_of",
]
