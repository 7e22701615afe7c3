import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from learnlog.analysis import tokens
from learnlog.cli.clean import visible_line
from learnlog.cutting import broken, fits, rows_of
from learnlog.snippet import LONGEST, NARROW, ROW, ROWS, Line, best_lines, marks

CONSOLE = Console()
MEBIBYTE = 2**20

texts = st.text(st.characters(exclude_categories=())) | st.text(
    " abé\u0301日🎉\u200d\udce9`~#->\n!<", max_size=400
)


def shown(body: str, *terms: str, rows: int = ROWS) -> list[str]:
    """Return the texts of the best lines for terms that all weigh the same."""
    return [line.text for line in best_lines(body, "en", dict.fromkeys(terms, 1.0), rows=rows)]


def marked(line: Line) -> list[str]:
    """Return what is marked in a line."""
    return [line.text[start:end] for start, end in line.marks]


def test_the_line_with_most_of_the_terms_is_shown():
    assert shown("about git\n\ngit reset undoes\n\nreset it", "git", "reset") == ["git reset undoes"]


def test_a_rare_term_weighs_more_than_two_common_ones():
    lines = best_lines("git is nice\n\nreflog", "en", {"git": 0.2, "nice": 0.3, "reflog": 2.0}, rows=1)
    assert [line.text for line in lines] == ["reflog"]


def test_a_second_line_adds_what_the_first_lacks_and_lines_keep_their_order():
    body = "see the reflog\n\ngit only\n\nnothing\n\ngit reset and git reset"
    assert shown(body, "git", "reset", "reflog") == ["see the reflog", "git reset and git reset"]


def test_a_line_that_adds_nothing_is_not_shown():
    assert shown("git reset\n\ngit reset", "git", "reset") == ["git reset"]


def test_no_more_lines_than_asked_for():
    assert shown("one\n\ntwo\n\nthree", "one", "two", "three", rows=1) == ["one"]


def test_words_are_found_by_their_stems_and_all_are_marked():
    (line,) = best_lines("- Running it, he   runs\tout", "en", {"~run": 1.0})
    assert line.text == "Running it, he runs out"
    assert marked(line) == ["Running", "runs"]


def test_the_whole_of_an_identifier_and_neighbouring_pairs_are_one_mark():
    (line,) = best_lines(
        "the drop-down, 日本語で", None, {"dropdown": 1.0, "drop": 1.0, "日本": 1.0, "本語": 1.0}
    )
    assert marked(line) == ["drop-down", "日本語"]


def test_a_heading_gives_way_to_a_line_that_answers():
    assert shown("# Undo git commit\n\nTo undo a commit, reset.", "undo", "git", "commit", rows=1) == [
        "To undo a commit, reset."
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("## found", "found"),
        ("- found", "found"),
        ("  * [x] found", "found"),
        ("12. found", "found"),
        ("> > found", "found"),
        ("> - found", "found"),
        ("\tfound \t it\r", "found it"),
        ("<!-- private -->found<!-- /private -->", "found"),
        ("found<!-- x -->it", "found it"),
        ("`<!-- more -->` found", "`<!-- more -->` found"),
        ("#found", "#found"),
        ("**found** [a](b)", "**found** [a](b)"),
        ("-found", "-found"),
    ],
)
def test_markup_is_left_out(raw, text):
    assert shown(f"first\n\n{raw}\n\nlast", "found") == [text]


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_fences_are_left_out_and_code_keeps_its_signs(fence):
    body = f"{fence}cron\n* * * * * cron # <!-- hourly -->\n{fence}\n* cron or hourly"
    assert shown(body, "cron", "hourly", rows=1) == ["* * * * * cron # <!-- hourly -->"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("The needle is here and\nthe line ends later.", "The needle is here and the line ends later."),
        ("- The needle is\n  in a list.\n- next", "The needle is in a list."),
        ("> The needle is\n> quoted.", "The needle is quoted."),
        ("1. one\n\n    The needle is\n    below one.", "The needle is below one."),
        ("干草堆里的\nneedle", "干草堆里的 needle"),
        ("needle 干草\n堆里", "needle 干草堆里"),
        ("needle, ends here  \nnot this", "needle, ends here"),
        ("needle, ends here\\\nnot this", "needle, ends here\\"),
        ("Title needle\n===\nnot this", "Title needle"),
        ("# not this\nneedle", "needle"),
        ("| needle | a |\n|---|---|\n| not | this |", "| needle | a |"),
        ("not this:\n\n    needle --code\n    --more", "needle --code"),
        ("```\nneedle --code\n--more\n```", "needle --code"),
    ],
)
def test_prose_is_shown_as_it_was_meant_and_code_line_by_line(body, text):
    assert shown(body, "needle") == [text]


