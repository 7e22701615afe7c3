"""What is loaded late keeps to the same floors and doors as what is imported at the top of a file."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OF_THE_TABLE = "_ROWS[cmd_name].module"  # a command, loaded by the module that has them all


def loaded_late(source):
    """What the calls of `import_module` in a module name."""
    return [
        ast.unparse(node.args[0])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module")
    ]


def imported_at_once(source):
    """The module as if it imported at the top whatever it loads late."""
    names = [ast.literal_eval(name) for name in loaded_late(source) if name != OF_THE_TABLE]
    return source + "".join(f"\nimport {name}" for name in names)


@pytest.fixture
def copied(tmp_path):
    """A copy of the package in which import-linter sees every import."""
    shutil.copytree(ROOT / "src", tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module in tmp_path.rglob("*.py"):
        module.write_text(imported_at_once(module.read_text()))
    return tmp_path


def lint_imports(folder):
    words = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [*words, "--no-cache"], cwd=folder, env=environment, check=False, capture_output=True, text=True
    )


def test_what_is_loaded_late_keeps_the_contracts_too(copied):
    done = lint_imports(copied)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("query", "learnlog.store"),
        ("search", "learnlog.brief"),
        ("journal", "click"),
        ("who", "whoosh.index"),
    ],
)
def test_what_breaks_a_contract_late_is_seen(copied, module, name):
    with (copied / f"learnlog/{module}.py").open("a") as file:
        file.write(imported_at_once(f'\nimport_module("{name}")\n'))
    assert lint_imports(copied).returncode == 1
