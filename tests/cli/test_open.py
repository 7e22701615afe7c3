import json

from support import editor


def opened(learnlog, home, *words):
    """What path the editor is given."""
    learnlog("open", *words, EDITOR=editor(home, 'echo "$1" > opened'))
    return (home / "opened").read_text().strip()


def test_an_entrys_file_is_opened(learnlog, home):
    path = json.loads(learnlog("add", "Undo a commit", "--json").out)["path"]
    assert opened(learnlog, home, "@last") == path


def test_without_a_ref_the_journal_is_opened(learnlog, home):
    learnlog("init")
    assert opened(learnlog, home) == str(learnlog.journal)


def test_without_a_journal_there_is_nothing_to_open(learnlog):
    assert "learnlog init" in learnlog("open", status=1).err
    assert not learnlog.journal.exists()
