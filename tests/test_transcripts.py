"""The sessions in the documentation are run, and must print what the pages show.

A ```console block is a session: lines after `$ ` are typed, the rest is what is printed. All blocks of a
page are one session, in a sealed home, at a fixed time. `python tests/test_transcripts.py` writes down what
is printed now, to be read before it is committed.
"""

import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

import pytest

import support

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [DOCS / "getting-started.md", DOCS / "sharing.md", *sorted((DOCS / "guides").glob("*.md"))]
_BLOCK = re.compile(r"(?<=```console\n).*?(?=^```)", re.DOTALL | re.MULTILINE)


class Session:
    """Plays the commands of a page."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.learnlog = support.Runner(home)
        (home / "lessons").symlink_to(ROOT / "docs/examples/lessons")

    def played(self, block: str) -> str:
        """The block with the output its commands print now."""
        commands = re.findall(r"^\$ (.*(?:\\\n.*)*)", block, re.MULTILINE)
        return "".join(f"$ {command}\n{self.printed(command)}" for command in commands)

    def printed(self, command: str) -> str:
        """What one command prints, with this machine's folders named as a person's."""
        said = None
        for part in command.replace("\\\n", "").split(" | "):
            words = shlex.split(part)
            run = self.learnlog(*words[1:], given=said, status=None).said if words[0] == "learnlog" else None
            said = self.shell(part, said) if run is None else run
        shown = (said or "").replace(str(self.home), "/home/ann")
        return "\n".join(line.rstrip() for line in shown.splitlines()) + "\n" if shown else ""

    def shell(self, command: str, given: str | None = None) -> str:
        """What a command that is not learnlog's prints."""
        done = subprocess.run(
            ["sh", "-c", command], input=given, cwd=self.home, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_prints_what_it_shows(page, home):
    text = page.read_text("utf-8")
    session = Session(home)
    assert _BLOCK.sub(lambda found: session.played(found[0]), text) == text


if __name__ == "__main__":
    for each in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            os.environ.update(support.environment(Path(folder)))
            os.chdir(folder)
            playing = Session(Path(folder))
            text = _BLOCK.sub(lambda found, at=playing: at.played(found[0]), each.read_text("utf-8"))
            each.write_text(text, "utf-8")
