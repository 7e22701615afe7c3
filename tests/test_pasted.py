"""What people paste: bytes of any kind become the words that tell what went wrong."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench import pasted as bench
from learnlog import nodes, query
from learnlog.pasted import MAX_WORDS, decoded, symptoms
from learnlog.pasted.reading import MAX_LINE, distinct, said
from learnlog.pasted.weighing import MAX_CLOSELY, both_ends
from learnlog.pasted.words import words_of

LOGS = bench.pastes(Path(__file__).parent / "relevance/pasted.yaml")
MANY = 1_000_000


def words(text):
    return list(symptoms(text))


@pytest.mark.parametrize("log", LOGS, ids=[log.name for log in LOGS])
def test_of_a_real_log_nearly_all_that_tells_is_picked_and_little_else(log):
    """What is missed at present is counted by the bench; here one word of each kind is let pass."""
    picked = words(decoded(log.data))
    assert len(bench.missing(log, picked[: bench.SHOWN])) <= (2 if log.name == "ticket-no-error" else 1)
    assert len(bench.unwanted(log, picked)) <= (2 if log.name == "junit-timezone" else 1)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("connect ECONNREFUSED 127.0.0.1:5432", "ECONNREFUSED"),
        ("error[E0382]: borrow of moved value", "E0382"),
        ("ERROR: relation is gone (SQLSTATE 42P01)", "SQLSTATE 42P01"),
        ("SQLSTATE[HY000]: General error", "SQLSTATE HY000"),
        ("java.lang.NullPointerException: it is null", "NullPointerException"),
        ("failed with exit code: 137", "exit code 137"),
        ("upstream answered HTTP/1.1 502 Bad Gateway", "HTTP 502"),
        ("a.ts(1,2): error TS2345: no", "TS2345"),
        ("ORA-00942: table or view does not exist", "ORA-00942"),
        ("x.cs(1,2): error CS8602: null", "CS8602"),
        ("ERROR 1175 (HY000): safe", "ERROR 1175"),
        ("Error: 0x80070005 access", "0x80070005"),
        ("PG::UndefinedTable: ERROR", "UndefinedTable"),
    ],
)
def test_codes_and_names_of_errors_stay_whole(line, code):
    assert code in words(line)


@pytest.mark.parametrize(
    "noise",
    [
        "/usr/lib/python3/foo.py", "C:\\Users\\pat\\bar.cs", "~/src/thing/x", "https://host.example/a?b=c",
        "10.20.30.40:5432", "2026-01-02T03:04:05.678Z", "0x7f3c2a1b9d50", "deadbeefdeadbeef",
        "ann@example.org",
        "5b1f7c1e-86f2-6f3c-0f3a-1d5f7c9b2a11", "8G1Q2VJ4N5K6L7M8", "12.5ms", "main.c:41:9:", "db-1.internal",
        "Mon, 6 Jan 2025", "trace_id=9f86d081884c7d65", "1.2.3", "99%",
    ],
)  # fmt: skip
def test_paths_addresses_times_hashes_and_ids_are_no_words(noise):
    assert list(words_of(f"broken {noise} pump")) == ["broken", "pump"]


def test_a_missing_file_is_named_without_its_path():
    assert "asdf.sh" in words("zsh: no such file or directory: /opt/homebrew/opt/asdf.sh")


@pytest.mark.parametrize(
    "frame",
    [
        "    at Object.gadget (/srv/gadget.js:1:2)",
        "    at gadget (<anonymous>)",
        "\tat com.acme.gadget.Run.main(Run.java:12)",
        "   at Gadget.Run(String[] args) in C:\\gadget.cs:line 3",
        '  File "/srv/gadget.py", line 3, in gadget\n    gadget(1)',
        "\tfrom /srv/gadget.rb:3:in `gadget'",
        "/srv/gadget.rb:3:in 'Gadget#run'",
        "main.gadget(0x1, 0x2)\n\t/srv/gadget.go:3 +0x1d",
        "  12: gadget::core::run",
        "   24 |     let gadget = 1;",
        "      |         ^^^^^^",
    ],
)
def test_stack_frames_and_excerpts_of_a_source_tell_nothing(frame):
    assert words(f"pump failed\n{frame}\n") == ["pump"]


def test_the_first_and_the_last_error_are_worth_most():
    log = "".join(f"error: {name} broke\n" for name in ["alpha", *["beta", "gamma", "delta"] * 9, "omega"])
    worth = symptoms(log)
    assert min(worth["alpha"], worth["omega"]) > worth["gamma"]


def test_a_line_said_a_thousand_times_counts_once():
    assert symptoms("12:01 error: pump broke 7\n" * 1000) == symptoms("12:01 error: pump broke 7\n")


def test_lines_that_differ_in_a_code_or_a_status_count_each():
    assert {"TS2345", "TS2322"} <= set(words("a.ts(1,2): error TS2345: no\na.ts(3,4): error TS2322: no\n"))
    served = '"GET /pump HTTP/1.1" 200 7\n"GET /pump HTTP/1.1" 502 9\n'
    assert "HTTP 502" in words(served)


def test_what_only_follows_from_an_error_is_worth_little():
    worth = symptoms("x.c: error: pump undeclared\nmake: *** [Makefile:3: valve] Error 1\n")
    assert worth["pump"] > 5 * worth["make"]


def test_calm_lines_say_less_than_alarmed_ones():
    worth = symptoms("INFO retry after failure of valve\nERROR failure of pump\n")
    assert worth["pump"] > 5 * worth["valve"]


def test_escapes_carriage_returns_and_progress_bars_are_gone():
    log = "\x1b[31mpump\x1b[0m failed\r 10% |### | valve\r\n\x1b]0;title\x07 12%| \u2588\u2588 valve\n"
    assert words(log) == ["pump"]


def test_of_records_in_json_the_message_the_error_and_nothing_else_is_read():
    record = '{"level":"error","msg":"pump broke","err":"no valve","pod":"web-1","caller":"x.go:1"}'
    assert set(words(f"{record}\n")) == {"pump", "broke", "valve"}
    assert set(words(f'2026-01-01 {{"log": "{record.replace(chr(34), chr(92) + chr(34))}"}}')) == {
        "pump", "broke", "valve",
    }  # fmt: skip


def test_when_nothing_speaks_of_an_error_all_of_it_counts():
    assert set(words("the quarterly rollout\nof the pump is slow\n")) == {
        "quarterly",
        "rollout",
        "pump",
        "slow",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_bytes_of_any_encoding_are_read(encoding):
    assert decoded("Fehler: Öffnen nicht möglich\r\n".encode(encoding)) == "Fehler: Öffnen nicht möglich\r\n"


@pytest.mark.parametrize(
    ("log", "word"),
    [
        ("fatal: Kein Git-Repository", "Git-Repository"),
        ("erreur : module introuvable", "module"),
        ("error: no se pudo abrir el archivo", "archivo"),
        ("エラー: アドレスは既に使用中です", "アドレス"),
        ("错误：找不到文件", "找不到文件"),
        ("오류: 파일을 찾을 수 없습니다", "파일을"),
    ],
)
def test_errors_of_other_languages_are_read(log, word):
    assert word in words(log)


@given(st.text(st.characters(exclude_categories=())) | st.binary().map(decoded))
@example("[" * 5_000 + "{" + '"a":' * 5_000 + "}")
@example('{"msg":' * 2_000 + "1" + "}" * 2_000)
def test_any_text_gives_plain_words(text):
    picked = symptoms(text)
    assert all(worth > 0 for worth in picked.values())
    asked = query.parse(" ".join(list(picked)[:16]), now=datetime(2026, 11, 23, tzinfo=UTC))
    assert asked.notes == ()
    assert all(isinstance(node, nodes.Word) and node.field is None for node in asked.root.nodes)


SHAPES = [*"a( 1\n\r[]{}\"'=.:/\\-_|\x1b日", "a.", "a/", "at a (", "error: a ", '{"msg":', "Error", "=a"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("varied", [False, True])
def test_however_much_is_pasted_little_of_it_is_looked_at_closely(shape, varied):
    """The bound on the cost: how long each line is, and how many of them the slower patterns see."""
    text = (shape * MANY)[:MANY]
    if varied:
        mixed = random.Random(1)
        cuts = [text[at : at + 900] + "".join(mixed.choices("abcdefgh", k=8)) for at in range(0, MANY, 900)]
        text = "\n".join(f"error {cut}" for cut in cuts)
    found = list(said(both_ends(distinct(text))))
    assert all(len(line) <= MAX_LINE for line in found)
    assert sum(map(len, found)) <= 2 * MAX_CLOSELY
    assert len(symptoms(text)) <= MAX_WORDS
