"""Bundles that somebody made to do harm: each is refused as a whole, with the reason, and leaves nothing."""

import gzip
import hashlib
import io
import os
import socket
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest

from learnlog.bundle import bag, packing
from learnlog.importing import archives, members
from learnlog.importing.members import Member

LESSON = b"---\nid: k3f9q2x7ab\ntitle: Fine\ndate: 2026-11-23T14:30:15+01:00\nauthor: Bo\n---\nFine.\n"
NAMES = {
    "../out.md": "leads out of it",
    "data/../../out.md": "leads out of it",
    "data/lessons/..": "leads out of it",
    "/tmp/learnlog-out.md": "not a path inside it",
    "//host/share/out.md": "not a path inside it",
    "C:/out.md": "not a path inside it",
    "c:out.md": "not a path inside it",
    "\\\\host\\share\\out.md": "not a path inside it",
    "data\\..\\..\\out.md": "leads out of it",
    "data/CON": "not every system takes",
    "data/nul.md": "not every system takes",
    "data/com1.txt": "not every system takes",
    "data/CON .md": "not every system takes",
    "data/conin$": "not every system takes",
    "data/dot.": "not every system takes",
    "data/space ": "not every system takes",
    "data/.git/config": "not every system takes",
    "data/a:b": "not every system takes",
    "data/a\nb": "not every system takes",
    "data/a\x1b[2Jb": "not every system takes",
    "data/a\u202eb": "not every system takes",
    "data/lessons/K3F9Q2X7AB-FINE.md": "the same name to some systems",
    "DATA/lessons/x.md": "the same name to some systems",
    "data/lessons/straße.md|data/lessons/STRASSE.md": "the same name to some systems",
    "data/caf\u00e9.md|data/cafe\u0301.md": "the same name to some systems",
    "data/lessons/k3f9q2x7ab-fine.md/x.md": "is a file and a folder",
    "data/inner.zip": "is an archive in it",
    "data/inner.TAR.GZ": "is an archive in it",
}
POSSIBLE_IN_FOLDERS = [
    name for name in NAMES if name.startswith("data/") and ".." not in name and not name.endswith("/x.md")
]


def bagged(more=()):
    """A bundle with one lesson, and files beyond it that its manifests name too."""
    files = {"lessons/k3f9q2x7ab-fine.md": LESSON, **dict(more)}
    return bag.bagged(files, {"Contact-Name": "Bo"})


def zip_of(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files:
            about = path if isinstance(path, zipfile.ZipInfo) else zipfile.ZipInfo(path)
            archive.writestr(about, data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def tar_of(files):
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        for path, data in files:
            about = path if isinstance(path, tarfile.TarInfo) else tarfile.TarInfo(path)
            about.size = len(data)
            archive.addfile(about, io.BytesIO(data))
    return written.getvalue()


def folder_of(files):
    root = Path("b")
    for path, data in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def put(name, data):
    Path(name).write_bytes(data)
    return name


@pytest.fixture
def refused(learnlog, home, monkeypatch):
    """Imports what must be refused, and looks whether anything is left behind; what was said."""
    private = home.parent / "tmp"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))

    def check(path, *reasons):
        before = everything(home.parent)
        said = learnlog("import", str(path), status=3).err
        assert all(reason in said for reason in ("refused as a whole", *reasons)), said
        assert everything(home.parent) == before
        return said

    return check


def everything(folder):
    """Every file and folder, and what tells a changed file."""
    found = ((path, path.lstat()) for path in folder.rglob("*"))
    return sorted((str(path), not stat.S_ISDIR(now.st_mode) and now.st_mtime_ns) for path, now in found)


@pytest.mark.parametrize("name", NAMES)
def test_names_in_a_zip(refused, name):
    files = [*bagged().items(), *((each, b"x") for each in name.split("|"))]
    refused(put("b.zip", zip_of(files)), NAMES[name])


@pytest.mark.parametrize("name", NAMES)
def test_names_in_a_tar(refused, name):
    files = [*bagged().items(), *((each, b"x") for each in name.split("|"))]
    refused(put("b.tar.gz", tar_of(files)), NAMES[name])


