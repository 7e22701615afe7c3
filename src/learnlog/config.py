"""The settings: each declared once, read from layers, checked, and named with file and line when wrong.

The layers, later ones winning: defaults, the person's file, the journal's own file, the environment
(`LEARNLOG_` and the name in capitals, `.` as `_`). A journal can be a stranger's: its file may set only
what belongs to a journal, never a program, a place on this machine, or a hub.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from learnlog import frontmatter
from learnlog.errors import BrokenEntry, ConfigError, Unusable
from learnlog.frontmatter import Given, Value
from learnlog.hubsettings import HubSettings, as_mapping, check_hub_name, read_hub
from learnlog.locking import locked
from learnlog.store import write_durably
from learnlog.values import as_flag, as_text, as_words

Plain: TypeAlias = str | bool | int | tuple[str, ...] | None

_AN_HOUR = 3600


class Setting(NamedTuple):
    """`read` turns what stands in a file into the value, or raises ValueError; `allowed` says what fits."""

    name: str
    default: Plain
    allowed: str
    help: str
    read: Callable[[Value], Plain]
    in_journal: bool = False


def _names(value: Value) -> tuple[str, ...]:
    """Like words, but a name may have spaces in it."""
    given = value if isinstance(value, list) else as_text(value).split(",")
    return tuple(as_text(name) for name in given)


def _about_near(value: Value) -> str:
    word = as_text(value).lower()
    if word not in {"ask", "tell", "off"}:
        raise ValueError
    return word


def _language(value: Value) -> str:
    if not re.fullmatch(r"[a-z]{2}", as_text(value)):
        raise ValueError
    return as_text(value)


def _picker(value: Value) -> str:
    if as_text(value) not in ("builtin", "fzf"):
        raise ValueError
    return as_text(value)


def _seconds(value: Value) -> int:
    seconds = int(as_text(value))
    if not 1 <= seconds <= _AN_HOUR:
        raise ValueError
    return seconds


SETTINGS = (
    Setting("journal", None, "a folder", "Where the journal is; else ~/learnlog.", as_text),
    Setting("editor", None, "a command", "The editor; else $VISUAL, $EDITOR, vi.", as_text),
    Setting("pager", None, "a command", "What pages long output; else $PAGER, less.", as_text),
    Setting(
        "picker",
        "builtin",
        "builtin or fzf",
        "What `search -i` picks with; fzf has to be installed.",
        _picker,
    ),
    Setting(
        "template", "lesson", "a template's name", "What `add` opens the editor on.", as_text, in_journal=True
    ),
    Setting(
        "context",
        default=True,
        allowed="true or false",
        help="Whether to note repository, branch, commit and folder with each entry.",
        read=as_flag,
        in_journal=True,
    ),
    Setting(
        "add.near",
        "ask",
        "ask, tell or off",
        "What `add` does on a terminal about entries very near the new one.",
        _about_near,
    ),
    Setting(
        "lang",
        None,
        "two letters, such as en or de",
        "The journal's language; else found out for each entry.",
        _language,
        in_journal=True,
    ),
    Setting(
        "search.ask",
        default=True,
        allowed="true or false",
        help="Whether to ask, after an entry found in other words was opened, if it helped.",
        read=as_flag,
    ),
    Setting("hub", None, "a hub's name", "Where `publish` goes when there are several hubs.", as_text),
    Setting(
        "publish.fields",
        (),
        "a list of field names",
        "Further fields of yours that publishing takes along.",
        as_words,
    ),
    Setting(
        "publish.never",
        (),
        "a list of names, separated by commas",
        "Names that must not leave: customers, projects. A lesson with one in it is held.",
        _names,
    ),
    Setting(
        "remote.timeout", 30, "seconds, 1 to 3600", "How long a remote may say nothing, in seconds.", _seconds
    ),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Layer(NamedTuple):
    """One settings file: where it is, and whether it belongs to the journal."""

    path: Path
    in_journal: bool = False


class Problem(NamedTuple):
    """What is wrong in the settings: where, what, and what to type about it.

    `name` is the setting's; "" where the whole file cannot be read.
    """

    where: str
    what: str
    command: str
    name: str = ""

    def __str__(self) -> str:
        """In one line."""
        return f"{self.where}: {self.what}"


class Config(NamedTuple):
    """Every setting's value (`values`), where it comes from (`origins`: a file, a variable, "default")."""

    values: Mapping[str, Plain]
    origins: Mapping[str, str]
    hubs: Mapping[str, HubSettings]

    def text(self, name: str) -> str | None:
        """A setting that is text, or None."""
        value = self.values[name]
        return value if isinstance(value, str) else None

    def words(self, name: str) -> tuple[str, ...]:
        """A setting that is a list."""
        value = self.values[name]
        return value if isinstance(value, tuple) else ()


