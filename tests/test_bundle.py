import struct
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import bundle, entry, frontmatter, guard
from learnlog.bundle import Names, Places, Rules
from learnlog.bundle.links import Rewriter, between, from_folder
from learnlog.bundle.pictures import cleaned

RULES = Rules("Ann Lee")
PATH = "2026/03/2026-03-05-a-title-abcd.md"
HUB_PATH = "lessons/ann-lee/abcdefghjk-a-title.md"
HEAD = "---\nid: abcdefghjk\ntitle: A title\ndate: 2026-03-05T10:00:00+01:00\n"


def lesson(text, rules=RULES, path=PATH, **places):
    parsed = entry.parse(text, path=path, fallback=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    where = Places(paths={parsed.id: HUB_PATH}, **places)
    return bundle.of([parsed], rules, where)[0]


def text_of(made, revision=1):
    return made.files(revision)[HUB_PATH].decode()


def values_of(made):
    return frontmatter.load(frontmatter.split(text_of(made)).block).values


def body_of(made):
    return frontmatter.split(text_of(made)).body


def test_a_lesson_carries_the_fields_of_the_contract_in_their_order():
    made = lesson(
        "---\nrevision: 9\nauthor: x\nid: abcdefghjk\ntitle: A title\ncreated: 2026-03-05T10:00:00+01:00\n"
        "updated: 2026-03-06\nkind: note\nkeywords: a, b\nlang: en\nurl: https://x\nstatus: draft\n"
        "licence: MIT\naliases: also\napplies: git 2\nbecame: [runbook]\ncontributors: [Bo]\n---\nbody\n"
    )
    assert text_of(made, 2) == (
        "---\nid: abcdefghjk\ntitle: A title\ndate: 2026-03-05T10:00:00+01:00\n"
        "updated: 2026-03-06T00:00:00+01:00\nkind: note\ntags: [a, b]\nlang: en\nsource: ['https://x']\n"
        "status: draft\nlicense: MIT\nauthor: Ann Lee\nrevision: 2\naliases: [also]\napplies: git 2\n"
        "became: [runbook]\ncontributors: [Bo]\n---\nbody\n"
    )


def test_fields_stay_at_home_and_are_named():
    made = lesson(f"{HEAD}context:\n  branch: secret\nwith: [Bo]\nmine: secret\nempty:\n---\nx")
    assert made.left_out.fields == ("context", "with", "mine")
    assert "secret" not in text_of(made)


def test_readers_learn_when_to_look_at_it_again():
    assert values_of(lesson(f"{HEAD}review: 2027-05-01\n---\nx"))["review"] == "2027-05-01"
    made = lesson(f"{HEAD}review: when Tom is back\n---\nx")
    assert made.left_out.fields == ("review",)


def test_fields_the_person_lets_go_leave_but_never_the_context():
    text = f"{HEAD}context:\n  branch: secret\nwith: [Bo]\nmine: {{a: [b]}}\n---\nx"
    values = values_of(lesson(text, Rules("Ann", fields=("context", "with", "mine", "id"))))
    assert values["mine"] == {"a": ["b"]}
    assert not {"context", "with"} & values.keys()


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.from_regex(r"[a-z ]{0,9}x", fullmatch=True)
    )
)
def test_no_field_leaves_that_is_not_named(fields):
    fields = {key: value for key, value in fields.items() if key not in {"id", "title", "date"}}
    made = lesson(HEAD + frontmatter.dump(fields) + "---\nbody")
    assert values_of(made).keys() <= set(bundle.FIELDS)
    assert values_of(made)["author"] == "Ann Lee"


def test_private_passages_are_cut_and_counted():
    made = lesson(f"{HEAD}---\none <!-- private -->secret<!-- /private --> two\n<!-- PRIVATE -->secret")
    assert "secret" not in text_of(made)
    assert made.left_out.passages == 2


