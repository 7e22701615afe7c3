import pytest

from learnlog.licenses import is_kept_by, joined, names, read_license


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("mit", "MIT"),
        (" CC-BY-4.0 ", "CC-BY-4.0"),
        ("mit and (cc0-1.0 or LicenseRef-Acme)", "MIT AND (CC0-1.0 OR LicenseRef-Acme)"),
        ("DocumentRef-x:LicenseRef-y", "DocumentRef-x:LicenseRef-y"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
    ],
)
def test_names_are_written_as_spdx_writes_them(text, expression):
    assert read_license(text) == expression


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("CC-BY", "SPDX knows no license CC-BY; the nearest is CC-BY-4.0"),
        ("all mine", "SPDX knows no license all mine"),
        ("MIT AND", "is no SPDX expression"),
        ("MIT, Apache-2.0", "is no SPDX expression"),
        ("a/b", "is no SPDX expression"),
        ("\x1b[31m", "is no SPDX expression"),
        ("", "1 to 100 characters"),
        ("(" * 90 + "MIT" + ")" * 90, "1 to 100 characters"),
    ],
)
def test_what_is_no_license_is_told(text, reason):
    with pytest.raises(ValueError, match=reason):
        read_license(text)


def test_text_and_code_are_joined():
    assert joined("MIT OR Apache-2.0", "0BSD") == "(MIT OR Apache-2.0) AND 0BSD"
    assert joined("MIT", "MIT") == "MIT"


@pytest.mark.parametrize(
    ("license_", "other", "kept"),
    [
        ("MIT", "MIT", True),
        ("MIT", "CC-BY-4.0", False),
        ("MIT", "CC-BY-4.0 AND MIT", True),
        ("CC-BY-4.0 AND MIT", "MIT", False),
        ("MIT OR GPL-3.0-only", "MIT", True),
        ("MIT", "MIT OR GPL-3.0-only", True),
        ("CC0-1.0", "CC-BY-4.0", True),
        ("CC-BY-4.0", "CC0-1.0", False),
    ],
)
def test_who_keeps_to_one_keeps_to_the_other(license_, other, kept):
    assert is_kept_by(license_, other) is kept


def test_a_license_of_many_choices_is_compared_at_once():
    pairs = [
        ("MIT", "ISC"),
        ("NTP", "Vim"),
        ("Zed", "W3C"),
        ("DOC", "TCL"),
        ("Xnet", "NLPL"),
        ("NCSA", "X11"),
    ]
    text = " AND ".join(f"({one} OR {other})" for one, other in pairs)
    assert not is_kept_by(
        "GPL-3.0-only", joined(read_license(text), read_license(text.replace("MIT", "W3C")))
    )


def test_what_spdx_no_longer_recommends_is_not_offered():
    known = names()
    assert {"MIT", "CC-BY-4.0"} <= set(known)
    assert not {"GPL-3.0", "389-exception"} & set(known)
    assert not [name for name in known if name.startswith("LicenseRef")]