def test_of_a_long_paragraph_whole_sentences_are_shown():
    body = (
        "Much is said, e.g. This, before it. " * 5 + "The needle\nis here. It is sharp. " + "No more. " * 20
    )
    (text,) = shown(body, "needle")
    assert text.startswith(("Much", "The needle"))
    assert "The needle is here. It is sharp." in text
    assert text.endswith(".")


@pytest.mark.parametrize(
    "text", ["`hay stack. The needle` is code. ", "The `hay stack` and ``needle ` it``. "]
)
def test_code_in_prose_is_never_cut(text):
    for words in range(1, 40):
        (line,) = best_lines("hay, " * words + text + "hay, " * 40, "en", {"needle": 1.0, "stack": 1.0})
        assert line.text.count("`") in {text.count("`"), 0}
        assert "needle" in line.text


@pytest.mark.parametrize("shift", range(12))
def test_code_at_the_ends_of_a_line_is_not_cut(shift):
    around = " `foo bar baz qux` and" * 20
    (line,) = best_lines(f"{around} {'x' * shift} needle{around}", "en", {"needle": 1.0})
    assert line.text.count("`") % 2 == 0
    assert marked(line) == ["needle"]


def test_code_that_is_longer_than_a_line_is_cut_between_words():
    (line,) = best_lines(f"`{'hay stack ' * 20}needle{' hay stack' * 20}`", "en", {"needle": 1.0})
    assert marked(line) == ["needle"]
    assert {*line.text.strip("…").split()} == {"hay", "stack", "needle"}


def test_all_lines_together_take_three_rows_of_a_narrow_terminal():
    body = "\n\n".join(f"word{number} " + "hay " * 30 for number in range(5))
    lines = best_lines(body, "en", {f"word{number}": 1.0 for number in range(5)})
    assert [fits(line.text, ROW) for line in lines] == [False, True]
    assert fits("".join(line.text for line in lines), ROWS * ROW)


def test_wide_characters_count_twice():
    (line,) = best_lines("日" * 50 + "本語" + "日" * 200, None, {"本語": 1.0})
    assert marked(line) == ["本語"]
    assert LONGEST * ROW // 2 - 5 < len(line.text) <= LONGEST * ROW // 2 + 1


def test_a_link_gives_way_to_a_line_that_answers():
    body = "[needle in hay](https://example.org/needle)\n\nThe needle is in the stack."
    assert shown(body, "needle", "example", "stack", rows=1) == ["The needle is in the stack."]


def test_a_line_that_adds_little_is_not_shown():
    assert [line.text for line in best_lines("needle\n\nhay", "en", {"needle": 5.0, "hay": 1.0})] == [
        "needle"
    ]


def test_after_a_fence_markup_is_markup_again():
    assert shown("```\nx\n```\n- found\n~~~\n```\n- also\n", "found", "also") == ["found", "- also"]


@pytest.mark.parametrize("comment", ["<!-- found -->", "<!--\nfound\n-->", "<!-- found"])
def test_comments_are_not_looked_into(comment):
    assert shown(f"first\n{comment}\n", "found") == ["first"]


def test_with_no_match_the_first_line_that_says_something_is_shown():
    assert best_lines("\n---\n\n## Say it\nmore", "en", {"absent": 1.0}) == [Line("Say it", ())]


@pytest.mark.parametrize(("body", "lines"), [("", []), (" \n\t\n```\n", []), ("???\n!!!", ["??? !!!"])])
def test_a_body_without_words(body, lines):
    assert shown(body, "absent") == lines


def test_a_long_line_is_cut_between_words_around_the_matches():
    (line,) = best_lines("lorem " * 100 + "the needle here " + "ipsum " * 100, "en", {"needle": 1.0})
    assert line.text.startswith("…lorem lorem")
    assert line.text.endswith("ipsum ipsum…")
    assert marked(line) == ["needle"]
    assert LONGEST * ROW - 20 < len(line.text) <= LONGEST * ROW


