"""What must not leave the machine: texts to findings.

Three kinds of things are found. A *secret* shows itself as the key below a private key's header, by the shape
its provider gave it (`shapes`), by a place for credentials (`places`), or by a word before it (`assigning`).
The first two are sure; in such a place or after such a word references, code, placeholders and plain words
pass (`judging`). *Names* are those of the person's own list (`names`). *Personal data* is a warning
(`personal`, `network`). Every pattern takes time linear in the text. docs/decisions/0003-secret-detector.md
says why those for secrets are our own.
"""

from learnlog.guard.finding import NAME_LINE, Finding, Weight
from learnlog.guard.inspecting import inspect, inspect_text
from learnlog.guard.names import NO_NAMES, Names
from learnlog.guard.placeholders import Placeholders
from learnlog.guard.reading import without_unseen

__all__ = [
    "NAME_LINE",
    "NO_NAMES",
    "Finding",
    "Names",
    "Placeholders",
    "Weight",
    "inspect",
    "inspect_text",
    "without_unseen",
]
