"""A hub as somebody makes it who means harm: with git's plumbing, by no rule of ours."""

import hashlib
import os
import struct
import subprocess
import zlib
from itertools import pairwise
from pathlib import Path

from support import git

CONTROLS = [*range(32), *range(127, 160)]  # 32 control characters of C0, DEL, and those of C1
ACTING = "\x1b]52;c;cm0gLXJm\x07\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\\x9b2J\x1b[31m\r\b\x00"
REORDERING = "\u202egpj.\u2066a\u2069\u200b\u061c\ufeff\u3164\U000e0041\u2028"
HARM = ACTING + REORDERING
IMPERSONATED = "Ann Lee"  # the name of the person who reads

_ABOUT = "format: 1\nname: {}\n"
_PERSON = {"GIT_AUTHOR_EMAIL": "eve@evil.example", "GIT_COMMITTER_EMAIL": "eve@evil.example"}


class Link(bytes):
    """Where a symbolic link points to."""


class Program(bytes):
    """A file that can be run."""


class Module(str):
    """The commit of a submodule."""

    __slots__ = ()


def commit(remote: Path, files: dict[str, object], message: str = "change", name: str = "Eve") -> str:
    """Make `files` (path → bytes, Link, Program or Module) all that the hub has; any name goes."""
    tree = write_tree(remote, files)
    there = git(remote, "for-each-ref", "--format=%(objectname)", "refs/heads/main")
    person = {**os.environ, **_PERSON, "GIT_AUTHOR_NAME": name, "GIT_COMMITTER_NAME": name}
    made = subprocess.run(
        ["git", "commit-tree", *(["-p", there] if there else []), tree],
        cwd=remote,
        env=person,
        input=message.replace("\0", "").encode(),
        capture_output=True,
        check=True,
    )
    point_at(remote, made.stdout.decode().strip())
    return tree


def point_at(remote: Path, made: str) -> None:
    """Make that commit the newest."""
    git(remote, "update-ref", "refs/heads/main", made)


def write_tree(remote: Path, files: dict[str, object]) -> str:
    """The tree of these files; `mktree` checks no name, which `update-index` would."""
    folders: dict[str, dict[str, object]] = {}
    rows = []
    for path, content in files.items():
        first, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(first, {})[rest] = content
        elif isinstance(content, Module):
            rows.append(f"160000 commit {content}\t{path}\0")
        else:
            mode = {Link: "120000", Program: "100755"}.get(type(content), "100644")
            rows.append(f"{mode} blob {_blob(remote, content)}\t{path}\0")
    rows += [f"040000 tree {write_tree(remote, inner)}\t{name}\0" for name, inner in folders.items()]
    return git(remote, "mktree", "-z", "--missing", given="".join(rows).encode("utf-8", "surrogateescape"))


def _blob(remote: Path, content: bytes) -> str:
    """Its name; written as git does it, since it is a file each and there are hundreds."""
    data = b"blob %d\0" % len(content) + content
    name = hashlib.sha1(data).hexdigest()
    target = remote / "objects" / name[:2] / name[2:]
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(zlib.compress(data, 1))
    return name


def lesson(entry_id: str, body: bytes = b"push\n", **fields: str) -> bytes:
    """A lesson whose `fields` hold any character, as YAML writes it."""
    lines = "".join(f"{key}: {quoted(text)}\n" for key, text in fields.items())
    return f"---\nid: {entry_id}\n{lines}---\n".encode() + body