def read(layers: Iterable[Layer], environment: Mapping[str, str]) -> Config:
    """Read all layers. Raises ConfigError that names every wrong setting at once."""
    found, problems = read_as_far_as_possible(layers, environment)
    if problems:
        commands = dict.fromkeys(problem.command for problem in problems)
        raise ConfigError(
            "\n".join(map(str, problems)), "\n".join(f"mend it with: {command}" for command in commands)
        )
    return found


def read_as_far_as_possible(
    layers: Iterable[Layer], environment: Mapping[str, str]
) -> tuple[Config, Sequence[Problem]]:
    """The same with what is wrong left out, and what that is. Raises Unusable for a file it may not read."""
    reading = _Reading()
    for layer in layers:
        reading.take_layer(layer)
    reading.take_environment(environment)
    return Config(reading.values, reading.origins, reading.hubs), reading.problems


def variable_of(name: str) -> str:
    """The environment variable that sets `name`."""
    return "LEARNLOG_" + name.upper().replace(".", "_")


def setting(name: str) -> Setting:
    """The setting of that name. Raises ConfigError that lists those there are."""
    if name not in _BY_NAME:
        raise ConfigError(f"there is no setting {name}", "settings: " + ", ".join(_BY_NAME))
    return _BY_NAME[name]


def put(path: Path, name: str, words: str | None) -> None:
    """Set `name` in the settings file at `path` to what `words` say, or remove it (None).

    Raises ConfigError when the value is not allowed, Unusable when the file cannot be written.
    """
    with _alone(path):
        write_durably(path, with_setting(Layer(path), name, words).encode())


def with_setting(layer: Layer, name: str, words: str | None) -> str:
    """The text of the layer's file with `name` set to what `words` say, or removed (None).

    Raises ConfigError when the layer may not set it, the value is not allowed, or the file cannot be read.
    """
    found = setting(name)
    if layer.in_journal and not found.in_journal:
        raise ConfigError(f"a journal may not set {name}", f"it may set: {_journals_own()}")
    value: Given = None
    if words is not None:
        try:
            read_value = found.read(words)
        except ValueError:
            raise ConfigError(f"{name}: {words!r} is not allowed", f"allowed: {found.allowed}") from None
        value = list(read_value) if isinstance(read_value, tuple) else words.strip()
    return _changed(layer.path, name, value)


def change_hubs(path: Path, change: Callable[[Mapping[str, HubSettings]], Mapping[str, HubSettings]]) -> None:
    """Make the hubs of the settings file at `path` what `change` makes of those it has at that moment.

    Raises Unusable or ConfigError.
    """
    with _alone(path):
        hubs = change(read([Layer(path)], {}).hubs)
        shown: Given = {name: as_mapping(hub) for name, hub in hubs.items()}
        write_durably(path, _changed(path, "hubs", shown if hubs else None).encode())


def _alone(path: Path) -> AbstractContextManager[None]:
    """Keep other commands from changing the settings file between reading and writing it."""
    return locked(path.with_name(f"{path.name}.lock"))


