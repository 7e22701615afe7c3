"""Unlikely words in every private place; then every object of the hub is unpacked and searched for them."""

import contextlib
import itertools
import re
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from learnlog.cli.app import App
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
    hidden = [
        ("tEXt", b"Author\0" + canary().encode()),
        ("zTXt", b"Comment\0\0" + zlib.compress(canary().encode())),
        ("iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + canary().encode()),
        ("iTXt", b"Title\0\1\0\0\0" + zlib.compress(canary().encode())),
        ("eXIf", b"MM\0*" + canary().encode()),
        ("tIME", canary().encode()),
        ("prVt", canary().encode()),
    ]
    (folder / "shot.png").write_bytes(png(*hidden) + canary().encode())
    (folder / "photo.jpg").write_bytes(jpeg(canary) + canary().encode())
    (folder / f"{canary()}.png").write_bytes(png())
    (folder / "notes.txt").write_text(f"for all\n<!-- private -->{canary()}<!-- /private -->\n")
    (folder / f"{canary()}.txt").write_text(canary())
    (folder / "paper.pdf").write_bytes(b"%PDF-1.4\n\0" + canary().encode())
    pictures = f"![a]({entry_id}/shot.png) ![b]({entry_id}/photo.jpg)"
    return f"{pictures} [paper]({entry_id}/paper.pdf) [c]({entry_id}/notes.txt)\n"


def png(*chunks):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    hidden = b"".join(chunk(kind.encode(), data) for kind, data in chunks)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + hidden + picture


def jpeg(canary):
    def segment(kind, data):
        return struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data

    thumbnail = b"\xff\xd8" + segment(0xFE, canary().encode()) + b"\xff\xd9"
    hidden = [
        segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\x01\x01" + canary().encode()),
        segment(0xE0, b"JFXX\0\x10" + thumbnail),
        segment(0xE1, b"Exif\0\0MM\0*" + canary().encode() + thumbnail),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + canary().encode()),
        segment(0xE2, b"ICC_PROFILE\0\1\1" + canary().encode()),
        segment(0xED, b"Photoshop 3.0\0" + canary().encode()),
        segment(0xFE, canary().encode()),
    ]
    picture = segment(0xDB, bytes(65)) + segment(0xDA, b"\1\1\0\0\x3f\0") + b"ab\xff\0c\xff\xd9"
    return b"\xff\xd8" + b"".join(hidden) + picture


def objects(hub: Path) -> bytes:
    """Every object of a repository, unpacked."""
    words = ["git", "cat-file", "--batch-all-objects", "--batch"]
    return subprocess.run(words, cwd=hub, capture_output=True, check=True).stdout


def everything(hub: Path) -> bytes:
    """All that is in a repository, unpacked: files, names, messages, people; what files compress too."""
    said = objects(hub)
    files = [path for path in hub.rglob("*") if path.is_file()]
    names = "\n".join(path.relative_to(hub).as_posix() for path in files)
    stored = b"".join(path.read_bytes() for path in files)
    return b"\n".join([said, inflated(said), stored, inflated(stored), names.encode()])


def inflated(data: bytes) -> bytes:
    """What unpacks wherever something compressed can begin."""
    found = []
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(data[start.start() :]))
    return b"\n".join(found)


def test_what_is_compressed_or_packed_is_searched_too(ann, canary, tmp_path):
    words = canary().encode()
    assert CANARY.findall(inflated(b"x" + png(("zTXt", b"a\0\0" + zlib.compress(words)))))
    git(ann.home, "clone", "--quiet", str(tmp_path / "hub.git"), "clone")
    (ann.home / "clone" / "a.txt").write_bytes(words)
    git(ann.home / "clone", "add", "a.txt")
    git(ann.home / "clone", "commit", "--quiet", "--message", "x")
    git(ann.home / "clone", "push", "--quiet", "origin", "HEAD:main")
    git(tmp_path / "hub.git", "gc", "--quiet")
    assert CANARY.findall(everything(tmp_path / "hub.git"))


def test_nothing_private_is_in_any_object_of_the_hub(ann, work, canary, tmp_path, monkeypatch):
    hub = tmp_path / "hub.git"
    monkeypatch.setenv("USER", canary())
    monkeypatch.setenv("HOSTNAME", canary())
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
    found = everything(hub)
    assert b"Seen by all, once." in found
    assert b"Seen by all, twice." in found
    assert b"shot.png" in found
    assert b"photo.jpg" in found
    assert CANARY.findall(found) == []
    assert "stays here  attachment" in shown

    ann("set", entry_id, f"project={canary()}", "status=proven")
    path.write_text(path.read_text().replace("Seen by all, twice.", f"<!-- private: {canary()} -->"))
    ann("publish", "--yes")
    assert b"revision: 2" in everything(hub)
    assert CANARY.findall(everything(hub)) == []

    ann("retract", entry_id, "--yes")
    git(hub, "gc", "--quiet")
    assert f"{entry_id}.retracted".encode() in everything(hub)
    assert CANARY.findall(everything(hub)) == []
    assert "+0100" not in git(hub, "log", "--format=raw")
    assert int(canary()[2:6]) > 1060


def test_what_the_guard_found_and_a_placeholder_hides_is_in_no_object(ann, canary, tmp_path, monkeypatch):
    monkeypatch.setattr(App, "is_interactive", lambda _app: True)
    customer, secret, person = canary(), f"{canary()}A9!x", f"{canary()}@kunde.de"
    ann("config", "set", "publish.never", customer)
    ann("add", f"Outage at {customer}\n\npassword: {secret}\nAsk {person}, or {secret}\n#{customer}")
    ann("publish", "@last", given="r\nr\ny\nr\ny\n")
    ann("tag", "@last", "+more")
    ann("publish", "@last", given="y\n")
    found = everything(tmp_path / "hub.git")
    assert b"Outage at NAME_1" in found
    assert b"Ask E_MAIL_ADDRESS_1, or PASSWORD_1" in found
    assert b"revision: 2" in found
    assert CANARY.findall(found) == []


def test_that_something_was_allowed_stays_at_home(ann, tmp_path, monkeypatch):
    monkeypatch.setattr(App, "is_interactive", lambda _app: True)
    ann("add", "How it is done\n\npassword: aB3xK9!7q")
    ann("publish", "@last", given="a\ny\n")
    found = everything(tmp_path / "hub.git")
    assert b"password: aB3xK9!7q" in found
    keys = (ann.home / ".local/share/learnlog/decisions.json").read_text()
    assert not [word for word in re.findall(r"[0-9a-f]{16,}", keys) if word.encode() in found]
    assert b"allow" not in objects(tmp_path / "hub.git")