def quoted(text: str) -> str:
    """A text in double quotes, with an escape for each character that YAML has one for."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code < 32 or code > 126 or character in '"\\' else character


def laughs(levels: int = 9) -> str:
    """Front matter of a few lines that stands for 9**levels texts."""
    names = "abcdefghij"[:levels]
    lines = [f"{names[0]}: &{names[0]} [{', '.join('x' * 9)}]"]
    for old, new in pairwise(names):
        lines.append(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]")
    return "\n".join(lines) + "\n"


def files(own: str = "k3f9q2x7ab", theirs: str = "b0b0b0b0b0") -> dict[str, object]:
    """A hub that can be read, full of what must do nothing; `own` is the id of a lesson of the reader's."""
    return {
        "learnlog-hub.yaml": _ABOUT.format(quoted(f"Team {HARM}")).encode(),
        "README.md": f"# {HARM}\n".encode(),
        **_doors_of_git(),
        **_names(),
        **_controls(),
        **_yaml(),
        **_authors(),
        **_long(),
        **_responses([own, theirs, "f00f00f00f"]),
        "lessons/bob/good.md": lesson(theirs, b"How to bake.\n", title="Sourdough", author="Bob"),
        "lessons/eve/acting.md": lesson(
            "f00f00f00f",
            f"# push {HARM}\n\n&#27;]0;title&#7; <b>raw</b> [x](javascript:alert(1)) ![p](http://x/{HARM})\n\n"
            f"```sh\npush {HARM}\n```\n".encode(),
            title=f"push {HARM}",
            tags=f"a,{HARM},$(touch ran),`touch ran`",
            author=f"Eve {HARM}",
            kind=f"lesson{HARM}",
            status=f"proven{HARM}",
            project=f"p{HARM}",
            source=HARM,
            aliases=HARM,
            lang=f"../../{HARM}",
            applies=HARM,
            supersedes=f"{own},{HARM}",
            review=HARM,
            license=HARM,
        ),
    }


def _doors_of_git() -> dict[str, object]:
    run = "#!/bin/sh\ntouch $HOME/ran\n"
    return {
        ".gitattributes": b"* filter=evil diff=evil merge=evil text eol=crlf working-tree-encoding=UTF-16\n",
        "lessons/.gitattributes": b"*.md filter=lfs diff=lfs merge=lfs -text ident export-subst\n",
        ".lfsconfig": b"[lfs]\n url = https://evil.example\n",
        ".gitmodules": b'[submodule "m"]\n path = lessons/eve/m\n url = ../evil.git\n',
        ".githooks/post-merge": Program(run.encode()),
        "hooks/post-checkout": Program(run.encode()),
        "lessons/eve/m": Module("1" * 40),
        "lessons/eve/module.md": Module("1" * 40),
        "lessons/eve/link.md": Link(b"/etc/passwd"),
        "lessons/eve/up.md": Link(b"../../../../../.gitconfig"),
        "lessons/linked": Link(b"../../../.."),
        "lessons/eve/run.md": Program(lesson("abcabcabc1", title="Can be run")),
    }


def _names() -> dict[str, object]:
    names = [
        *(f"a{chr(code)}b.md" for code in CONTROLS if code),
        *(f"a{character}b.md" for character in REORDERING if not character.isascii()),
        *("con.md", "aux.txt.md", "NUL", "a:b.md", 'a"b.md', "a\\b.md", "trailing.", " blank.md", "a?.md"),
        *("-rf.md", "--help.md", "Good.md", "GOOD.md", "c\u0327.md", "\u00e7.md", "x" * 300 + ".md"),
        *("a\udcff.md", "$(touch ran).md", "`touch ran`.md"),
        "/".join(["deep"] * 40) + "/x.md",
    ]
    lessons = {f"lessons/eve/{name}": b"push\n" for name in names}
    unseen = sorted({each for each in HARM if not each.isprintable() and each != "\0"})
    folders = {f"lessons/e{each}ve/x.md": b"push\n" for each in unseen}
    return {**lessons, **folders, "lessons/Eve/x.md": b"push\n", "lessons/eve/huge.md": b"push" * 1_500_000}


