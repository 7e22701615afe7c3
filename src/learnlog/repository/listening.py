"""Listening to a git process that talks to a remote, and ending it when it goes on for too long."""

import os
import re
import resource
import selectors
import signal
import subprocess
import threading
from typing import IO, NamedTuple

from git import RemoteProgress

_AT_ONCE = 65536  # bytes
_LINE_END = re.compile(r"[\r\n]+")


class Limits(NamedTuple):
    """What a process may take: `seconds` in all, bytes `said`, bytes in one `file`, bytes of `memory`."""

    seconds: float = 1800.0
    said: int = 4_000_000
    file: int = 500_000_000  # a hub's whole past
    memory: int = 2_000_000_000

    def obeyed(self) -> None:
        """Make the process that is about to start, and all it starts, keep to `file` and `memory`."""
        for kind, most in ((resource.RLIMIT_FSIZE, self.file), (resource.RLIMIT_DATA, self.memory)):
            _, highest = resource.getrlimit(kind)
            least = most if highest == resource.RLIM_INFINITY else min(most, highest)
            resource.setrlimit(kind, (least, least))


class Listener(RemoteProgress):
    """Hears what a process says; ends it when it says nothing for `silence` seconds, or too much.

    `printed` is its standard output; `gave_up` says why it was ended, "" when it ended by itself.
    """

    __slots__ = ("_limits", "_process", "_said", "_silence", "gave_up")

    def __init__(self, process: subprocess.Popen[bytes], silence: float, limits: Limits) -> None:
        super().__init__()
        self._process = process
        self._silence = silence
        self._limits = limits
        self._said: dict[IO[bytes], bytearray] = {
            pipe: bytearray() for pipe in (process.stdout, process.stderr) if pipe
        }
        self.gave_up = ""

    @property
    def printed(self) -> str:
        """What it printed on standard output."""
        return self._text(self._process.stdout)

    def until_it_ends(self) -> int:
        """Listen; the process's exit status."""
        longest = f"took more than {self._limits.seconds:g} seconds"
        watch = threading.Timer(self._limits.seconds, self._give_up, [longest])
        watch.start()
        try:
            self._listen()
            status = self._process.wait()
        finally:
            watch.cancel()
            self._end()
        for line in filter(None, _LINE_END.split(self._text(self._process.stderr))):
            self._parse_progress_line(line)
        return status

    def _listen(self) -> None:
        with selectors.DefaultSelector() as pipes:
            for pipe in self._said:
                pipes.register(pipe, selectors.EVENT_READ)
            while pipes.get_map() and not self.gave_up:
                ready = pipes.select(self._silence)
                if not ready:
                    self._give_up(f"has been silent for {self._silence:g} seconds")
                for key, _ in ready:
                    heard = os.read(key.fd, _AT_ONCE)
                    self._said[key.fileobj] += heard  # type: ignore[index]
                    if not heard:
                        pipes.unregister(key.fileobj)
                if sum(map(len, self._said.values())) > self._limits.said:
                    self._give_up(f"said more than {self._limits.said} bytes")

    def _give_up(self, why: str) -> None:
        self.gave_up = why
        self._end()

    def _end(self) -> None:
        """End the process and all it started (ssh, helpers), which else keep its pipes open."""
        try:
            os.killpg(self._process.pid, signal.SIGTERM)
        except (ProcessLookupError, PermissionError):
            return

    def _text(self, pipe: IO[bytes] | None) -> str:
        return self._said[pipe].decode("utf-8", "replace") if pipe else ""
