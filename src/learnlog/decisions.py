"""What the person decided about findings, for this person on this machine, never in the journal or a hub.

What was found is not kept, only a fingerprint of it: by scrypt, so that each guess takes a computer some
time, and with a salt made from a random key in a file of its own, so that without that file there is nothing
to guess at. A fingerprint is good for one lesson in one hub.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path
from random import Random

from learnlog.errors import Unusable
from learnlog.locking import locked
from learnlog.store import write_durably

_KEY_BYTES, _PRINT_BYTES = 32, 16
_COST = {"n": 2**14, "r": 8, "p": 1}  # 16 MiB and some 40 ms for each guess


class Verdict(StrEnum):
    """What becomes of something found: it may leave, or a placeholder leaves for it."""

    ALLOW = "allow"
    REPLACE = "replace"


class Decisions:
    """What was decided about lessons for the hub at `url`; kept in `folder`, for the person alone."""

    def __init__(self, folder: Path, url: str) -> None:
        self._file = folder / "decisions.json"
        self._key_file = folder / "decisions.key"
        self._url = url
        self._known = _lessons(self._file)
        self._prints: dict[tuple[str, str], str] = {}
        self._new: dict[str, dict[str, Verdict]] = {}  # not kept yet, by entry's id and what was found

    def about(self, entry_id: str, found: str) -> Verdict | None:
        """What was decided about `found` in the lesson with this id; None when nothing was."""
        if found in self._new.get(entry_id, {}):
            return self._new[entry_id][found]
        key = self._key()
        lesson = self._known.get(self._lesson(key, entry_id)) if key else None
        if not key or not lesson:  # nearly always, and then nothing takes long
            return None
        told = lesson.get(self._print(key, entry_id, found))
        return Verdict(told) if told in set(Verdict) else None

    def decide(self, entry_id: str, found: str, verdict: Verdict) -> None:
        """Decide about `found` in the lesson with this id; it is remembered when it is kept, too."""
        self._new.setdefault(entry_id, {})[found] = verdict

    def keep(self, entry_ids: Collection[str], random: Random) -> None:
        """Remember what was decided about the lessons with these ids.

        `random` makes the key when it is the first time. Raises Unusable.
        """
        new = {entry_id: told for entry_id, told in self._new.items() if entry_id in entry_ids}
        if not new:
            return
        with locked(self._file.with_name(f"{self._file.name}.lock")):
            key = self._key()
            if key is None:
                key = random.randbytes(_KEY_BYTES)
                write_durably(self._key_file, key.hex().encode())
            known = {lesson: dict(told) for lesson, told in _lessons(self._file).items()}
            for entry_id, decided in new.items():
                told = known.setdefault(self._lesson(key, entry_id), {})
                told |= {
                    self._print(key, entry_id, found): verdict.value for found, verdict in decided.items()
                }
            write_durably(self._file, json.dumps({"lessons": known}).encode())
            self._known = known

    def _key(self) -> bytes | None:
        try:
            key = bytes.fromhex(self._key_file.read_text("ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise Unusable(
                f"cannot read {self._key_file}: {getattr(error, 'strerror', None) or 'it is damaged'}",
                "delete it to be asked about every finding again",
            ) from error
        return key

    def _lesson(self, key: bytes, entry_id: str) -> str:
        return _keyed(key, f"{self._url}\0{entry_id}").hex()[: 2 * _PRINT_BYTES]

    def _print(self, key: bytes, entry_id: str, found: str) -> str:
        place = (entry_id, found)
        if place not in self._prints:
            salt = _keyed(key, f"{entry_id}\0{self._url}")
            made = hashlib.scrypt(found.encode("utf-8", "replace"), salt=salt, dklen=_PRINT_BYTES, **_COST)
            self._prints[place] = made.hex()
        return self._prints[place]


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode("utf-8", "replace"), "sha256")


def _lessons(file: Path) -> Mapping[str, Mapping[str, str]]:
    """What was decided, by lesson and fingerprint; nothing where `file` cannot be read."""
    try:
        told = json.loads(file.read_bytes())["lessons"]
        return {lesson: dict(prints) for lesson, prints in told.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