def test_a_title_never_comes_from_a_private_passage():
    made = lesson(
        "---\nid: abcdefghjk\ndate: 2026-03-05\n---\n<!-- private -->secret<!-- /private -->\n# Open\n"
    )
    assert made.title == "Open"
    assert "secret" not in text_of(made)


@pytest.mark.parametrize("between", ["\\uFEFF", "\\e", "\\u0085"])
def test_nothing_hides_from_the_guard_in_an_escape(between):
    key = f"AKIAQ3EGR{between}Z7TK5LM2WXB"
    made = lesson(f'{HEAD.replace("A title", f"{chr(34)}Use {key}{chr(34)}")}aliases: ["{key}"]\n---\nx')
    assert [found.kind for found in guard.inspect({"a.md": text_of(made).encode()})] == ["AWS access key"] * 2
    assert made.title == "Use AKIAQ3EGRZ7TK5LM2WXB"


def test_bytes_that_are_no_text_leave_as_what_stands_for_them():
    made = lesson(f"{HEAD}---\ncaf\udce9")
    assert (made.body, body_of(made)) == ("caf\ufffd", "caf\ufffd")


def test_private_passages_in_fields_are_cut():
    made = lesson(f"{HEAD}source: ['a<!-- private -->secret<!-- /private -->']\n---\nx")
    assert values_of(made)["source"] == ["a"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ndate: 2026-03-05\n---\nx", "carries no id"),
        ("---\nid: abcdefghjk\n---\nx", "carries no date"),
        ("---\nid: [\n---\nx", "cannot be read"),
        (f"{HEAD}---\nx", ""),
    ],
)
def test_what_is_not_ready_to_leave(text, why):
    parsed = entry.parse(text, path="n.md", fallback=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    made = bundle.of([parsed], RULES, Places({parsed.id: HUB_PATH}))[0]
    assert why in made.unfit
    assert bool(made.unfit) == bool(why)


PUBLISHED = {
    "published": {"bbbbbbbbbb": "lessons/bo/bbbbbbbbbb-b (1).md"},
    "by_path": {"2026/02/b.md": "bbbbbbbbbb", "2026/02/p.md": "pppppppppp"},
    "by_name": {"other title": "bbbbbbbbbb", "private title": "pppppppppp"},
}
LINK = "../bo/bbbbbbbbbb-b%20%281%29.md"


@pytest.mark.parametrize(
    ("before", "after", "dropped"),
    [
        ("[[bbbbbbbbbb]]", f"[bbbbbbbbbb]({LINK})", []),
        ("[[Other Title|words]]", f"[words]({LINK})", []),
        ("[[pppppppppp]] [[Private title|words]]", "pppppppppp words", ["pppppppppp", "Private title"]),
        ("[b](../02/b.md#part)", f"[b]({LINK}#part)", []),
        ('[b](<../02/b> "title")', f'[b]({LINK} "title")', []),
        ("[p **q**](../02/p.md)", "p **q**", ["../02/p.md"]),
        ("[x](/home/ann/x) [y](../../../y)", "x y", ["/home/ann/x", "../../../y"]),
        ("[x](file:///a) [y](obsidian://b)", "x y", ["file:///a", "obsidian://b"]),
        ("[x](C:\\notes\\x.md)", "x", ["C:\\notes\\x.md"]),
        ("[x](https://a/b_(c)) <https://y> [z](#part) [m](mailto:a@b)", None, []),
        ("[![i](../02/p.md)](https://a)", "[i](https://a)", ["../02/p.md"]),
        ("`[[pppppppppp]]` ``[p](../02/p.md)``", None, []),
        ("```sh\n[[ -f x ]] [p](../02/p.md)\n```", None, []),
        ("~~~\n[[pppppppppp]]\n", None, []),
        ("[p][1]\n\n[1]: ../02/p.md 'title'\nrest", "[p][1]\n\nrest", ["../02/p.md"]),
        ("[b][1]\n\n[1]: ../02/b.md 'title'\n", f"[b][1]\n\n[1]: {LINK} 'title'\n", []),
        ('<a href="../02/p.md">p</a>', '<a href="">p</a>', ["../02/p.md"]),
        ("a [b] (c) [d]() e[0](x", None, []),
        ("```\r\nx\r\n```\r\n[p](../02/p.md)\r\n", "```\r\nx\r\n```\r\np\r\n", ["../02/p.md"]),
        ("``` a`b ``\n[p](../02/p.md)\n", "``` a`b ``\np\n", ["../02/p.md"]),
        ("[a [b [c] d] e](../02/p.md)", "a [b [c] d] e", ["../02/p.md"]),
        (f"[{'x' * 2000}](../02/p.md)", "x" * 2000, ["../02/p.md"]),
        (r'[p](../02/p.md "a \" b")', "p", ["../02/p.md"]),
        ("[p](\n../02/p.md)", "p", ["../02/p.md"]),
        ("> - [p]: ../02/p.md\n", "> - \n", ["../02/p.md"]),
        ("[p]:\n  ../02/p.md\nrest", "rest", ["../02/p.md"]),
        ("[^1]: A footnote\n[note]: some words\n", None, []),
        ("<a href=../02/p.md>p</a>", '<a href="">p</a>', ["../02/p.md"]),
        ('<img srcset="../02/p.md 1x, https://a 2x">', '<img srcset="https://a 2x">', ["../02/p.md"]),
        ("a <file:///home/ann/x> b <https://y>", "a  b <https://y>", ["file:///home/ann/x"]),
        ("a `b\n\n[p](../02/p.md) ` c", "a `b\n\np ` c", ["../02/p.md"]),
        (r"\[a](b) src=x", r"\[a](b) src=x", []),
    ],
)
def test_links(before, after, dropped):
    made = lesson(f"{HEAD}---\n{before}", **PUBLISHED)
    assert body_of(made) == (before if after is None else after)
    assert list(made.left_out.links) == dropped


def test_fields_that_link_name_only_what_others_can_find():
    made = lesson(f"{HEAD}related: ['[[Other title]]', pppppppppp]\nanswers: pppppppppp\n---\nx", **PUBLISHED)
    assert values_of(made)["related"] == ["bbbbbbbbbb"]
    assert "answers" not in values_of(made)
    assert made.left_out.fields == ("answers",)


@given(st.text())
def test_text_without_links_and_code_is_never_changed(text):
    plain = text.replace("[", "").replace("<", "").replace("=", "")
    links = Rewriter(lambda _: None, lambda _: None)
    assert links.rewrite(plain) == plain
    assert links.dropped == []


@pytest.mark.parametrize(
    "unit", [r"\[", "[", "](", "`` ` x", "` `` ", "<a ", '<a "', "](<", '[a](b "', "[[a|", "[a]: b c\n", "> "]
)
def test_what_nearly_is_a_link_many_times_is_read_to_its_end(unit):
    links = Rewriter(lambda _: None, lambda _: None)
    assert links.rewrite(f"{unit * 50_000}\n\n[p](x)\n").endswith("\n\np\n")


HIDDEN = Names(["2026/02/2026-02-01-a-plan-pppp.md", "notes/git.md", "My plan.md"], ["/home/ann"])


@pytest.mark.parametrize(
    "body",
    [
        "`2026-02-01-a-plan-pppp`",
        "```\n[[notes/git]]\n```",
        "see git.md.",
        "[x](</%67it.md",
        "`[x](../notes/git)`",
        "`[x](My%20plan.md)` ",
        "My\nplan\\.md",
        "2026\u200b-02-01-a-plan-pppp",
        "`cat /home/ann/x`",
    ],
)
def test_what_still_names_a_hidden_file_is_unfit(body):
    assert lesson(f"{HEAD}---\n{body}", hidden=HIDDEN).unfit.startswith("it still names ")


@pytest.mark.parametrize(
    "body",
    [
        "git",
        "my plan",
        "digit.md",
        "abcd-git.md",
        "2026-02-01",
        "/home/anna",
        "git.mdx",
        "[x](https://a/git)",
        "https://a/git.md",
        "[x](git://a)",
    ],
)
def test_words_are_no_names(body):
    assert lesson(f"{HEAD}---\n{body}", hidden=HIDDEN).unfit == ""


def test_an_attached_text_that_names_a_hidden_file_is_unfit():
    made = lesson(f"{HEAD}---\n[l](abcdefghjk/x.txt)", hidden=HIDDEN, read=lambda _: b"see notes/git.md")
    assert made.unfit == "it still names notes/git.md"


def test_a_linked_attachment_comes_along():
    made = lesson(
        f"{HEAD}---\n![p](abcdefghjk/my%20log.txt)", read={"2026/03/abcdefghjk/my log.txt": b"log"}.get
    )
    assert made.attachments == {"lessons/ann-lee/abcdefghjk/my log.txt": b"log"}
    assert body_of(made) == "![p](abcdefghjk/my%20log.txt)"


@pytest.mark.parametrize(
    "data", [None, b"%PDF\0", b"\xff\xfe", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xff\xe0"]
)
def test_an_attachment_that_cannot_be_cleaned_stays(data):
    made = lesson(f"{HEAD}---\n[p](abcdefghjk/x.bin)", read=lambda _: data)
    assert made.attachments == {}
    assert body_of(made) == "p"
    assert made.left_out.attachments == ("abcdefghjk/x.bin",)


def test_another_file_of_the_journal_is_no_attachment():
    made = lesson(f"{HEAD}---\n[p](../x.txt)", read=lambda _: b"secret")
    assert made.attachments == {}
    assert body_of(made) == "p"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def segment(kind, data):
    return struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data


def test_a_png_loses_what_is_not_the_picture():
    start, picture = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)),
        chunk(b"IDAT", b"x") + chunk(b"IEND", b""),
    )
    hidden = chunk(b"tEXt", b"Author\0Ann") + chunk(b"eXIf", b"gps") + chunk(b"tIME", bytes(7))
    assert cleaned(start + hidden + picture + b"behind") == start + picture


