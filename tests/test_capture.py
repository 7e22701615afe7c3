from datetime import UTC, datetime
from random import Random

import pytest

from learnlog import capture
from learnlog.capture import Draft, from_text, from_words
from learnlog.errors import BrokenEntry, Unusable, WouldOverwrite
from learnlog.journal import Journal
from support import NOW, git

HASHTAGS = {
    "Use tea #drinks": ["drinks"],
    "#first and (#second) and #third": ["first", "second", "third"],
    "#two-words #a/b #under_score": ["two-words", "a/b", "under_score"],
    "日本語 #日本語 #été": ["日本語", "été"],
    "#twice #twice": ["twice"],
    "#3d is one": ["3d"],
    "issue #123 and C# and F#": [],
    "see https://host/page#part and a#b": [],
    "in `code #no` and ```\n#no\n``` and ~~~\n#no\n~~~": [],
    "unclosed ``` #no": [],
    "## heading, # heading, #": [],
    "#-dash #!bang": [],
}


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal", NOW, lambda _: None)


def add(journal, draft, **extra):
    return capture.add(journal, draft, now=NOW, random=Random(7), **extra)


def text_of(journal, entry):
    return journal.store.absolute(entry.path).read_text()


@pytest.mark.parametrize("words", HASHTAGS)
def test_words_with_a_hash_become_tags(words):
    assert from_words(words).values["tags"] == HASHTAGS[words]


def test_hashtags_behind_a_title_are_no_part_of_it():
    assert from_words("Use tea #drinks #hot").values["title"] == "Use tea"
    assert from_words("Use #tea. And more #hot").values["title"] == "Use #tea"
    assert from_words("#all #tags").values["title"]


def test_a_text_has_no_hashtags_but_its_front_matter():
    draft = from_text("---\ntags: [a]\nmine: kept\n---\nTitle #b\nBody")
    assert draft.values == {"tags": ["a"], "mine": "kept", "title": "Title #b"}
    assert draft.body == "Body"


def test_a_title_in_the_front_matter_leaves_the_body_whole():
    assert from_text("---\ntitle: T\n---\nTitle\nBody").body == "Title\nBody"


def test_front_matter_that_cannot_be_read_is_an_error():
    with pytest.raises(BrokenEntry):
        from_text("---\ntitle: [\n---\nBody")


def test_another_title_puts_the_first_line_back():
    draft = from_words("First line\nSecond").with_values({"title": "Other"})
    assert (draft.values["title"], draft.body) == ("Other", "First line\nSecond")


def test_values_are_joined_with_what_is_there():
    draft = Draft({"tags": ["a", "b"], "kind": "note"}, "x")
    draft = draft.with_values({"tags": ["b", "c"], "kind": None, "source": [], "project": "p"})
    assert draft.values == {"tags": ["a", "b", "c"], "kind": "note", "project": "p"}


@pytest.mark.parametrize(("body", "values", "empty"), [("", {}, True), (" \n", {}, True), ("x", {}, False)])
def test_empty_is_what_has_neither_title_nor_text(body, values, empty):
    assert Draft(values, body).is_empty is empty
    assert not Draft({"title": "t"}, body).is_empty


def test_an_entry_is_written_as_the_format_says(journal):
    context = {"repo": "billing", "branch": "main"}
    draft = Draft({"title": "T", "tags": ["a"], "mine": "kept", "context": context}, "Body")
    entry = add(journal, draft)
    assert text_of(journal, entry) == (
        f"---\nid: {entry.id}\ntitle: T\ndate: 2026-11-23T14:30:15+01:00\nkind: lesson\ntags: [a]\n"
        "mine: kept\ncontext:\n  repo: billing\n  branch: main\n---\nBody"
    )
    assert entry.path == f"2026/11/2026-11-23-t-{entry.id[:4]}.md"
    assert git(journal.root, "log", "-1", "--format=%s") == f"add {entry.id[:4]}: T"


