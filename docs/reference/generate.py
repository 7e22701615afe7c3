"""Makes docs/reference/commands.md from the commands themselves: `python docs/reference/generate.py`."""

from pathlib import Path

import click

from learnlog.cli.main import COMMANDS, root

_WIDE = {"max_content_width": 100, "terminal_width": 100}
PAGE = Path(__file__).with_name("commands.md")


def page() -> str:
    """The page's text."""
    context = click.Context(root, info_name="learnlog", **{**root.context_settings, **_WIDE})
    parts = [
        "# Commands\n\nWhat `--help` prints; made by `python docs/reference/generate.py`.\n",
        _help(root, context),
    ]
    for row in COMMANDS:
        command = root.get_command(context, row.name)
        if command is None:
            raise LookupError(row.name)
        inner = click.Context(command, info_name=row.name, parent=context, **_WIDE)
        parts.append(f"## learnlog {row.name}\n\n{_help(command, inner)}")
        for name, sub in command.commands.items() if isinstance(command, click.Group) else ():
            below = click.Context(sub, info_name=name, parent=inner, **_WIDE)
            parts.append(f"### learnlog {row.name} {name}\n\n{_help(sub, below)}")
    return "\n".join(parts)


def _help(command: click.Command, context: click.Context) -> str:
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    return "```text\n" + "\n".join(lines) + "\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
