from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from learnlog import config
from learnlog.config import SETTINGS, Config, Layer
from learnlog.errors import ConfigError, Unusable
from learnlog.hubsettings import HubSettings, check_hub_name

HUB = "hubs:\n  team:\n    url: ssh://git@host/team.git\n    author: Ann Lee\n    address: ann@work.example\n"


def layer(folder: Path, text: str, *, in_journal: bool = False) -> Layer:
    """A settings file that says `text`."""
    path = folder / ("journal.yaml" if in_journal else "mine.yaml")
    path.write_text(text)
    return Layer(path, in_journal=in_journal)


def read(folder: Path, mine: str = "", journals: str = "", **environment: str) -> Config:
    return config.read([layer(folder, mine), layer(folder, journals, in_journal=True)], environment)


def problems(folder: Path, mine: str = "", journals: str = "", **environment: str) -> list[str]:
    """Every line of the error that the settings give, without the folder's name."""
    with pytest.raises(ConfigError) as raised:
        read(folder, mine, journals, **environment)
    return f"{raised.value.message}\n{raised.value.hint}".replace(f"{folder}/", "").splitlines()


def test_without_files_every_setting_has_its_default(tmp_path):
    found = config.read([Layer(tmp_path / "none.yaml")], {})
    assert dict(found.values) == {each.name: each.default for each in SETTINGS}
    assert set(found.origins.values()) == {"default"}


def test_later_layers_win_and_each_value_says_where_it_is_from(tmp_path):
    found = read(tmp_path, "editor: a\nlang: en\ntemplate: til\n", "lang: de\n", LEARNLOG_TEMPLATE="aar")
    assert [found.values[name] for name in ("editor", "lang", "template")] == ["a", "de", "aar"]
    assert found.origins["lang"] == f"{tmp_path}/journal.yaml, line 1"
    assert (found.origins["template"], found.origins["hub"]) == ("LEARNLOG_TEMPLATE", "default")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("context: no", False),
        ("context: On", True),
        ("remote.timeout: 5", 5),
        ("remote: {timeout: 5}", 5),
        ("publish.fields: [customer, cost centre]", ("customer", "cost centre")),
        ("publish:\n  fields: customer, region", ("customer", "region")),
        ("editor:", None),
        ("picker: fzf", "fzf"),
    ],
)
def test_values_are_read_as_the_setting_wants_them(tmp_path, line, value):
    name = next(each.name for each in SETTINGS if line.startswith(each.name.partition(".")[0]))
    assert read(tmp_path, line).values[name] == value


def test_all_that_is_wrong_is_told_at_once_with_file_line_and_what_is_allowed(tmp_path):
    found = problems(tmp_path, "context: perhaps\nedtior: vi\n", "lang: deu\neditor: evil\n")
    assert found[0] == "mine.yaml, line 1: context: 'perhaps' is not allowed (allowed: true or false)"
    assert found[1].startswith("mine.yaml, line 2: there is no setting edtior (settings: journal, editor")
    assert found[2].startswith("journal.yaml, line 1: lang: 'deu' is not allowed (allowed: two letters")
    assert found[3].startswith("journal.yaml, line 2: a journal may not set editor (it may set: template")
    assert found[4:] == [
        "mend it with: learnlog config edit",
        "mend it with: learnlog config edit --local",
    ]


@pytest.mark.parametrize(
    "name", ["journal", "editor", "pager", "picker", "hub", "publish.fields", "remote.timeout", "hubs"]
)
def test_a_journal_may_not_set_what_is_the_persons(tmp_path, name):
    assert f"a journal may not set {name}" in problems(tmp_path, journals=f"{name}: x\n")[0]


def test_only_known_pickers_can_be_set(tmp_path):
    assert "(allowed: builtin or fzf)" in problems(tmp_path, "picker: vim\n")[0]


@pytest.mark.parametrize("value", ["0", "3601", "soon", "[30]"])
def test_a_timeout_is_a_number_of_seconds(tmp_path, value):
    assert "seconds, 1 to 3600" in problems(tmp_path, f"remote.timeout: {value}")[0]


def test_a_wrong_variable_is_named(tmp_path):
    assert problems(tmp_path, LEARNLOG_CONTEXT="maybe")[0].startswith("LEARNLOG_CONTEXT: context: 'maybe'")


def test_a_file_that_is_no_yaml_is_told_with_its_line(tmp_path):
    assert problems(tmp_path, "lang: de\neditor: [\n")[0].startswith("mine.yaml, line 3: ")


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    (tmp_path / "bad.yaml").write_bytes(b"editor: \xff")
    with pytest.raises(ConfigError, match="not UTF-8"):
        config.read([Layer(tmp_path / "bad.yaml")], {})


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    with pytest.raises(Unusable, match="cannot read"):
        config.read([Layer(tmp_path)], {})


