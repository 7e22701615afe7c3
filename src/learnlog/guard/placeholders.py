"""Placeholders: what stands in a published copy where something was found."""

import re
from collections.abc import Iterable, Iterator

from learnlog.guard.finding import Finding, Weight
from learnlog.guard.inspecting import inspect_text
from learnlog.guard.names import Names
from learnlog.guard.reading import without_unseen


class Placeholders:
    """A placeholder for each thing in `findings`: `PASSWORD_1`, numbered as they come.

    They are the same whenever the findings are, and the guard lets them pass. `names` are those that the
    findings were made with.
    """

    def __init__(self, findings: Iterable[Finding], names: Names) -> None:
        self._names = names
        self._new: dict[str, str] = {}
        self._secrets: set[str] = set()
        count: dict[str, int] = {}
        for finding in findings:
            if finding.key not in self._new:
                count[finding.kind] = count.get(finding.kind, 0) + 1
                self._new[finding.key] = f"{_capitals(finding.kind)}_{count[finding.kind]}"
            if finding.weight is Weight.SECRET:
                self._secrets.add(finding.found)

    def __bool__(self) -> bool:
        return bool(self._new)

    def put_into(self, text: str) -> str:
        """Return `text` with the placeholders: a secret wherever it stands, others where they are found."""
        seen = without_unseen(text)
        done, place = [], 0
        for start, end, new in sorted(self._spans(seen)):
            if start >= place:
                done += [seen[place:start], new]
            place = max(place, end)  # of one that begins inside another nothing is left
        return "".join([*done, seen[place:]]) if done else text

    def _spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        for finding in inspect_text(text, "", self._names):
            if finding.key in self._new:
                yield finding.start, finding.start + len(finding.found), self._new[finding.key]
        for secret in self._secrets:
            for found in re.finditer(re.escape(secret), text):
                yield found.start(), found.end(), self._new[secret]


def _capitals(kind: str) -> str:
    return re.sub("[^A-Z0-9]+", "_", kind.upper())
