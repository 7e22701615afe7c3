"""The documentation says what the program does."""

import importlib.util
import re
from pathlib import Path

import click
import pytest

from learnlog.cli.main import COMMANDS, root
from learnlog.config import SETTINGS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/reference/generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_commands_is_what_help_prints():
    made = generator()
    assert made.PAGE.read_text("utf-8") == made.page(), "run: python docs/reference/generate.py"


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_each_command_says_what_the_table_says_and_gives_examples(row):
    command = root.get_command(click.Context(root), row.name)
    assert command.help.splitlines()[0] == row.help
    assert f"learnlog {row.name}" in command.help
    assert "\\b" not in command.help, "a raw docstring: click wants a real \\b"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", prose):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_setting_is_on_the_settings_page():
    text = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    assert [each.name for each in SETTINGS if f"`{each.name}`" not in text] == []


def test_every_command_of_the_readme_exists():
    named = re.findall(r"\blearnlog ([a-z]+)", (ROOT / "README.md").read_text("utf-8"))
    assert set(named) <= {row.name for row in COMMANDS} | {"is", "notices", "ever"}
