"""What people paste when they are stuck, to the words that tell what went wrong.

    reading    bytes to text, text to lines: escapes, progress bars and JSON are undone
    layout     what stands before a message, and which lines are stack frames
    cues       how tools say that something went wrong
    weighing   what each line is worth, by the two
    words      a line to its words: paths, addresses, times, hashes are none; codes stay whole

The cost is bounded: what goes over the whole text never goes back in it, and only some hundred lines of at
most a thousand characters are looked at closely.
"""

from learnlog.analysis import detect, is_stop_word
from learnlog.pasted.reading import decoded, distinct, said
from learnlog.pasted.weighing import both_ends, weighed
from learnlog.pasted.words import words_of

__all__ = ["MAX_WORDS", "MOST", "decoded", "symptoms"]

MOST = 1_048_576  # bytes, or characters, of what is pasted, from its end
MAX_WORDS = 200


def symptoms(text: str) -> dict[str, float]:
    """The words of `text` that tell what went wrong, each with its worth, above 0; at most `MAX_WORDS`.

    Those of most worth come first, each as it is spelt where it stands first. A code may have spaces in it:
    `exit code 137`. When no line speaks of an error, all lines count. Takes any text.
    """
    spelt: dict[str, str] = {}
    worth: dict[str, float] = {}
    speaking = weighed(list(said(both_ends(distinct(text[-MOST:])))))
    for line, weight in speaking:
        for word, share in words_of(line).items():
            known = spelt.setdefault(word.casefold(), word)
            worth[known] = worth.get(known, 0.0) + weight * share
    langs = {"en", detect("\n".join(line for line, _ in speaking)) or "en"}
    told = sorted((word for word in worth if not is_stop_word(word, langs)), key=lambda word: -worth[word])
    return {word: worth[word] for word in told[:MAX_WORDS]}