def test_a_jpeg_loses_what_is_not_the_picture():
    start = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1")
    tables = segment(0xEE, b"Adobe") + segment(0xDB, bytes(65))
    scan = segment(0xDA, bytes(10)) + b"ab\xff\0c\xff\xd1d"
    again = segment(0xC4, b"table") + segment(0xDA, bytes(10)) + b"ef\xff\xd9"
    hidden = (
        segment(0xE1, b"Exif\0\0gps")
        + segment(0xE2, b"ICC")
        + segment(0xED, b"iptc")
        + segment(0xFE, b"by Ann")
    )
    with_small_picture = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\1\1abc")
    clean = start[:3] + b"\xe0\0\x10" + start[6:] + b"\0\0" + tables + scan + again
    assert cleaned(with_small_picture + hidden + tables + scan + hidden + again + b"behind") == clean


@given(st.binary(), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xda", b""]))
def test_no_bytes_break_the_cleaning(data, start):
    cleaned(start + data)


@given(st.text())
def test_text_goes_along_as_it_is(text):
    data = text.replace("<", "").encode("utf-8", "ignore")
    assert cleaned(data) == (None if b"\0" in data else data)


def test_private_passages_of_an_attached_text_are_cut_and_counted():
    log = b"a\n<!-- private: why -->\nsecret\n<!-- /private -->\nb\n"
    made = lesson(f"{HEAD}---\n[l](abcdefghjk/x.txt)", read=lambda _: log)
    assert list(made.attachments.values()) == [b"a\nb\n"]
    assert made.left_out.passages == 1


@pytest.mark.parametrize(
    ("target", "path"),
    [("../02/b.md", "2026/02/b.md"), ("b.md", "2026/03/b.md"), ("../../../x", None), ("/x", None)],
)
def test_where_a_target_leads(target, path):
    assert from_folder("2026/03", target) == path


def test_the_way_between_two_files():
    assert between("lessons/ann", "lessons/bo/a b.md") == "../bo/a%20b.md"
