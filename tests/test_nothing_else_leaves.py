"""Unlikely words in every private place; then every object of the hub is unpacked and searched for them."""

import itertools
import re
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from support import Runner, environment, git

CANARY = re.compile(rb"zq[0-9]{4}canary", re.IGNORECASE)


@pytest.fixture
def canary():
    """Each call gives another word that must not be found in the hub."""
    numbers = itertools.count(1000)
    return lambda: f"zq{next(numbers)}canary"


@pytest.fixture
def ann(tmp_path, canary, monkeypatch):
    """A person whose name, address, home, journal and branches are all canaries, and a hub of theirs."""
    home = tmp_path / canary()
    home.mkdir()
    for name, value in environment(home, f"{canary()} {canary()}").items():
        monkeypatch.setenv(name, value)
    git(home, "config", "--global", "init.defaultBranch", canary())
    git(home, "init", "--quiet", "--bare", "-b", "main", str(tmp_path / "hub.git"))
    runner = Runner(home)
    runner("hub", "add", canary(), str(tmp_path / "hub.git"), "--author", "Ann", "--address", "a@example.org")
    return runner


@pytest.fixture
def work(ann, canary, monkeypatch):
    """A repository of code that the person stands in."""
    folder = ann.home / canary()
    folder.mkdir()
    git(folder, "init", "--quiet", "-b", canary())
    git(folder, "commit", "--quiet", "--allow-empty", "--message", canary())
    monkeypatch.chdir(folder)
    return folder


def lesson(canary, other):
    """An entry whose every private place holds a canary; `other` is a private entry's file."""
    c = canary
    return f"""---
title: A lesson <!-- private -->{c()}<!-- /private -->for all
tags: [shared]
aliases: ["known <!-- private --> {c()}"]
source: [https://example.org/known]
project: {c()}
with: [{c()}]
review: {c()}
expect: {c()}
outcome: {c()}
{c()}: unknown
unknown: {{{c()}: [{c()}, {{deeper: {c()}}}]}}
related: ["[[{c()}]]"]
answers: {c()}
# {c()}
---
Seen by all, once.
<!-- private -->{c()}<!-- /private -->
<!--PRIVATE-->
{c()}
<!-- private --> {c()} <!-- /private --> {c()}
<!-- /PRIVATE -->
```
<!-- private -->
{c()}
<!-- /private -->
```
[words]({other.name}) [words](../../{c()}.md "title") [words](/home/{c()}/x) [words](file:///{c()})
[words](obsidian://open?file={c()}) [[{c()}|words]] ![words](<{c()}/x.png>) <img src="{c()}.png">

[reference]: ../{c()}.md
Seen by all, twice.
<!-- private -->
{c()}
"""


def attached(ann, entry_id, canary):
    """Attachments with hidden data, one that is not linked, and one that cannot be cleaned."""
    folder = next(ann.journal.glob("20*/*")) / entry_id
    folder.mkdir()
    (folder / "shot.png").write_bytes(png(("tEXt", b"Author\0" + canary().encode())) + canary().encode())
    (folder / "photo.jpg").write_bytes(jpeg(canary().encode()) + canary().encode())
    (folder / f"{canary()}.txt").write_text(canary())
    (folder / "paper.pdf").write_bytes(b"%PDF-1.4\n\0" + canary().encode())
    return f"![a]({entry_id}/shot.png) ![b]({entry_id}/photo.jpg) [paper]({entry_id}/paper.pdf)\n"


def png(*chunks):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    hidden = b"".join(chunk(kind.encode(), data) for kind, data in chunks)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + hidden + picture


def jpeg(hidden):
    def segment(kind, data):
        return struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data

    start = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0")
    private = segment(0xE1, b"Exif\0\0" + hidden) + segment(0xFE, hidden) + segment(0xED, hidden)
    return (
        start + private + segment(0xDB, bytes(65)) + segment(0xDA, b"\1\1\0\0\x3f\0") + b"ab\xff\0c\xff\xd9"
    )


def everything(hub: Path) -> bytes:
    """All that is in a repository, unpacked: files, names, messages, people."""
    objects = ["git", "cat-file", "--batch-all-objects", "--batch"]
    said = subprocess.run(objects, cwd=hub, capture_output=True, check=True).stdout
    names = "\n".join(path.relative_to(hub).as_posix() for path in hub.rglob("*"))
    return said + git(hub, "for-each-ref").encode() + names.encode()


def test_nothing_private_is_in_any_object_of_the_hub(ann, work, canary, tmp_path):
    ann("add", f"{canary()} {canary()}. {canary()} #{canary()}", "-T", canary())
    other = next(ann.journal.rglob("20*.md"))
    old = ann("add", "--json", given=lesson(canary, other)).out
    entry_id = re.search(r'"id": "(\w+)"', old)[1]
    path = next(ann.journal.rglob(f"*-{entry_id[:4]}.md"))
    text = path.read_text()
    path.write_text(text.replace("Seen by all, once.", canary()))
    ann("tag", entry_id, "+more")  # commits the version with the canary
    pictures = attached(ann, entry_id, canary)
    path.write_text(text.replace("Seen by all, once.\n", f"Seen by all, once.\n{pictures}"))
    shown = ann("publish", entry_id, "--yes").out
    ann("set", entry_id, f"project={canary()}", "status=proven")
    ann("publish", "--yes")

    found = everything(tmp_path / "hub.git")
    assert b"Seen by all, once." in found
    assert b"Seen by all, twice." in found
    assert b"revision: 2" in found
    assert b"shot.png" in found
    assert CANARY.findall(found) == []
    assert "+0100" not in git(tmp_path / "hub.git", "log", "--format=raw")
    assert "stays here  attachment" in shown
    assert int(canary()[2:6]) > 1040
