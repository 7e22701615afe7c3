"""Names that look alike: whoever takes a colleague's name is told from them."""

import pytest

from learnlog.likeness import by_folder, is_mixed, told_apart

ANN = {"ann-lee": "Ann Lee"}
A = "\u0430"  # Cyrillic


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        ({"eve": "Ann Lee"}, {"eve": "Ann Lee (eve)"}),
        ({"eve": f"{A}nn Lee"}, {"eve": f"{A}nn Lee (eve)"}),
        ({"eve": "\uff21nn Lee"}, {"eve": "\uff21nn Lee (eve)"}),
        ({f"{A}nn-lee": f"{A}nn Lee"}, {f"{A}nn-lee": f"{A}nn Lee (xn--nn-lee-2nf)"}),
        ({"\u0432ob": "\u0412ob", "bob": "Bob"}, {"\u0432ob": "\u0412ob (\u0432ob)", "bob": "Bob"}),
        (
            {"capa": "Capa", "\u0441\u0430\u0440\u0430": "Sara"},
            {"capa": "Capa", "\u0441\u0430\u0440\u0430": "Sara (xn--80aa1cc)"},
        ),
        (
            {"анна": "Анна", "мария-росс": "Мария Росс", "νίκος": "Νίκος"},
            {"анна": "Анна", "мария-росс": "Мария Росс", "νίκος": "Νίκος"},
        ),
        ({"jürgen": "Jürgen", "张三": "张三"}, {"jürgen": "Jürgen", "张三": "张三"}),
        ({"jürgen": "Jürgen", "jurgen": "Jurgen"}, {"jürgen": "Jürgen", "jurgen": "Jurgen"}),
        *[
            ({folder: "Ann Lee"}, {folder: f"Ann Lee ({folder})"})
            for folder in ("ann_lee", "ann--lee", "ann.lee", "ann-lee-", "Ann-Lee")
        ],
        ({"bob_ray": "Bob Ray"}, {"bob_ray": "Bob Ray"}),
        (
            {"bob_ray": "Bob Ray", "bob.ray": "Bob Ray"},
            {"bob_ray": "Bob Ray (bob_ray)", "bob.ray": "Bob Ray (bob.ray)"},
        ),
        ({"eve": f"B{A}r", "bob": f"B{A}r"}, {"eve": f"B{A}r (eve)", "bob": f"B{A}r (bob)"}),
    ],
)
def test_a_name_that_looks_like_another_author_s_has_the_folder_behind_it(others, shown):
    assert told_apart(ANN | others, set()) == ANN | shown


def test_a_folder_that_looks_like_one_without_a_name_is_told_from_it():
    assert told_apart({"ann_lee": "Ann Lee"}, {"ann-lee"}) == {"ann_lee": "Ann Lee (ann_lee)"}


def test_a_folder_without_a_name_that_looks_like_another_one_is_written_so_that_it_is_seen():
    shown = told_apart(ANN, {f"{A}nn-lee", "bob"})
    assert shown == ANN | {f"{A}nn-lee": f"{A}nn-lee (xn--nn-lee-2nf)"}


@pytest.mark.parametrize(
    ("name", "folder", "shown"),
    [
        ("Ann Lee", "ann-lee", "Ann Lee"),
        ("Ann Lee", "eve", "eve"),
        (None, "eve", "eve"),
        (f"{A}nn Lee", f"{A}nn-lee", f"{A}nn-lee (xn--nn-lee-2nf)"),
        ("Işık Øre", "işık-øre", "Işık Øre"),
        ("Анна Lee", "анна-lee", "Анна Lee"),
    ],
)
def test_a_folder_that_mixes_alphabets_in_a_word_is_written_so_that_it_is_seen(name, folder, shown):
    assert by_folder(name, folder) == shown


def test_letters_that_no_other_alphabet_has_are_no_disguise():
    assert not is_mixed("T\u0436 Д1a")