@pytest.mark.parametrize("name", POSSIBLE_IN_FOLDERS)
def test_names_in_a_folder(refused, name):
    files = [*bagged().items(), *((each, b"x") for each in name.split("|"))]
    refused(folder_of(files), NAMES[name])


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (tarfile.SYMTYPE, "is a link"),
        (tarfile.LNKTYPE, "is a link"),
        (tarfile.FIFOTYPE, "is a device or a pipe"),
        (tarfile.CHRTYPE, "is a device or a pipe"),
        (tarfile.BLKTYPE, "is a device or a pipe"),
        (tarfile.GNUTYPE_SPARSE, "no regular file"),
    ],
)
@pytest.mark.parametrize("target", ["../../../etc/passwd", "bagit.txt"])
def test_what_is_no_file_in_a_tar(refused, kind, reason, target):
    about = tarfile.TarInfo("data/lessons/odd.md")
    about.type, about.linkname = kind, target
    refused(put("b.tar.gz", tar_of([*bagged().items(), (about, b"")])), reason)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (stat.S_IFLNK, "is a link"),
        (stat.S_IFIFO, "a pipe"),
        (stat.S_IFCHR, "a pipe"),
        (stat.S_IFSOCK, "a pipe"),
    ],
)
def test_what_is_no_file_in_a_zip(refused, kind, reason):
    about = zipfile.ZipInfo("data/lessons/odd.md")
    about.external_attr = (kind | 0o777) << 16
    refused(put("b.zip", zip_of([*bagged().items(), (about, b"../../../../etc/passwd")])), reason)


def odd_link(path):
    path.symlink_to("/etc/passwd")


def odd_folder_link(path):
    path.symlink_to("/etc", target_is_directory=True)


def odd_hard_link(path):
    os.link("b/bagit.txt", path)