def _controls() -> dict[str, object]:
    """Each control character in each place, as itself and as YAML writes it."""
    found: dict[str, object] = {}
    for code in CONTROLS:
        text = f"push {chr(code)}[2J"
        fields = dict.fromkeys(["title", "tags", "author", "project", "kind", "source"], text)
        body = text.encode() + bytes([code]) + b"\n"
        found[f"lessons/eve/c{code:03}.md"] = lesson(f"c{code:03}cccccc", body, **fields)
        raw = "".join(f"{key}: {value}\n" for key, value in fields.items())
        found[f"lessons/eve/r{code:03}.md"] = f"---\nid: r{code:03}cccccc\n{raw}---\n".encode() + body
    return found


def _yaml() -> dict[str, object]:
    blocks = {
        "laughs": laughs(),
        "few-laughs": laughs(4),
        "deep": "a: " + "[" * 5_000 + "]" * 5_000 + "\n",
        "flow": "a: " + "{a: " * 5_000 + "\n",
        "wide": "a: [" + "x, " * 20_000 + "]\n",
        "large": "a: " + "x" * 70_000 + "\n",
        "python": 'a: !!python/object/apply:os.system ["touch ran"]\nb: !!python/name:os.system\n',
        "twice": f"{quoted(HARM + 'hint: run this')}: 1\n" * 2,
        "open": "title: never closed\n",
        "not-a-mapping": "- a\n",
        "keys": "? [a]\n: b\n<<: *a\n",
        "early": "date: 0001-01-01T00:00:00+23:59\nupdated: 0001-01-01\n",
        "late": "date: 9999-12-31T23:59:59-23:59\nupdated: 9999-12-31T23:59:59.999999\n",
        "no-date": "date: 2026-99-99T99:99\nrevision: 99999999999999999999\nreview: 0000-00-00\n",
        "typed": "title: [a, {b: c}]\ntags: {a: b}\nid: {a: b}\nauthor: [x]\nlang: {x: y}\n"
        "source: {a: [b]}\n",
    }
    lessons = {
        f"lessons/eve/y-{name}.md": f"---\n{block}---\npush\n".encode() for name, block in blocks.items()
    }
    lessons["lessons/eve/y-open.md"] = b"---\ntitle: never closed\npush\n"
    lessons["lessons/eve/y-bytes.md"] = (
        b"---\ntitle: push \xff\xfe\xc0\x80\n---\npush \xff\xfe\xc0\x80\xed\xa0\x80\n"
    )
    lessons["lessons/eve/y-wide.md"] = b"\xff\xfep\x00u\x00s\x00h\x00"
    return lessons


def _long() -> dict[str, object]:
    """A lesson of which everything that is shown in a line is long, or there are many of it."""
    name, many = "x" * 5_000, ", ".join(f"tag-{number}" for number in range(2_000))
    fields = {"title": f"push {name}", "author": f"eve {name}", "kind": name, "project": name}
    data = lesson("10ng10ng10", **fields).replace(b"---\npush", f"tags: [{many}]\n---\npush".encode())
    return {"lessons/eve/long.md": data.replace(b"id: 1", b"id: l")}


def _authors() -> dict[str, object]:
    return {
        "authors/eve.yaml": f"name: {IMPERSONATED}\n".encode(),
        "authors/bob.yaml": f"name: {quoted('Bob' + HARM)}\n".encode(),
        "authors/mallory.yaml": b"name: Bob\n",
        "lessons/mallory/m.md": lesson(
            "fa11fa11fa", b"How to bake it.\n", title="Sourdough again", author="Bob"
        ),
        "authors/deep.yaml": b"name: " + b"[" * 5_000,
        "authors/laughs.yaml": laughs().encode(),
        "authors/huge.yaml": b"name: " + b"x" * 4_000_000,
        f"authors/{HARM.replace('/', '')}.yaml".replace("\0", ""): b"name: x\n",
    }