@pytest.mark.parametrize(
    "words",
    [["git git git", "lorem " * 50, "git reset"], ["git reset", "lorem " * 50, "git git git"]],
)
def test_a_long_line_is_cut_where_most_of_the_terms_are(words):
    (line,) = best_lines(" ".join(words), "en", {"git": 1.0, "reset": 1.0})
    assert marked(line) == ["git", "reset"]


@pytest.mark.parametrize("core", ["*", "*x", "*xx", "*xxx"])
@pytest.mark.parametrize("filler", ["e\u0301", "ก็", "👩🏽‍💻", "\ud83d\ude00", "🇩🇪-"])
def test_a_cut_keeps_characters_whole(filler, core):
    core = core.replace("*", "日本")
    (line,) = best_lines(filler * 200 + core + filler * 200, None, {"日本": 1.0})
    before, after = line.text.strip("…").split(core)
    assert (before + after).replace(filler.strip("-"), "").strip("-") == ""


def test_a_match_longer_than_a_line_is_marked_as_far_as_it_is_shown():
    (line,) = best_lines("see " + "x" * 500, None, {"x" * 64: 1.0})
    assert marked(line) == [line.text.strip("…")]


@pytest.mark.parametrize(
    "filler",
    [
        "hay ",
        "x",
        "a-",
        "Aa",
        "- \n",
        "日",
        "e\u0301",
        "<!--x-->",
        "`",
        "```\n",
        "> ",
        " ",
        "🎉",
        "\udce9",
        "a\n",
        "`a. B",
        "A. ",
    ],
)
def test_a_huge_body_is_searched_to_its_end(filler):
    body = filler * (MEBIBYTE // 4 // len(filler)) + "\n\n" + "needle"
    assert shown(body, "needle")[0].endswith("needle")


@settings(deadline=None)
@given(texts, st.none() | st.sampled_from(["en", "ja"]), st.data())
def test_lines_of_any_body_fit_and_their_marks_lie_within(body, lang, data):
    terms = sorted({term for token in tokens(body, lang) for term in token.terms}) or ["absent"]
    wanted = data.draw(st.dictionaries(st.sampled_from(terms), st.floats(0.1, 9), max_size=5))
    for line in best_lines(body, lang, wanted):
        assert line.text
        assert fits(line.text, ROWS * ROW)
        assert "\n" not in line.text
        flat = [offset for mark in line.marks for offset in mark]
        assert flat == sorted(set(flat))
        assert not flat or (flat[0] >= 0 and flat[-1] <= len(line.text))


def test_marks_are_the_places_in_order_and_never_overlap():
    assert marks("undo and undo", "en", {"undo": 1.0}) == ((0, 4), (9, 13))
    assert marks("nothing", "en", {"undo": 1.0}) == ()
    assert marks("日本語", "ja", {"日本": 1.0, "本語": 1.0}) == ((0, 3),)


@given(texts.map(lambda text: text.replace("\n", " ")), st.integers(20, 80))
def test_a_line_of_words_is_broken_into_rows_that_fit_and_hold_all_of_it(text, columns):
    rows = broken(text, columns)
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(fits(row, columns) for row in rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("one two", ["one two"]),
        ("  to k3f9  Undo the last commit", ["  to k3f9  Undo the", "    last commit"]),
        ("x" * 30, ["x" * 20, "  " + "x" * 10]),
        ("  コミットを取り消して作業を", ["  コミットを取り消し", "    て作業を"]),
        ("", [""]),
    ],
)
def test_rows_behind_the_first_are_indented(text, rows):
    assert broken(text, 20) == rows


@pytest.mark.parametrize("length", [80, 110, 140, 150, 190, 300])
def test_a_long_address_does_not_take_more_rows_than_there_are(length):
    address = f"https://example.org/{'abcdefgh/' * 40}"[:length]
    for before, behind in ((5, 5), (10, 40), (60, 20), (15, 0)):
        body = f"{'git ' * (before // 4)}{address} {'reset ' * (behind // 6)}"
        lines = best_lines(body, "en", {"git": 1.0, "reset": 1.0})
        assert lines
        assert sum(len(Text(line.text).wrap(CONSOLE, NARROW)) for line in lines) <= ROWS


@given(texts, st.integers(20, 90))
def test_rows_are_counted_as_they_are_drawn_or_more(text, columns):
    plain = " ".join(visible_line(text).split())
    assert rows_of(plain, columns) >= len(Text(plain).wrap(CONSOLE, columns))
