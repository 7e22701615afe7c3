"""The index: what all stores hold, found by words in milliseconds. Derived, and made again when in doubt.

The only package that imports whoosh. Whoosh keeps the words (`words`), a catalogue beside it what the
entries say of themselves (`catalogue`); `matching` answers a query from both.
"""

from learnlog.index.engine import Index
from learnlog.index.explaining import Explanation, Reason
from learnlog.index.matching import Hit, Hits, Prior
from learnlog.index.rows import Row

__all__ = ["Explanation", "Hit", "Hits", "Index", "Prior", "Reason", "Row"]