def _responses(lessons: list[str]) -> dict[str, object]:
    kinds = ["helped", "did-not-work", "outdated", "reply", "question", "words", "suggestion", f"x{HARM}"]
    found: dict[str, object] = {}
    for entry_id in lessons:
        for number, kind in enumerate(kinds):
            head = f"---\nkind: {quoted(kind)}\nlesson: {entry_id}\nrevision: {'9' * 30}\n---\n"
            name = f"20260101T00000{number}Z-{'ann-lee' if number % 2 else 'eve'}-aaaa.md"
            found[f"responses/{entry_id}/{name}"] = f"{head}push {HARM}\nhint: run this\n".encode()
        found[f"responses/{entry_id}/99999999T999999Z-eve-aaaa.md"] = b"---\nkind: helped\n---\n"
        found[f"responses/{entry_id}/00010101T000000Z-eve-aaab.md"] = b"---\nkind: helped\n---\n"
        found[f"responses/{entry_id}/20260101T000009Z-eve-aaac.md"] = f"---\n{laughs()}---\n".encode()
        found[f"responses/{entry_id}/20260101T000010Z-e\x1bve-aaad.md"] = b"---\nkind: helped\n---\n"
    return found


def many_files(remote: Path, number: int) -> None:
    """A hub of so many lessons."""
    empty = _blob(remote, b"")
    rows = "".join(f"100644 blob {empty}\t{index}.md\0" for index in range(number))
    eve = git(remote, "mktree", "-z", given=rows.encode())
    lessons = git(remote, "mktree", "-z", given=f"040000 tree {eve}\teve\0".encode())
    about = _blob(remote, _ABOUT.format("Team").encode())
    top = f"100644 blob {about}\tlearnlog-hub.yaml\n040000 tree {lessons}\tlessons\n"
    _commit_tree(remote, git(remote, "mktree", given=top.encode()))


def folders_in_folders(remote: Path, at: str = "lessons") -> None:
    """A billion folders, without a file in any: ten that hold each other eight times."""
    folder = git(remote, "mktree", given=b"")
    for _ in range(10):
        rows = "".join(f"040000 tree {folder}\t{name}\n" for name in "abcdefgh")
        folder = git(remote, "mktree", given=rows.encode())
    about = _blob(remote, _ABOUT.format("Team").encode())
    top = f"100644 blob {about}\tlearnlog-hub.yaml\n040000 tree {folder}\t{at}\n"
    _commit_tree(remote, git(remote, "mktree", given=top.encode()))


def _commit_tree(remote: Path, tree: str) -> None:
    point_at(remote, git(remote, "commit-tree", "-m", "x", tree))


def small_pack_of_a_large_file(remote: Path, size: int) -> None:
    """A file of `size` zeros that travels in a kilobyte: git is told to copy one stretch again and again."""
    stretch = bytes(1_000_000)
    times = size // len(stretch)
    copy = b"\xf0" + struct.pack("<I", len(stretch))[:3]
    delta = _number(len(stretch)) + _number(size) + copy * times
    base = _head(3, len(stretch)) + zlib.compress(stretch)
    difference = _head(6, len(delta)) + _back(len(base)) + zlib.compress(delta)
    data = b"PACK" + struct.pack(">II", 2, 2) + base + difference
    git(remote, "index-pack", "--stdin", given=data + hashlib.sha1(data).digest())
    name = hashlib.sha1(b"blob %d\0" % size + bytes(size)).hexdigest()
    _commit_tree(remote, git(remote, "mktree", given=f"100644 blob {name}\tx.md\n".encode()))


def _head(kind: int, size: int) -> bytes:
    """What an object in a pack begins with."""
    first = bytes([kind << 4 | size & 15 | (0x80 if size >> 4 else 0)])
    return first + (_number(size >> 4) if size >> 4 else b"")


def _number(value: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    more = value >> 7
    return bytes([value & 0x7F | (0x80 if more else 0)]) + (_number(more) if more else b"")


def _back(offset: int) -> bytes:
    """How far back in the pack what a difference builds on begins."""
    found = bytes([offset & 0x7F])
    offset >>= 7
    while offset:
        offset -= 1
        found = bytes([0x80 | offset & 0x7F]) + found
        offset >>= 7
    return found
