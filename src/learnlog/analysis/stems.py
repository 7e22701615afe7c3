"""Words to stems, by the Snowball stemmer of a language."""

from functools import lru_cache
from threading import Lock
from typing import Any

import Stemmer

_one_at_a_time = Lock()  # stemmers are not thread safe


@lru_cache(maxsize=64)
def _stemmer(lang: str) -> Any | None:  # noqa: ANN401 - the library has no types
    try:
        return Stemmer.Stemmer(lang, 0)
    except (KeyError, ValueError):
        return None


def stem(word: str, lang: str) -> str:
    """Return the stem of a caseless `word`; the word itself when nothing stems the language.

    `lang` is an ISO 639-1 code; anything else counts as a language without a stemmer.
    """
    stemmer = _stemmer(lang)
    if stemmer is None:
        return word
    with _one_at_a_time:
        return str(stemmer.stemWord(word))