def test_hubs_are_read_with_whose_name_their_commits_carry(tmp_path):
    assert read(tmp_path, HUB).hubs == {
        "team": HubSettings("ssh://git@host/team.git", "Ann Lee", "ann@work.example")
    }
    assert read(tmp_path, "hubs:\n").hubs == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hubs: [x]", "each hub needs a line 'name:'"),
        ("hubs: {team: {url: x}}", "team needs url, author, address"),
        ("hubs: {all: {url: x, author: y, address: z}}", "'all' is not allowed as a hub's name"),
        ("hubs: {team: {url: x, author: y, address: z}}", "team address: 'z' is not allowed"),
        ("hubs: {team: {url: x, author: y, address: z@z, kind: z}}", "team has no field kind (fields: url"),
        ("hubs: {team: {url: x, author: y, address: z@z, read-only: perhaps}}", "allowed: true or false"),
        ("hubs: {Team: {url: x, author: y, address: z}}", "small letters"),
    ],
)
def test_a_hub_that_is_not_described_is_told(tmp_path, text, reason):
    assert reason in problems(tmp_path, text)[0]


def test_setting_one_thing_leaves_every_other_byte(tmp_path):
    path = layer(tmp_path, "# mine\r\neditor:  'vi'   # yes\r\nlang: de\r\n").path
    config.put(path, "editor", "code --wait")
    assert path.read_bytes() == b"# mine\r\neditor:  code --wait   # yes\r\nlang: de\r\n"
    config.put(path, "lang", None)
    assert path.read_bytes() == b"# mine\r\neditor:  code --wait   # yes\r\n"


@pytest.mark.parametrize("text", ["publish: {fields: [a]}\n", "publish.fields: [a]\n", ""])
def test_a_setting_with_a_dot_is_set_where_it_stands(tmp_path, text):
    path = layer(tmp_path, text).path
    for words, value in (("b c", ("b", "c")), (None, ())):
        config.put(path, "publish.fields", words)
        assert config.read([Layer(path)], {}).values["publish.fields"] == value


def test_what_is_not_allowed_is_not_written(tmp_path):
    path = tmp_path / "mine.yaml"
    with pytest.raises(ConfigError) as raised:
        config.put(path, "context", "perhaps")
    assert raised.value.hint == "allowed: true or false"
    with pytest.raises(ConfigError, match="no setting edtior"):
        config.put(path, "edtior", "vi")
    assert not path.exists()


def test_a_journals_file_is_not_given_what_is_the_persons(tmp_path):
    with pytest.raises(ConfigError, match="a journal may not set editor"):
        config.with_setting(layer(tmp_path, "", in_journal=True), "editor", "vi")


def test_a_wrong_setting_can_be_set_right_but_a_file_that_does_not_parse_is_left(tmp_path):
    path = layer(tmp_path, "context: perhaps\n").path
    config.put(path, "context", "false")
    assert config.read([Layer(path)], {}).values["context"] is False
    path.write_text("a: [\n")
    with pytest.raises(ConfigError, match="line 2"):
        config.put(path, "context", "true")


def test_hubs_are_written_as_they_are_read(tmp_path):
    path = layer(tmp_path, "lang: de\n").path
    team = HubSettings("/srv/team.git", "Ann: Lee", "ann@work.example")
    public = team._replace(license="MIT", kinds=("lesson", "story"), query="tag: git", read_only=True)
    hubs = {"team": team, "public": public}
    config.change_hubs(path, lambda _: hubs)
    assert config.read([Layer(path)], {}).hubs == hubs
    config.change_hubs(path, lambda _: {})
    assert path.read_text() == "lang: de\n"


def test_hubs_added_at_once_are_all_kept(tmp_path):
    names = [f"hub{number}" for number in range(8)]

    def add(name: str) -> None:
        hub = HubSettings(f"/srv/{name}.git", "Ann", "ann@work.example")
        config.change_hubs(tmp_path / "mine.yaml", lambda hubs: {**hubs, name: hub})

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(add, names))
    assert set(config.read([Layer(tmp_path / "mine.yaml")], {}).hubs) == set(names)


def test_settings_set_at_once_are_all_kept(tmp_path):
    wanted = {"editor": "vi", "pager": "less", "lang": "de", "hub": "team", "template": "til"}
    with ThreadPoolExecutor(len(wanted)) as pool:
        list(pool.map(lambda each: config.put(tmp_path / "mine.yaml", *each), wanted.items()))
    found = config.read([Layer(tmp_path / "mine.yaml")], {}).values
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize("name", ["team", "a", "team.2-x_y", "x" * 40])
def test_names_a_hub_may_have(name):
    check_hub_name(name)


@pytest.mark.parametrize(
    "name", ["", "mine", "all", "Team", "../x", "-x", ".x", "a/b", "x" * 41, "ü", "a\n", "a.lock", "a.outbox"]
)
def test_names_a_hub_may_not_have(name):
    with pytest.raises(ConfigError):
        check_hub_name(name)


def test_the_reference_lists_every_setting_as_it_is():
    page = (Path(__file__).parents[1] / "docs/reference/settings.md").read_text()
    for each in SETTINGS:
        default = {True: "`true`", None: "", (): ""}.get(each.default, f"`{each.default}`")
        row = [f"`{each.name}`", each.help, each.allowed, default, f"`{config.variable_of(each.name)}`"]
        row.append("yes" if each.in_journal else "")
        assert f"| {' | '.join(row)} |\n" in page
