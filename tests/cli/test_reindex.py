"""`learnlog reindex`: for whoever does not trust the index."""


def test_every_file_is_read_anew(learnlog, home):
    learnlog("add", "Undo a commit")
    learnlog("search", "undo")
    (folder,) = (home / ".cache/learnlog").glob("*/index")
    (folder / "old").write_text("")
    assert learnlog("reindex").out == "indexed 1 entries\n"
    assert not (folder / "old").exists()
    assert "Undo" in learnlog("search", "undo").out


def test_on_an_empty_journal(learnlog):
    assert learnlog("reindex").out == "indexed 0 entries\n"


def test_it_repairs_a_cache_that_was_open_to_others(learnlog, home):
    learnlog("add", "Undo a commit")
    learnlog("search", "undo")
    (folder,) = (home / ".cache/learnlog").glob("*/index")
    folder.chmod(0o777)
    learnlog("reindex")
    assert learnlog("search", "undo").err == ""
