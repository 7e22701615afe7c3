"""How results look on a terminal, and that nothing but our own colours reaches it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prompt_toolkit.utils import get_cwidth
from rich.cells import cell_len

from learnlog.cli.render import Renderer
from learnlog.confirmations import Confirmed
from learnlog.entry import parse
from learnlog.refs import Located
from learnlog.search import Found
from learnlog.snippet import Line
from learnlog.store import Card, Opened, Stamp, Store
from learnlog.who import Person

SGR = re.compile(r"\x1b\[[0-9;]*m")
EVIL = "".join(map(chr, [*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2028]))


def entry(title="Undo a commit", body="text", tags="[git]", **more):
    front = "".join(
        f"{key}: {value}\n" for key, value in {"tags": tags, "date": "2026-01-01", **more}.items()
    )
    fallback = lambda: datetime(2026, 1, 1, tzinfo=UTC)  # noqa: E731
    text = f'---\nid: abc123def4\ntitle: "{title}"\n{front}---\n{body}'
    return parse(text, path="a.md", fallback=fallback)


def hit(line="how to undo it", mark="undo", hub=None, **parts):
    start = line.find(mark)
    return Found(Card(entry(**parts), hub), 1, 2.0, [Line(line, ((start, start + len(mark)),))])


def whole(**parts):
    return Located(Store(Path("/j")), Opened(entry(**parts), Stamp(0, 0, 0), ""))


def test_a_hit_has_rank_title_date_tags_where_from_and_the_line():
    assert Renderer(80, color=False).hits([hit(hub="team", author="bob")], 7).splitlines() == [
        "1  Undo a commit",
        "   abc123  2026-01-01  team/bob  #git",
        "   how to undo it",
        "",
        "1 of 7; more with -n 7",
    ]


def test_what_matched_is_marked():
    assert "\x1b[1;31mundo\x1b[0m" in Renderer(80, color=True).hits([hit()], 1)


@pytest.mark.parametrize("width", [20, 40, 80, 140])
@pytest.mark.parametrize("title", ["word " * 60, "語" * 150, "👩‍👩‍👧🎉" * 40, "x" * 300])
def test_no_line_of_a_table_is_wider_than_the_terminal(width, title):
    table = Renderer(width, color=False).table([hit(title=title)] * 12, 12)
    assert len(table.splitlines()) == 12
    assert max(map(cell_len, table.splitlines())) <= width


def test_a_table_names_what_is_no_plain_lesson():
    table = Renderer(80, color=False).table([hit(kind="question", status="open", project="billing")], 1)
    assert table == "1  2026-01-01  Undo a commit  question open @billing #git\n"


@pytest.mark.parametrize("color", [True, False])
def test_only_our_own_colours_reach_the_terminal(color):
    renderer = Renderer(80, color=color)
    evil = EVIL.replace('"', "")
    row = Found(Card(entry(tags=[]), EVIL), 1, 1.0, [Line(f"a{EVIL}b", ((0, 3),))])
    for drawn in (
        renderer.hits([row], 1),
        renderer.table([row], 1),
        renderer.entry(whole(body=f"{evil}\n\n    {evil}")),
    ):
        assert not controls(drawn)


ENTITIES = [
    "&#27;]52;c;aGk=&#7;",
    "&#x9b;31m",
    "&#8238;",
    "`\x1b[2J`",
    "[x](http://a/&#27;c)",
    "| &#27; |\n|---|\n| &#13; |",
]


@pytest.mark.parametrize("body", ENTITIES)
def test_markdown_cannot_spell_a_control(body):
    drawn = Renderer(80, color=True).entry(whole(body=body))
    assert not controls(drawn)


def plain(line):
    return SGR.sub("", line)


def controls(drawn):
    return [each for each in SGR.sub("", drawn) if each in EVIL]


def test_an_entry_shows_what_is_known_of_it_and_its_text():
    drawn = Renderer(80, color=False).entry(whole(body="# Why\n\n- one\n", source="https://example.org"))
    assert "source: https://example.org" in drawn
    assert "• one" in drawn
    assert "\x1b" not in drawn


ALL_SORTS = """# Title

## Section

