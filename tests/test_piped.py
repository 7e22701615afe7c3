"""What is piped in is read; what belongs to somebody else is left alone."""

import io
import os
import pty
import sys

import pytest

from learnlog.cli import piped


def opened(handle, monkeypatch):
    monkeypatch.setattr(sys, "stdin", stream := os.fdopen(handle, "r"))
    return stream


def a_pipe(_):
    reading, writing = os.pipe()
    os.write(writing, b"a ticket")
    os.close(writing)
    return reading


def a_file(path):
    path.write_text("one\ntwo\n")
    return os.open(path, os.O_RDONLY)


def a_file_that_is_being_read(path):
    handle = a_file(path)
    os.read(handle, len("one\n"))
    return handle


def nothing(_):
    return os.open(os.devnull, os.O_RDONLY)


@pytest.mark.parametrize(
    ("what", "is_given"),
    [(a_pipe, True), (a_file, True), (a_file_that_is_being_read, False), (nothing, False)],
)
def test_a_pipe_and_a_fresh_file_are_meant_to_be_read(tmp_path, monkeypatch, what, is_given):
    with opened(what(tmp_path / "file"), monkeypatch):
        assert piped.is_given() == is_given


def test_a_terminal_is_the_persons(monkeypatch):
    person, terminal = pty.openpty()
    with opened(terminal, monkeypatch):
        assert not piped.is_given()
    os.close(person)


def test_without_a_standard_input_there_is_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert not piped.is_given()
    assert piped.beginning(9) == piped.end(9) == b""


@pytest.mark.parametrize(("most", "first", "last"), [(3, b"abc", b"xyz"), (200_000, None, None)])
def test_all_is_read_and_the_beginning_or_the_end_kept(monkeypatch, most, first, last):
    data = b"abc" + b"-" * 150_000 + b"xyz"
    for read, kept in [(piped.beginning, first), (piped.end, last)]:
        stream = io.BytesIO(data)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        assert read(most) == (kept or data)
        assert stream.read() == b""
