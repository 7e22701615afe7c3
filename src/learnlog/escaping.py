"""Words on one line of Markdown, which shows them and does nothing with them."""

import re

from learnlog import unseen

_SIGNS = re.compile(r"([\\`*_\[\]<>&#|~!])")


def plain(words: str) -> str:
    """`words` on one line, as Markdown shows them; without characters that nobody sees."""
    return _SIGNS.sub(r"\\\1", unseen.replaced(" ".join(words.split()), lambda _: ""))