def odd_socket(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


@pytest.mark.parametrize("make", [odd_link, odd_folder_link, odd_hard_link, os.mkfifo, odd_socket])
def test_what_is_no_file_in_a_folder(refused, make):
    root = folder_of(bagged().items())
    make(root / "data/lessons/odd.md")
    refused(root, "is a ")


def test_a_bomb_of_42_kilobytes(refused):
    path = put("b.zip", zip_of([*bagged().items(), ("data/zeros.md", bytes(40_000_000))]))
    assert 40_000 < Path(path).stat().st_size < 44_000
    refused(path, "100 times")


def test_a_bomb_in_a_tar(refused):
    refused(put("b.tar.gz", tar_of([*bagged().items(), ("data/zeros.md", bytes(43_000_000))])), "100 times")


def test_a_bomb_of_headers(refused):
    about = tarfile.TarInfo("data/x.md")
    about.pax_headers = {"comment": "x" * 60_000_000}
    refused(put("b.tar.gz", tar_of([*bagged().items(), (about, b"")])), "headers are too long")


def as_later_pythons(cls, archive):
    """How a header is read since gh-141707: by no method that a subclass sees, before `_proc_member`."""
    made = tarfile.TarInfo.frombuf.__func__(cls, archive.fileobj.read(512), "utf-8", "surrogateescape")
    made.offset = archive.fileobj.tell() - 512
    return made._proc_member(archive)


@pytest.mark.parametrize("fromtarfile", [tarfile.TarInfo.fromtarfile.__func__, as_later_pythons])
def test_a_header_that_python_would_read_for_a_minute(refused, monkeypatch, fromtarfile):
    monkeypatch.setattr(tarfile.TarInfo, "fromtarfile", classmethod(fromtarfile))
    about = tarfile.TarInfo("more")
    about.type, about.size = tarfile.XHDTYPE, 102_400
    header = about.tobuf(tarfile.USTAR_FORMAT) + b"1" * about.size
    refused(put("b.tar.gz", gzip.compress(header + tar_of_bundle())), "headers are too long")


def test_headers_that_say_more_of_each_other_without_an_end(refused):
    about = tarfile.TarInfo("more")
    about.type, about.size = tarfile.XHDTYPE, 6
    header = about.tobuf(tarfile.USTAR_FORMAT) + b"6 a=b\n".ljust(512, b"\0")
    refused(put("b.tar.gz", gzip.compress(header * 2_000 + tar_of_bundle())), "damaged")


@pytest.mark.parametrize(
    ("say", "reason"),
    [
        ({"path": "../../out.md"}, "leads out of it"),
        ({"path": "bagit.txt"}, "is in it twice"),
        ({"size": "99999999999999"}, "unpacks to more than"),
        ({"size": "-512"}, "damaged"),
        ({"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9"}, "no regular file"),
    ],
)
def test_a_header_that_says_something_else_of_the_next(refused, say, reason):
    about = tarfile.TarInfo("data/lessons/x.md")
    about.pax_headers = say
    refused(put("b.tar.gz", tar_of([*bagged().items(), (about, b"0\n".ljust(1024, b"\0"))])), reason)


def tar_of_bundle():
    return gzip.decompress(tar_of(bagged().items()))


def test_a_gzip_of_ten_thousand_parts(refused):
    empty = gzip.compress(b"")
    refused(put("b.tar.gz", empty * 10_000 + tar_of(bagged().items())), "more than 1,000 parts")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_megabytes_at_a_time(refused, method):
    written = io.BytesIO(zip_of(bagged().items()))
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("data/zeros.md", bytes(50_000_000), method)
    refused(put("b.zip", written.getvalue()), "another method than deflate")


def test_a_file_without_a_name_in_a_zip(refused):
    data = zip_of([*bagged().items(), ("/", b"x")])
    refused(put("b.zip", data), "has no name")
    nameless = zipfile.ZipInfo("x")
    nameless.filename = ""
    refused(put("b.zip", zip_of([*bagged().items(), (nameless, b"x")])), "has no name")


def test_a_zip_whose_two_lists_of_names_differ(refused):
    data = bytearray(zip_of([*bagged().items(), ("data/q.md", b"x")]))
    at = data.index(b"data/q.md")
    data[at : at + 9] = b"../../q.m"
    refused(put("b.zip", bytes(data)), "damaged")


def test_a_zip_that_says_another_name_in_unicode(refused):
    name, other = b"data/q.md", b"../../q.md"
    about = zipfile.ZipInfo(name.decode())
    about.extra = struct.pack("<HHBL", 0x7075, 5 + len(other), 1, zlib.crc32(name)) + other
    refused(put("b.zip", zip_of([*bagged().items(), (about, b"x")])))


def test_a_bomb_behind_the_end_of_a_tar(refused):
    archive = gzip.decompress(tar_of(bagged().items()))
    refused(put("b.tar.gz", gzip.compress(bytes(80_000_000) + archive)))


def test_more_than_may_be_kept_of_what_does_not_shrink(refused, monkeypatch):
    monkeypatch.setattr(archives, "MAX_BYTES", 50_000)
    noise = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(200))
    files = [*bagged().items(), *((f"data/{n}.bin", noise * 5) for n in range(3))]
    refused(put("b.zip", zip_of(files)), "200 MB")
    refused(put("b.tar.gz", tar_of(files)), "200 MB")


def test_an_archive_that_is_too_large_is_not_opened(refused, monkeypatch):
    monkeypatch.setattr(archives, "MAX_BYTES", 100)
    refused(put("b.zip", zip_of(bagged().items())), "larger than 200 MB")


@pytest.mark.parametrize("size", [1, 0, 2**32 - 2])
def test_a_false_size_in_the_headers_of_a_zip(refused, size):
    data = bytearray(zip_of([*bagged().items(), ("data/lessons/false.md", bytes(5_000_000))]))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", size)
    local = data.rindex(b"PK\x03\x04")
    data[local + 22 : local + 26] = struct.pack("<I", size)
    refused(put("b.zip", bytes(data)))


def test_more_files_than_are_taken(refused, monkeypatch):
    monkeypatch.setattr(members, "MAX_FILES", 50)
    files = [*bagged().items(), *((f"data/{n}.md", b"x") for n in range(60))]
    for path in (put("b.zip", zip_of(files)), put("b.tar.gz", tar_of(files)), folder_of(files)):
        refused(path, "more than")


