"""What leaves the journal: lessons, exactly as they leave."""

from learnlog.bundle.lessons import FIELDS, NEVER, LeftOut, Lesson, Places, Rules, of, title_of

__all__ = ["FIELDS", "NEVER", "LeftOut", "Lesson", "Places", "Rules", "of", "title_of"]