> a quote, a [link](https://a.example), `code`

1. first
- a point

| a | b |
|---|---|
| 1 | 2 |

```python
@wraps
def f(number: int = 3) -> str:  # why
    raise ValueError("text", number)
```

```diff
- gone
+ new
```
"""


def test_no_colour_is_lost_on_light_or_dark_ground():
    drawn = Renderer(80, color=True).entry(whole(body=ALL_SORTS))
    styles = [set(codes.split(";")) for codes in re.findall(r"\x1b\[([\d;]*)m", drawn)]
    codes = set().union(*(style for style in styles if "40" not in style))
    assert {"31", "32", "35"} <= codes
    assert not codes & {"30", "33", "34", "37", *map(str, range(90, 98))}


def card(title, author, **more):
    return Card(entry(title=title, author=author, **more), "team")


def test_whose_an_entry_from_a_bundle_is_stands_behind_it():
    mine, theirs = Card(entry(title="Mine"), None), Card(entry(title="Theirs", author="Bo Ek"), None)
    drawn = Renderer(80, color=False).table([Found(mine, 1), Found(theirs, 2)], 2)
    assert [line for line in drawn.splitlines() if "by " in line] == ["2  2026-01-01  Theirs  by Bo Ek #git"]


def test_a_persons_name_is_not_said_again_but_that_of_whose_lesson_they_confirm():
    things = ("lesson", card("Own", "Bo")), ("confirmation", card("Other", "Jo"))
    assert Renderer(80, color=False).people([Person("Bo", "bo", things)]).splitlines() == [
        "Bo  team  1 lesson, 1 confirmation",
        "1  2026-01-01  Own  #git",
        "2  2026-01-01  Other  team/Jo #git",
    ]


# what is picked from


def cells(line):
    """Columns, as prompt_toolkit counts them: character by character."""
    return sum(map(get_cwidth, plain(line)))


NARROW_AND_WIDE = [1, 2, 8, 20, 40, 80, 140]
ODD = ["word " * 60, "語" * 150, "👩‍👩‍👧❤️🎉" * 40, "🇩🇪👍🏽" * 60, "e\u0301" * 200, "x" * 300, "short"]


@pytest.mark.parametrize("width", NARROW_AND_WIDE)
@pytest.mark.parametrize("title", ODD)
def test_a_choice_is_one_line_no_wider_than_there_is_room(width, title):
    line = Renderer(width, color=False).choice(hit(title=title, tags="[a, b, c🇩🇪]", hub="team"), 3)
    assert line.startswith("  1  "[:width].rstrip())
    assert "\n" not in line
    assert cells(line) <= width


@pytest.mark.parametrize("width", NARROW_AND_WIDE)
@pytest.mark.parametrize("title", ODD)
def test_no_line_of_a_preview_is_wider_than_there_is_room(width, title):
    drawn = preview(width, title=title, body=f"{title}\n", tags="[a🇩🇪, b, c]", project="👩‍👩‍👧")
    assert max(map(cells, (*drawn.head, *drawn.body))) <= width


@pytest.mark.parametrize("title", ["word " * 60, "語" * 250, "x" * 500])
def test_a_long_title_leaves_room_for_the_text(title):
    many = f"[{', '.join(f'tag{number}' for number in range(60))}]"
    drawn = preview(title=title, tags=many)
    assert len(drawn.head) == 4
    assert [line.endswith("…") for line in map(plain, drawn.head)] == [False, True, False, True]
    assert len(Renderer(80, color=False).hits([hit(title=title, tags=many)], 1).splitlines()) == 7


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (60, "1  Undo a commit  team/bob question open @billing #git"),
        (50, "1  Undo a commit  team/bob question open @billing"),
        (30, "1  Undo a commit  team/bob"),
        (20, "1  Undo a commit"),
    ],
)
def test_a_choice_has_the_marks_there_is_room_for(width, expected):
    row = hit(hub="team", author="bob", kind="question", status="open", project="billing")
    assert Renderer(width, color=False).choice(row, 1) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Undo a commit", "1  Undo a commit  team/Zoë de la Very… #git"),
        ("Undo " * 9, "1  Undo Undo Undo Undo Undo Undo Undo Un…  team/Zoë de la V…"),
    ],
)
def test_whose_it_is_can_be_seen_however_long_the_name_is(title, expected):
    row = hit(title=title, hub="team", author="Zoë de la Very-Long Name")
    assert Renderer(60, color=False).choice(row, 1) == expected


def preview(width=80, terms=("undo",), **parts):
    return Renderer(width, color=True).preview(whole(**parts), dict.fromkeys(terms, 1.0))


def test_a_preview_marks_what_matched_in_title_and_text():
    drawn = preview(title="How to undo", body="\nWe undo it.\n\n    undo()\n")
    assert "\x1b[1;31mundo\x1b[0m" in drawn.head[0]
    assert drawn.body == ["We \x1b[1;31mundo\x1b[0m it.", "", "    \x1b[1;31mundo\x1b[0m()"]


def test_a_preview_is_wrapped_and_knows_its_first_line_with_a_match():
    drawn = preview(width=20, body=f"{'word ' * 8}\r\n\r\nundo 語語語語語語語語語語語\r\n")
    assert drawn.first == 3
    assert "undo" in drawn.body[drawn.first]
    assert all(cell_len(SGR.sub("", line)) <= 20 for line in drawn.body)


def test_a_preview_without_a_match_begins_at_the_top():
    assert preview(body="text\n").first == 0


def test_a_preview_of_a_long_text_ends_and_says_so():
    drawn = preview(body="x" * 79 + "\n" + "line\n" * 1_000_000)
    assert len(drawn.body) < 5_000
    assert drawn.body[-1] == "…"


def test_only_our_own_colours_reach_the_picker():
    evil = EVIL.replace('"', "")
    drawn = preview(body=f"{evil}undo{evil}\n", terms=["undo"])
    row = Found(Card(entry(tags=[]), EVIL), 1)
    for line in (*drawn.head, *drawn.body, Renderer(80, color=True).choice(row, 1)):
        assert not controls(line)


def test_a_hit_and_a_row_tell_how_often_it_helped():
    found = hit()._replace(confirmed=Confirmed(3, "2026-10-02"))
    drawn = Renderer(80, color=False)
    assert "abc123  2026-01-01  helped 3×, last 2026-10-02  #git\n" in drawn.hits([found], 1)
    assert drawn.table([found], 1) == "1  2026-01-01  Undo a commit  helped 3× #git\n"


def test_what_somebody_says_stays_indented_where_it_is_wrapped():
    said = ["2026-11-24  Bo: says", "  one two three four five", "    - six"]
    drawn = Renderer(20, color=False).entry(whole(), said=said)
    assert drawn.endswith("\n2026-11-24  Bo: says\n  one two three four\n  five\n    - six\n")
