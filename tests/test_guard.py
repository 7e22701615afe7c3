"""What must not leave. No secret stands in this file: each is put together from random characters."""

import importlib.util
import os
import random
import string
import sys
import unicodedata
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import unseen
from learnlog.guard import NAME_LINE, inspect, without_unseen
from learnlog.passages import cut_private

BESIDE = Path(__file__).resolve().parents[2] / "shared"
# Read while collecting: tests run without the variables that start so.
SHARED = Path(os.environ.get("LEARNLOG_SHARED", BESIDE))
LETTERS = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
MIXED = "aB3xK9"  # enough changes of case and digit to be nobody's word
OPEN, CLOSE = "<!-- private -->", "<!-- /private -->"
HUGE = 5_000_000  # characters


def shared_cases():
    folder = SHARED / "security"
    if not folder.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"no shared cases in {folder}"))]
    spec = importlib.util.spec_from_file_location("secret_cases", folder / "secret_cases.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file to the garbage collector
        cases = module.load(str(folder / "secret-cases.yaml"))
    return [pytest.param(case, id=case["kind"]) for case in cases]


def chars(count, alphabet=LETTERS):
    return "".join(random.Random(count).choices(alphabet, k=count))


def found(text):
    return [finding for finding in inspect({"a.md": text.encode()}) if finding.stops]


def kinds(text):
    return [finding.kind for finding in found(text)]


@pytest.mark.parametrize("case", shared_cases())
def test_a_shared_case_is_judged_as_it_says(case):
    assert bool(found(case["text"])) == case["must_flag"], case["text"]


def test_lessons_of_the_corpus_may_leave():
    lessons = sorted((SHARED / "corpus").rglob("*.md"))
    if not lessons:
        pytest.skip(f"no corpus in {SHARED}")
    findings = inspect({str(lesson): lesson.read_bytes() for lesson in lessons})
    assert [finding for finding in findings if finding.stops] == []
    assert len({finding.where for finding in findings}) < 70  # of 2,170; nearly all are somebody's


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("AK" + "IA" + chars(16, "ABCDEFGH234567"), "AWS access key"),
        ("gh" + "s_" + chars(36), "GitHub token"),
        ("glrt" + "-" + chars(20), "GitLab token"),
        ("hf" + "_" + chars(34), "Hugging Face token"),
        ("hv" + "s." + chars(24), "Vault token"),
        ("dckr" + "_pat_" + chars(27), "Docker token"),
        ("sk" + "-" + chars(48), "AI provider key"),
        (f"ey{'J'}{chars(20)}.{chars(40)}.{chars(43)}", "JSON web token"),
        (f"{chars(9, string.digits)}:{'AA'}{chars(33)}", "Telegram token"),
    ],
)
def test_a_token_is_known_by_its_shape_alone(secret, kind):
    assert kinds(f"then ({secret}), and so on") == [kind]
    assert kinds(secret[: len(secret) // 3]) == []


@pytest.mark.parametrize(
    "text",
    [
        "mysql -u root --password={}",
        "mysql --user root --db-password {} shop",
        "PGPASSWORD={} psql",
        '{{"password": "{}"}}',
        '{{\\"password\\": \\"{}\\"}}',
        "<password>{}</password>",
        "machine x login bob password {}",
        "CREATE USER ann WITH PASSWORD '{}'",
        "Server=db;User Id=sa;Password={};Encrypt=true",
        "| password | {} |",
        "**Password:** `{}`",
        "dbPass: '{}'",
        "Das Passwort ist {}.",
        "la contraseña es {}",
        "パスワード: {}",
        "set the password to {}",
        "the password for the shop is now {}, until friday",
        "curl -u ann:{} https://a.internal",
        "redis://:{}@cache:6379",
    ],
)
def test_a_password_is_known_by_the_place_it_stands_in(text):
    assert kinds(text.format(f"{MIXED}!7")) == ["password"]
    assert kinds(text.format("<password>")) == []


@pytest.mark.parametrize(
    "text",
    ["X-Api-Key: {}", "client_secret={}", "the token is {}", "Authorization: Bearer {}", "HMAC_KEY={}",
     "https://{}@git.internal/a.git", "SharedAccessKey={}"],
)  # fmt: skip
def test_what_a_machine_made_is_a_token_in_such_a_place(text):
    assert kinds(text.format(chars(40))) == ["token"]
    assert kinds(text.format("configured")) == []


@pytest.mark.parametrize(
    "text",
    [
        "password = os.environ['DB_PASSWORD_1']",
        "password: ENV['DB_PASS_1']",
        "password = user_params[:password1]",
        "password = config.db1.password",
        "password: {{ db_password_1 }}",
        "password: ${{ secrets.DB_PASSWORD_1 }}",
        "token=$(cat /run/secrets/token1)",
        "const token = await getUserAccessTokenFromRequest1()",
        "apiKey: process.env.API_KEY_1",
    ],
)
def test_references_and_code_are_no_secrets(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "value",
    [
        "your-api-key-123",
        "xxxxxxxxxxxx1",
        "********",
        "changeme123",
        "P@ssw0rd",
        "s3cr3t",
        "admin123",
        "hello",
    ],
)
def test_placeholders_are_no_secrets(value):
    assert kinds(f"password: {value}") == []
    assert kinds(f"API_KEY={value}") == []
    assert kinds(f"postgres://app:{value}@db.internal/app") == []


@pytest.mark.parametrize(
    "text",
    [
        "password_policy: min8chars",
        "token_type: bearer2x",
        "secretName: my-tls-cert-2024",
        "the password is base64-encoded",
        "the token is valid for 24h",
        "docker run -u 1000:1000 alpine",
        "postgres://app:banana@localhost/app",
        "sk-loading-spinner-container-wide",
        f"public_key = '{chars(44)}'",
        f"git config user.signingkey {chars(16, HEX)}",
        f"AK{'IA'}IOSFODNN7{'EXAMPLE'}",
        f"gh{'p_'}{'x' * 36}",
        "Authorization: Basic dXNlcm5hbWU6cGFzc3dvcmQK",  # username:password
    ],
)
def test_what_only_looks_like_a_secret_may_leave(text):
    assert kinds(text) == []


HEADER, FOOTER = (f"-----{word} {{}}PRIVATE {'KEY'}{{}}-----" for word in ("BEGIN", "END"))


@pytest.mark.parametrize(("before", "after"), [("", ""), ("RSA ", ""), ("PGP ", " BLOCK")])
def test_a_private_key_is_its_header_with_a_key_below(before, after):
    header, footer = HEADER.format(before, after), FOOTER.format(before, after)
    assert kinds(f"{header}\nProc-Type: 4,ENCRYPTED\n\n{chars(64)}\n{footer}") == ["private key"]
    assert kinds(f'"{header}\\n{chars(64)}\\n{footer}"') == ["private key"]
    assert kinds(f"It starts with {header} and ends with {footer}; {chars(64)}") == []


def test_after_an_option_a_plainer_word_is_a_password_than_in_a_sentence():
    word = "winter" + "26"
    assert kinds(f"mysql --password {word}") == ["password"]
    assert kinds(f"machine x login bob password {word}") == ["password"]
    assert kinds(f"No password {word} seen before") == []


def test_a_finding_says_where_and_shows_no_secret():
    secret = MIXED * 2 + "!7"
    (finding,) = inspect({"lessons/ann/a.md": f"one\r\ntwo\r\npassword: {secret}\r\n".encode()})
    assert (finding.where, finding.line, finding.masked) == ("lessons/ann/a.md", 3, "aB3x…")
    assert "password" in finding.why
    assert secret not in repr(finding)


def test_no_more_than_a_third_of_a_short_secret_is_shown():
    (finding,) = found("password: aB3!xK")
    assert finding.masked == "aB…"


def test_names_of_files_are_read_too():
    (finding,) = inspect({f"a/gh{'p_'}{chars(36)}.png": b"\x89PNG\0"})
    assert (finding.line, finding.kind) == (NAME_LINE, "GitHub token")


def test_findings_come_by_path_and_line_whatever_the_order_of_the_files():
    text = f"password: {MIXED}!7\n\ntoken: gh{'p_'}{chars(36)}\n".encode()
    findings = inspect({"b": text, "a": text})
    assert [(finding.where, finding.line) for finding in findings] == [("a", 1), ("a", 3), ("b", 1), ("b", 3)]
    assert findings == inspect({"a": text, "b": text})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_text_in_other_encodings_is_read(encoding):
    assert inspect({"a.txt": f"Größe\npassword: {MIXED}!7".encode(encoding)})


def test_binary_files_are_skipped():
    assert inspect({"a.png": bytes(range(256)) * 8 + f"\npassword: {MIXED}!7".encode()}) == []


@given(st.dictionaries(st.text(), st.binary()))
def test_no_bytes_are_too_strange(files):
    assert inspect(files) == inspect(dict(reversed(files.items())))


@pytest.mark.parametrize("unit", ["a", "-----BEGIN "])
def test_a_huge_text_is_read_to_its_end(unit):
    text = unit * (HUGE // len(unit)) + f"\npassword: {MIXED}!7"
    (finding,) = found(text)
    assert finding.line == 2
    assert cut_private(text) == text


@pytest.mark.parametrize("unit", ["-", " ", "eyJ", "sk-", "://a:", "password ", 'password="', "<!-- "])
def test_what_nearly_fits_many_times_is_read_to_its_end(unit):
    text = unit * 20_000 + f"\npassword: {MIXED}!7"
    (finding,) = found(text)
    assert finding.line == 2


@pytest.mark.parametrize(
    "unit", "a. a@b. AB12-3456- +4930 10. 10.1.2.3_ /home/ fd00: tel_0 a@b: atlas ann@kunde.de_".split()
)
def test_what_is_nearly_personal_many_times_is_read_to_its_end(unit):
    text = unit.replace("_", " ") * 4_000 + f"\npassword: {MIXED}!7"
    assert [finding.line for finding in found(text)] == [2]


def test_a_huge_line_is_read_to_its_end():
    assert kinds("x1Y " * 250_000 + f"password: {MIXED}!7") == ["password"]


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("no passage", "no passage"),
        (f"a {OPEN}b{CLOSE}c", "a c"),
        ("a <!--PRIVATE-->b<!--  /  Private  -->c", "a c"),
        (f"a{OPEN}b{OPEN}c{CLOSE}d{CLOSE}e", "ae"),
        (f"a{OPEN}b{OPEN}c{CLOSE}d", "a"),
        (f"a{CLOSE}b", "ab"),
        ("a<!-- private: why > how -->b<!-- /private notes -->c", "ac"),
        ("a<!-- private notes -->b", "a"),
        ("a<!--private\nb", "a"),
        ("a<!-- privately -->b", "a<!-- privately -->b"),
        (f"```\na{OPEN}b{CLOSE}c\n```\n", "```\nac\n```\n"),
        (f"`{OPEN}` hides `this", "`"),
        (f"a\n{OPEN}\nb\n{CLOSE}\nc\n", "a\nc\n"),
        (f"a\n\n  {OPEN}\nb\n{CLOSE}  \n\nc\n", "a\n\nc\n"),
        (f"a\r\n\r\n{OPEN}b{CLOSE}\r\n\r\nc", "a\r\n\r\nc"),
        (f"{OPEN}b{CLOSE}\n\nc\n", "c\n"),
        (f"a\n\n{OPEN}\nb\n", "a\n"),
        (f"a\n\n{CLOSE}\n\nb", "a\n\nb"),
        (f"a\n{OPEN}b{CLOSE}\n\nc", "a\n\nc"),
        (f"a\n{OPEN}b{CLOSE}\n{OPEN}c{CLOSE}\nd", "a\nd"),
        (f"<!-- pri{OPEN}x{CLOSE}vate -->b", ""),
    ],
)
def test_private_passages_are_cut(text, public):
    assert cut_private(text) == public


parts = st.sampled_from([OPEN, CLOSE, "<!-- pri", "vate -->", "a", " ", "\n", "\r\n", "```", "\t"])


@given(st.lists(parts).map("".join))
def test_no_marker_is_left_and_nothing_is_made_up(text):
    public = cut_private(text)
    assert OPEN not in public
    assert CLOSE not in public
    rest = iter(text)
    assert all(char in rest for char in public)


@given(st.lists(parts).map("".join), st.lists(parts).map("".join))
def test_nothing_private_is_left(before, after):
    closed = after.replace(CLOSE, "")
    assert "canary" not in cut_private(f"{before}{OPEN}canary{closed}")


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\ufeff", "\ufe0f", "\U000e0041"])
def test_what_nobody_sees_hides_no_key(hidden):
    key = f"AKIA{hidden}{'Q7' * 8}"
    (finding,) = inspect({"a.md": f"\n{key}".encode()})
    assert (finding.line, finding.kind) == (2, "AWS access key")


def test_every_character_without_a_shape_is_unseen():
    formats = "".join(chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf")
    assert without_unseen(f"a{formats}b") == "ab"


def test_what_is_made_visible_because_nobody_sees_it_hides_nothing_from_the_guard():
    shown = []
    unseen.replaced(" ".join(map(chr, range(sys.maxunicode + 1))), lambda char: shown.append(char) or "")
    hiding = [char for char in shown if not (char.isspace() or "\ud800" <= char <= "\udfff")]
    assert len(hiding) > 1000
    assert [char for char in hiding if without_unseen(char)] == []


@pytest.mark.parametrize("hidden", ["\x1b", "\x00", "\x7f", "\x9b", "\u200b"])
def test_what_no_terminal_shows_hides_no_secret(hidden):
    token = "ghp_" + "a1B2" * 9
    assert inspect({"a.md": f"use {token[:9]}{hidden}{token[9:]}".encode()})
