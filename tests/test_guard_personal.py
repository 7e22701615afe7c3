"""Personal data is a warning; what was made up for examples is none."""

import phonenumbers
import pytest

from learnlog.guard import inspect, inspect_text


def kinds(text):
    return [(finding.kind, finding.found) for finding in inspect({"a.md": text.encode()})]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("ask <anna.meyer@kunde.de>.", "e-mail address", "anna.meyer@kunde.de"),
        ("ssh deploy@db3.prod.internal", "e-mail address", "deploy@db3.prod.internal"),
        ("call +49 30 901820", "phone number", "+49 30 901820"),
        ("Tel.: 030 901820-12", "phone number", "030 901820-12"),
        ("call +44 7911 483920", "phone number", "+44 7911 483920"),
        ("call +49 1 71\u00a0938 47-56", "phone number", "+49 1 71\u00a0938 47-56"),
        ("call 0171 9384756.", "phone number", "0171 9384756"),
        ("call (0171)\u202f938-4756", "phone number", "(0171)\u202f938-4756"),
        ("call (0171)938-4756", "phone number", "(0171)938-4756"),
        ("call 0049 171 9384756", "phone number", "0049 171 9384756"),
        ("call 0011 49 171 9384756", "phone number", "0011 49 171 9384756"),
        ("call 06 12 34 56 78", "phone number", "06 12 34 56 78"),
        ("call (415) 867-5309", "phone number", "(415) 867-5309"),
        ("to DE02 1203 0000 0000 2020 51 PAID NOW", "bank account", "DE02 1203 0000 0000 2020 51"),
        ("at 10.1.2.3:80", "IP address", "10.1.2.3"),
        ("at [fd12:3456:789a::1]", "IP address", "fd12:3456:789a::1"),
        ("https://wiki.corp/x", "host name", "wiki.corp"),
        ("ping nas-2.local", "host name", "nas-2.local"),
        ("in /home/anna/src", "home directory", "/home/anna"),
        ("in file:///Users/anna/src", "home directory", "/Users/anna"),
        (r"in C:\Users\anna\src", "home directory", r"C:\Users\anna"),
        ("anna@laptop:~$ ls", "user name", "anna@laptop"),
    ],
)
def test_personal_data_is_found(text, kind, found):
    assert kinds(text) == [(kind, found)]
    assert not inspect({"a.md": text.encode()})[0].stops


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.com, bob@mail.example, test@test.com, user@company.com",
        "git@github.com:us/it.git, 1234+ann@users.noreply.github.com, noreply@kunde.de",
        "https://ann@git.kunde.de/x, image@2x.png, postgresql@16, actions/checkout@v4",
        "192.0.2.17 198.51.100.1 203.0.113.9 127.0.0.1 192.168.1.1 10.0.0.0/8 172.17.0.1 8.8.8.8 10.1.2.3.4",
        "+1 202-555-0123 and +2147483647 and 2026-11-23 14:30",
        "01 02 03 04 05 and 01 23 45 67 89 and 00 06 12 34 56 78 0a and 06 12 34 56 78  9a",
        "2017-12-04 18:00, 1.0171 9384756, #0171 9384756, 0171 9384756:8, 0644 12345, 192-168-1001, 0080-12",
        "07911483920 and 415-555-0123 and +1 234 and +10000000",
        "GB82 WEST 1234 5698 7654 32 and DE02 1203 0000 0000 2020 52",
        "localhost host.docker.internal kubernetes.default.svc.cluster.local db.example.internal",
        ".env.local zshrc.local: settings.local.json com.google.internal this.private config.internal",
        "/home/user/x /Users/me/x /home/$USER/x https://example.org/home/anna ~/src",
        "root@localhost:~# postgres@db:~$",
    ],
)
def test_examples_are_no_warnings(text):
    assert kinds(text) == []


def test_a_warning_hides_no_secret():
    text = "password: aB3xK9!7 at https://ann:aB3xK9!7@wiki.corp"
    found = inspect({"a.md": text.encode()})
    assert [finding.kind for finding in found if finding.stops] == ["password", "password"]


def test_of_a_secret_that_an_excerpt_begins_in_nothing_is_shown():
    secret = "aB3xK9" * 8
    (_, near) = inspect_text(f"password={secret} 10.1.2.3", "a.md")
    assert near.excerpt == "10.1…"


def test_an_excerpt_shows_the_line_with_all_that_was_found_masked():
    text = "one\nthe password: aB3xK9!7 is anna@kunde.de's\n"
    assert {finding.excerpt for finding in inspect_text(text, "a.md")} == {"the password: aB… is anna@k…'s"}


def test_a_number_with_00_is_not_tried_in_every_region(monkeypatch):
    tried, parse = [], phonenumbers.parse
    monkeypatch.setattr(
        phonenumbers, "parse", lambda number, region: tried.append(region) or parse(number, region)
    )
    assert not kinds("0049 12 0049 12")
    assert len(tried) == 2
