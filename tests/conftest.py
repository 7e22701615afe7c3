"""Every test runs sealed: its own home, settings, cache, git identity, time zone, and no editor."""

import os
import time

import pytest
from hypothesis import settings

import support

settings.register_profile("unhurried", deadline=None)  # a slow moment of the machine is no failure
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def sealed(tmp_path, monkeypatch):
    """Leave nothing of the machine's for a test to see or to change."""
    home = tmp_path / "home"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("GIT_", "XDG_", "LEARNLOG_", "LC_")) or name in {"EDITOR", "VISUAL", "PAGER"}:
            monkeypatch.delenv(name)
    for name, value in support.environment(home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    time.tzset()
    yield home
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def home(sealed):
    """The test's home folder, which is also where it stands."""
    return sealed


@pytest.fixture
def learnlog(home):
    """Runs commands in this test's home, at a fixed time: `learnlog("add", "text")`."""
    return support.Runner(home)