def _changed(path: Path, name: str, value: Given) -> str:
    """The text of the settings file with one key changed, where it stands: `a.b` or, inside of `a`, `b`."""
    text = _content(path)
    try:
        group, _, inner = name.rpartition(".")
        outer = frontmatter.load(text).values.get(group)
        if isinstance(outer, dict):
            others = {key: old for key, old in outer.items() if key != inner}
            grouped = {**others, inner: value} if value is not None else others
            text = frontmatter.block_with_value(text, name, None)
            return frontmatter.block_with_value(text, group, grouped or None)
        return frontmatter.block_with_value(text, name, value)
    except BrokenEntry as error:
        raise ConfigError(": ".join(_in_file(path, error)), "mend it with: learnlog config edit") from error


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8") from None
    except OSError as error:
        raise Unusable(f"cannot read {path}: {error.strerror}") from error


def _in_file(path: Path, error: BrokenEntry) -> tuple[str, str]:
    """Where in the file, and what is wrong there."""
    found = re.fullmatch(r"line (\d+): (.*)", error.message)  # counted for a block behind a line ---
    return (f"{path}, line {int(found[1]) - 1}", found[2]) if found else (str(path), error.message)


def _named(text: str) -> Iterator[tuple[str, Value, int]]:
    """Every setting a file names, `publish: {fields: …}` as `publish.fields`, with its line."""
    block = frontmatter.load(text)
    for key, value in block.values.items():
        line = text.count("\n", 0, block.spans[key].key) + 1
        if isinstance(value, dict) and key != "hubs":
            yield from ((f"{key}.{inner}", item, line) for inner, item in value.items())
        else:
            yield key, value, line


def _journals_own() -> str:
    return ", ".join(each.name for each in SETTINGS if each.in_journal)


class _Reading:
    """What the layers say so far, later ones winning, and what is not allowed."""

    def __init__(self) -> None:
        self.values: dict[str, Plain] = {setting.name: setting.default for setting in SETTINGS}
        self.origins = dict.fromkeys(self.values, "default")
        self.hubs: dict[str, HubSettings] = {}
        self.problems: list[Problem] = []

    def take_layer(self, layer: Layer) -> None:
        command = f"learnlog config edit{' --local' if layer.in_journal else ''}"
        try:
            content = _content(layer.path)
            named = list(_named(content)) if content else ()
        except BrokenEntry as error:
            self.problems.append(Problem(*_in_file(layer.path, error), command))
            return
        for name, value, line in named:
            where = f"{layer.path}, line {line}"
            what = "" if value is None else self._take_named(name, value, where, in_journal=layer.in_journal)
            self.problems += [Problem(where, each, command, name) for each in what.splitlines()]

    def take_environment(self, environment: Mapping[str, str]) -> None:
        for found in SETTINGS:
            variable = variable_of(found.name)
            value = environment.get(variable)
            what = self._take(found, value, variable) if value else ""
            if what:
                self.problems.append(Problem(variable, what, f"unset {variable}", found.name))

    def _take_named(self, name: str, value: Value, where: str, *, in_journal: bool) -> str:
        """What is wrong with it, a line for each thing; "" when it is taken."""
        found = _BY_NAME.get(name)
        if name == "hubs" and not in_journal:
            return "\n".join(self._take_hubs(value))
        if found is None and name != "hubs":
            return f"there is no setting {name} (settings: {', '.join(_BY_NAME)})"
        if found is None or (in_journal and not found.in_journal):
            return f"a journal may not set {name} (it may set: {_journals_own()})"
        return self._take(found, value, where)

    def _take(self, found: Setting, value: Value, where: str) -> str:
        try:
            self.values[found.name] = found.read(value)
        except ValueError:
            return f"{found.name}: {value!r} is not allowed (allowed: {found.allowed})"
        self.origins[found.name] = where
        return ""

    def _take_hubs(self, value: Value) -> Iterator[str]:
        if not isinstance(value, dict):
            yield "hubs: each hub needs a line 'name:' and its fields below it"
            return
        for name, given in value.items():
            try:
                check_hub_name(name)
                self.hubs[name] = read_hub(given)
            except ConfigError as error:
                yield f"hubs: {error.message} ({error.hint})"
            except ValueError as error:
                yield f"hubs: {name} {error}"
