"""Picking with fzf: it shows the lines, and runs `rows` for what is typed, `show` for the preview.

fzf hands commands to a shell. Nothing that an entry says gets there but its id, which is letters, digits, `-`
and `_`; what the person typed is quoted by fzf itself, and whatever else a command needs are variables of its
environment, which neither fzf nor the shell looks into.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from learnlog.cli.filtering import plain
from learnlog.cli.picker.picking import Act, Ask, Choice
from learnlog.errors import NothingFound
from learnlog.search import Found, Result

LEAVES = 130
_NOTHING_FITS = 1
_WIDE = 100  # columns from which the preview stands beside the rows
_SHELL = "/bin/sh"  # whose quoting fzf knows
_PYTHON = (sys.executable, "-P", "-m")  # -P: not a module of that name in the current folder
_VARIABLE = "LEARNLOG_WORD_{}"
_KEYS = {"": Act.SHOW, "ctrl-o": Act.OPEN, "ctrl-y": Act.PATH}
_HELP = "enter show  ctrl-o open  ctrl-y path  esc leave"


class FzfFailed(Exception):
    """It is too old, or was given options of the person's that it cannot obey; it has said so itself."""


def pick(
    program: str, words: str, ask: Ask, filters: Sequence[str], environment: Mapping[str, str]
) -> Choice | None:
    """Let the person pick with the fzf at `program`; None when they leave.

    `filters` are the options with which `rows` finds what `ask` finds. Raises FzfFailed, and
    NothingFound when what was picked went away meanwhile or there was nothing to pick.
    """
    variables = {_VARIABLE.format(number): word for number, word in enumerate([*_PYTHON, *filters])}
    done = subprocess.run(
        [program, *_options(words, list(variables))],
        input="".join(f"{plain(row.card)}\n" for row in ask(words).rows).encode("utf-8", "replace"),
        env={**environment, **variables, "SHELL": _SHELL},
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode == LEAVES:
        return None
    typed, _, rest = done.stdout.decode("utf-8", "replace").partition("\n")
    if done.returncode == _NOTHING_FITS:
        raise NothingFound(f"nothing found for {typed}")
    if done.returncode:
        raise FzfFailed
    key, _, line = rest.partition("\n")
    result = ask(typed)
    return Choice(_KEYS.get(key, Act.SHOW), _row_of(line, result), typed, result)


def _options(words: str, variables: Sequence[str]) -> list[str]:
    """Fzf's own options; those of the person's FZF_DEFAULT_OPTS come before them."""
    called = [f'"${name}"' for name in variables]
    python = " ".join(called[: len(_PYTHON)])
    filters = " ".join(called[len(_PYTHON) :])
    columns = shutil.get_terminal_size().columns
    return [
        "--disabled",
        "--no-multi",
        "--no-sort",
        "--delimiter=\t",
        "--with-nth=2..",
        f"--query={words}",
        "--print-query",
        f"--expect={','.join(filter(None, _KEYS))}",
        f"--header={_HELP}",
        f"--preview={python} learnlog show -- {{1}}",
        f"--preview-window={'right' if columns >= _WIDE else 'down'}:wrap",
        f"--bind=change:reload:{python} learnlog.cli.picker.rows {filters} -- {{q}} 2>/dev/null || :",
    ]


def _row_of(line: str, result: Result) -> Found:
    """The row that `line` shows, by its id and its hub. Raises NothingFound."""
    entry_id, *_, hub = line.rstrip("\n").split("\t")
    for row in result.rows:
        if (row.card.entry.id, row.card.hub or "") == (entry_id, hub):
            return row
    raise NothingFound("what was picked is no longer there")
