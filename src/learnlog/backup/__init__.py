"""The moment of being careful: everything goes into one file, and comes back from it."""

from learnlog.backup.making import Made, make
from learnlog.backup.restoring import Restored, check_empty, restore
from learnlog.backup.state import State

__all__ = ["Made", "Restored", "State", "check_empty", "make", "restore"]
