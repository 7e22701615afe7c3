"""Text to index terms, and typed words to the terms to look up: one way for both.

A *term* is what the index holds: a word in small letters without accents (`uber`), its stem with a mark
before it (`~run` for `running`), the parts of an identifier and the whole (`http`, `error`, `httperror`),
one or two characters of a script without spaces (`日`, `日本`), an emoji, or an operator or a short flag
that stands by itself (`&&`, `$?`, `2>&1`, `-f`).

    letters    characters: their class, and what is folded away
    stems      words to stems
    splitting  a piece of text to places, each with its terms
    terms      the two sides: tokens of a text, lookups of a typed word
    languages  which language a text is in, and its words without content
"""

from learnlog.analysis.languages import detect, is_stop_word, languages_of
from learnlog.analysis.letters import fold
from learnlog.analysis.stems import stem
from learnlog.analysis.terms import Lookup, Match, Token, Variant, matches, terms_of, tokens

__all__ = [
    "Lookup",
    "Match",
    "Token",
    "Variant",
    "detect",
    "fold",
    "is_stop_word",
    "languages_of",
    "matches",
    "stem",
    "terms_of",
    "tokens",
]