def test_a_list_of_too_many_is_not_read(refused, monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILES", 50)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with zipfile_of_many() as path:
        refused(path, "more than")


class zipfile_of_many:  # noqa: N801 - reads as a function
    def __enter__(self):
        entry = b"PK\x01\x02" + bytes(42)
        return put("b.zip", b"PK\x03\x04" + entry * 60)

    def __exit__(self, *_error):
        Path("b.zip").unlink()


@pytest.mark.parametrize(
    "data", [zip_of([("x", b"y")]), gzip.compress(b"x"), tar_of([])], ids=["zip", "gzip", "tar"]
)
def test_an_archive_under_another_name(refused, data):
    refused(
        put("b.zip", zip_of(bagged({"lessons/k3f9q2x7ab/picture.png": data}).items())), "is an archive in it"
    )


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"\x1f\x8b\x08", b"PK\x03\x04" + bytes(500), b"\x1f\x8b" + b"x" * 99]
)
def test_a_damaged_archive(refused, data):
    refused(put("b.zip", data))


def test_half_an_archive(refused):
    for make in (zip_of, tar_of):
        data = make(bagged().items())
        refused(put("b.zip", data[: len(data) // 2]))


def test_twice_the_same_name(refused):
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zip_of([*bagged().items(), ("data/lessons/k3f9q2x7ab-fine.md", b"x")])
    refused(put("b.zip", data), "is in it twice")


def test_an_encrypted_zip(refused):
    data = bytearray(zip_of(bagged().items()))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    refused(put("b.zip", bytes(data)), "is encrypted")


def test_files_that_are_not_what_was_packed(refused):
    files = bagged()
    changed = {**files, "data/lessons/k3f9q2x7ab-fine.md": LESSON + b"x"}
    missing = {path: data for path, data in files.items() if path != "data/lessons/k3f9q2x7ab-fine.md"}
    more = {**files, "data/lessons/more.md": b"x"}
    beside = {**files, "more.txt": b"x"}
    of_tags = {**files, "bag-info.txt": b"Contact-Name: Eve\n"}
    for found, reason in [
        (changed, "changed: data/lessons/k3f9q2x7ab-fine.md"),
        (missing, "missing: data/lessons/k3f9q2x7ab-fine.md"),
        (more, "not listed: data/lessons/more.md"),
        (beside, "not listed: more.txt"),
        (of_tags, "changed: bag-info.txt"),
    ]:
        refused(put("b.zip", packing.zipped(found)), reason)
        refused(put("b.tar.gz", packing.tarred(found)), reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"bagit.txt": b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"}, "BagIt"),
        ({"bagit.txt": b""}, "BagIt"),
        ({"fetch.txt": b"https://evil.example/x - data/x.md\n"}, "fetched from elsewhere"),
        ({"manifest-sha512.txt": b"no manifest"}, "line 1"),
        ({"manifest-sha512.txt": b"\xff\xfe"}, "line 1"),
    ],
)
def test_a_bag_that_is_none(refused, change, reason):
    refused(put("b.zip", packing.zipped({**bagged(), **change})), reason)


def test_only_strong_checksums_are_believed(refused):
    files = {path: data for path, data in bagged().items() if "manifest" not in path}
    sums = "".join(f"{hashlib.md5(data).hexdigest()}  {path}\n" for path, data in files.items())
    refused(put("b.zip", packing.zipped({**files, "manifest-md5.txt": sums.encode()})), "no manifest")


def test_what_lies_beside_the_bundle(refused):
    files = {f"b/{path}": data for path, data in bagged().items()}
    refused(put("b.zip", packing.zipped({**files, "x.md": b"x"})), "x.md lies beside the bundle")


def test_no_bundle_at_all(refused):
    refused(put("b.zip", packing.zipped({"x.md": b"x"})), "it has no bagit.txt")


def test_a_folder_said_to_be_a_bundle(learnlog):
    Path("b").mkdir()
    assert "no bagit.txt" in learnlog("import", "b", "--from", "bundle", status=3).err


def test_a_harmless_one_is_taken(learnlog):
    for name in (put("b.zip", zip_of(bagged().items())), put("b.tar.gz", tar_of(bagged().items()))):
        assert "1" in learnlog("import", name).out


@pytest.mark.parametrize("path", ["data", "data/lessons/fine.md", "bagit.txt", "a/b/c/d/e/f/g/h/i/j/k.md"])
def test_plain_names_are_taken(path):
    assert members.checked([Member(path)]) == {path}
