import json


def test_nothing_to_tell(learnlog, published):
    assert learnlog("status").out == (
        f"journal {learnlog.journal}\n  everything is committed\n\nteam  1 lesson of yours published\n"
    )


def test_a_published_entry_that_has_changed(learnlog, published):
    learnlog("tag", "@last", "+git")
    result = learnlog("status")
    assert f"changed since: {published['id']}  Undo a commit" in result.out
    assert "learnlog publish --to team" in result.err


def test_what_is_all_held_is_not_to_be_published(learnlog, published):
    learnlog("tag", "@last", "+git")
    learnlog("hub", "set", "team", "kinds=decision")
    result = learnlog("status")
    assert f"changed since: {published['id']}  Undo a commit · held: " in result.out
    assert "learnlog publish" not in result.err


def test_a_change_of_what_never_leaves_is_none(learnlog, published):
    learnlog("set", "@last", "project=secret")
    assert "changed since" not in learnlog("status").out


def test_an_entry_that_is_gone(learnlog, published):
    learnlog("rm", "@last", "--yes")
    assert f"no longer in the journal: {published['id']}  Undo a commit" in learnlog("status").out
    assert f"learnlog retract {published['id']} --from team" in learnlog("status").err


def test_what_is_to_be_answered_is_named_where_it_is_one(learnlog, published, bo):
    bo("hub", "pull")
    bo("reply", published["id"], "And on 3.12?", "--yes")
    learnlog("hub", "pull")
    assert f"to answer: learnlog reply {published['id']}\n" in learnlog("status").err


def test_what_is_not_committed(learnlog, published):
    (learnlog.journal / "by-hand.md").write_text("x")
    assert "not committed: by-hand.md" in learnlog("status").out


def test_a_hub_that_was_never_pulled(learnlog, published):
    clone = learnlog.home / ".local/share/learnlog/hubs/team/.git/HEAD"
    clone.unlink()
    assert "team  not pulled yet: learnlog hub pull team" in learnlog("status").out


def test_without_journal_and_hubs(learnlog):
    assert learnlog("status").status == 0
    assert not learnlog.journal.exists()


def test_the_record_names_what_scripts_need(learnlog, published):
    learnlog("tag", "@last", "+git")
    record = json.loads(learnlog("status", "--json").out)
    assert list(record) == ["journal", "uncommitted", "hubs", "elsewhere"]
    hub = record["hubs"][0]
    assert list(hub) == [
        *("name", "url", "pulled", "published", "changed", "gone"),
        *("news", "promising", "answered", "waiting", "held", "postponed", "broken"),
    ]
    assert [lesson["revision"] for lesson in hub["published"]] == [1]
    assert [item["id"] for item in hub["changed"]] == [published["id"]]


def test_a_journal_that_is_not_there_is_told(learnlog):
    assert learnlog("status").out == f"journal {learnlog.journal}\n  it does not exist yet\n"
