import json
from pathlib import Path


def test_a_lesson_became_something_and_is_embedded(learnlog):
    path = json.loads(learnlog("add", "Undo a commit", "--json").out)["path"]
    learnlog("done", "@last", "https://wiki/runbook")
    record = json.loads(learnlog("done", "@last", "https://wiki/runbook", "a test", "--json").out)
    assert record["status"] == "embedded"
    assert "became: ['https://wiki/runbook', a test]\n" in Path(path).read_text()
    assert "nothing changed" in learnlog("done", "@last", "a test").err


def test_what_it_became_must_be_told(learnlog):
    learnlog("done", "@last", status=2)
