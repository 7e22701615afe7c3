from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import frontmatter, templates

BODY = "\n## Symptom\n<!-- as I met it -->\n\n## Why\n\n## Next time\n<!-- if …, then … -->\n"


def values(template: str, **variables: str) -> dict[str, frontmatter.Value]:
    """What the front matter of the filled template says."""
    return frontmatter.load(frontmatter.split(templates.filled(template, variables)).block).values


@pytest.mark.parametrize("name", templates.NAMES)
def test_each_built_in_template_vanishes_when_nothing_is_written(name):
    body = frontmatter.split(templates.filled(templates.built_in(name) or "", {})).body
    assert templates.headings(body)
    assert templates.without_prompts(body, body) == ""


def test_the_built_in_templates_are_those_of_the_formats():
    assert templates.NAMES == ("til", "lesson", "question", "aar", "decision", "story")
    assert templates.built_in("reflect") is None


def test_a_section_left_empty_goes_and_one_with_text_stays():
    written = BODY.replace("## Why\n", "## Why\nbecause\n")
    assert templates.without_prompts(written, BODY) == "\n## Why\nbecause\n"


def test_a_section_holding_only_a_heading_of_the_persons_own_stays():
    written = BODY.replace("## Why\n", "## Why\n### mine\n")
    assert templates.without_prompts(written, BODY).strip() == "## Why\n### mine"


def test_the_persons_own_headings_and_comments_stay_empty_or_not():
    written = BODY + "## Mine\n<!-- later -->\n"
    assert templates.without_prompts(written, BODY).strip() == "## Mine\n<!-- later -->"


def test_the_marks_of_a_private_passage_are_never_taken_for_a_prompt():
    body = "## Notes\n<!-- Private -->\n<!-- /private -->\n"
    written = body.replace("-->\n<!-- /", "-->\nsecret\n<!-- /")
    assert templates.without_prompts(written, body) == written


def test_prompts_go_whatever_line_ends_the_editor_writes():
    assert templates.without_prompts(BODY.replace("\n", "\r\n"), BODY) == ""


@given(st.text(st.characters(exclude_characters="#<"), min_size=1))
def test_no_word_that_was_written_is_lost(words):
    kept = templates.without_prompts(BODY.replace("## Why\n", f"## Why\n{words}\n"), BODY)
    assert words.strip() in kept


@pytest.mark.parametrize(
    "title", ["plain", "a: b", "'quoted'", "# no comment", "[x", "üñí 🎉", "{{date}}", "no"]
)
def test_a_title_in_front_matter_is_quoted_as_yaml_needs(title):
    assert values("---\ntitle: {{title}}\n---\n", title=title) == {"title": title}


def test_a_variable_without_a_value_becomes_nothing():
    assert values("---\ntitle: {{title}}\nkind: note\n---\n") == {"title": None, "kind": "note"}
    assert templates.filled("{{ nothing }} at {{time}}", {"time": "14:30"}) == " at 14:30"


def test_variables_are_filled_in_within_longer_values_lists_and_quotes():
    template = (
        '---\ntitle: Stand-up {{date}} # daily\ntags: [{{project}}, daily, {{none}}]\nx: "{{date}}"\n---\n'
    )
    found = values(template, date="2026-11-23", project="a, b")
    assert found == {"title": "Stand-up 2026-11-23", "tags": ["a, b", "daily", ""], "x": "2026-11-23"}


def test_only_lines_with_a_variable_are_touched():
    text = '---\r\nkind:   "note"   # mine\r\ntitle: {{title}}\r\n---\r\nbody\r\n'
    assert templates.filled(text, {"title": "T"}) == text.replace("{{title}}", "T")


def test_the_reference_shows_every_template_and_variable_as_it_is():
    page = (Path(__file__).parents[1] / "docs/reference/templates.md").read_text()
    for name in templates.NAMES:
        assert f"## `{name}`\n\n```markdown\n{templates.built_in(name)}```\n" in page
    for name, told in templates.VARIABLES.items():
        assert f"| `{{{{{name}}}}}` | {told} |\n" in page
