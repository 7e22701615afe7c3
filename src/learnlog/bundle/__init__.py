"""What leaves the journal: lessons, exactly as they leave."""

from learnlog.bundle.lessons import FIELDS, NEVER, LeftOut, Lesson, Places, Rules, of, title_of
from learnlog.bundle.naming import Names

__all__ = ["FIELDS", "NEVER", "LeftOut", "Lesson", "Names", "Places", "Rules", "of", "title_of"]