@pytest.mark.parametrize(("kind", "status"), [("question", "open"), ("decision", "proposed"), ("note", None)])
def test_a_kind_has_its_first_status(kind, status, journal):
    assert add(journal, Draft({"title": "T", "kind": kind})).status == status


@pytest.mark.parametrize(
    "date", ["2026-03-29T02:30:00+01:00", "2026-10-25T02:30:00+02:00", "1969-07-20T20:17:40-05:30"]
)
def test_a_date_keeps_its_offset(date, journal, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    entry = add(journal, Draft({"title": "T", "date": datetime.fromisoformat(date)}))
    assert f"date: {date}\n" in text_of(journal, entry)
    assert f"/{date[:10]}-" in entry.path


def test_a_date_that_cannot_be_read_is_refused(journal):
    with pytest.raises(BrokenEntry, match="date"):
        add(journal, from_text("---\ndate: sometime\n---\nText"))
    assert list(journal.store.scan()) == []


def test_its_own_id_is_never_taken_over(journal):
    entry = add(journal, from_text("---\nid: k3f9q2x7ab\n---\nText"))
    assert entry.id != "k3f9q2x7ab"


def test_an_answer_closes_its_question_in_the_same_commit(journal):
    question = add(journal, Draft({"title": "Why?", "kind": "question"}))
    capture.add(journal, Draft({"title": "So"}), now=NOW, random=Random(8), answers=question.path)
    assert journal.store.open(question.path).entry.status == "answered"
    assert len(git(journal.root, "show", "--name-only", "--format=").splitlines()) == 2


NAMES = {
    "notes.txt": "[notes.txt](<ID/notes.txt>)",
    "with space (1).pdf": "[with space (1).pdf](<ID/with space (1).pdf>)",
    "a[b]<c>\\d.txt": "[a\\[b\\]\\<c\\>\\\\d.txt](<ID/a\\[b\\]\\<c\\>\\\\d.txt>)",
    "new\nline.txt": "[new-line.txt](<ID/new-line.txt>)",
    "Bild.PNG": "![Bild.PNG](<ID/Bild.PNG>)",
    "図.svg": "![図.svg](<ID/図.svg>)",
}


@pytest.mark.parametrize("name", NAMES)
def test_an_attachment_is_copied_and_linked(name, journal, tmp_path):
    (tmp_path / name).write_bytes(b"\0data")
    entry = add(journal, Draft({"title": "T"}, "Body"), attachments=[tmp_path / name])
    assert entry.body == "Body\n\n" + NAMES[name].replace("ID", entry.id) + "\n"
    kept = journal.store.absolute(entry.path).parent / entry.id / name.replace("\n", "-")
    assert kept.read_bytes() == b"\0data"
    assert git(journal.root, "status", "--porcelain") == ""


def test_attachments_of_the_same_name_are_refused(journal, tmp_path):
    (tmp_path / "a").mkdir()
    for path in (tmp_path / "x.txt", tmp_path / "a/X.txt"):
        path.write_text("x")
    with pytest.raises(WouldOverwrite, match="two attachments"):
        add(journal, Draft({"title": "T"}), attachments=[tmp_path / "x.txt", tmp_path / "a/X.txt"])


def test_what_cannot_be_attached_leaves_no_entry(journal, tmp_path):
    (tmp_path / "good.txt").write_text("x")
    with (tmp_path / "huge.bin").open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    for name, why in (("missing", "not there"), (".", "no file"), ("huge.bin", "larger than 100 MiB")):
        with pytest.raises(Unusable, match=why):
            add(journal, Draft({"title": "T"}), attachments=[tmp_path / "good.txt", tmp_path / name])
    assert list(journal.store.scan()) == []
    assert git(journal.root, "status", "--porcelain") == ""


def test_the_time_is_the_one_handed_in(journal):
    entry = capture.add(
        journal, Draft({"title": "T"}), now=datetime(2020, 2, 29, 23, 59, tzinfo=UTC), random=Random(1)
    )
    assert "date: 2020-02-29T23:59:00+00:00\n" in text_of(journal, entry)
