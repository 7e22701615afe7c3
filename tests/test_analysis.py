from collections.abc import Collection
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learnlog.analysis import Lookup, Variant, detect, fold, is_stop_word, matches, terms_of, tokens
from learnlog.analysis.terms import STEM_WEIGHT

LANGS = ("en", "de", "fr", "ru", "hi", "ar", "ja", "xx", "", "\udce9\0")

texts = st.text(st.characters(exclude_categories=())) | st.text(
    "aAbé 日ﾊﾞ語한0-_.:/'+#🎉\u0301\u200d\udce9\udfff\0\n", max_size=60
)
unhurried = settings(deadline=None)
langs = st.none() | st.sampled_from(LANGS)


def indexed(text: str, lang: str | None = "en") -> list[tuple[str, ...]]:
    """Return all terms of a text, place by place."""
    return [token.terms for token in tokens(text, lang)]


def finds(typed: str, text: str, lang: str | None = "en", langs: Collection[str] = ("en",)) -> bool:
    """Tell whether what is typed finds the text, as the index would: each lookup, whole or part by part."""
    lookups = terms_of(typed, langs)
    return bool(lookups) and all(stands(lookup, indexed(text, lang)) for lookup in lookups)


def stands(lookup: Lookup, places: list[tuple[str, ...]]) -> bool:
    def at(variants: tuple[Variant, ...], place: tuple[str, ...]) -> bool:
        return any(variant.term in place for variant in variants)

    rows = zip(*(places[skip:] for skip in range(len(lookup.parts))), strict=False)
    return any(at(lookup.whole, place) for place in places) or any(
        all(map(at, lookup.parts, row)) for row in rows
    )


# One place


def test_a_token_says_where_it_stands():
    text = "Fix  HTTPErrors"
    assert [(token.position, text[token.start : token.end]) for token in tokens(text, "en")] == [
        (0, "Fix"),
        (1, "HTTP"),
        (2, "Errors"),
    ]


def test_the_word_comes_first_then_its_stem_with_a_mark():
    assert indexed("Running run") == [("running", "~run"), ("run",)]


def test_a_soft_hyphen_does_not_keep_a_word_from_its_stem():
    assert indexed("runn\u00ading") == [("running", "~run")]


def test_without_a_language_nothing_is_stemmed():
    assert indexed("running", None) == [("running",)]


def test_the_first_part_carries_the_whole():
    assert indexed("snake_case", None) == [("snake", "snakecase"), ("case",)]


def test_the_first_part_of_each_segment_carries_it_and_the_first_of_all_the_path_too():
    assert indexed("a-b/c.txt", None) == [("a", "ab", "abctxt"), ("b",), ("c", "ctxt"), ("txt",)]


def test_a_path_of_many_parts_has_no_whole():
    assert indexed("a/b/c/d/e/f/g/h/i", None)[0] == ("a",)


def test_each_character_of_chinese_carries_the_pair_it_begins():
    assert indexed("日本語", "ja") == [("日", "日本"), ("本", "本語"), ("語",)]


def test_acronyms_end_where_a_word_begins_and_keep_their_plural():
    assert indexed("URLs") == [("urls", "~url")]
    assert indexed("HTTPError", None) == [("http", "httperror"), ("error",)]


def test_a_hidden_folder_is_part_of_a_path():
    assert indexed("src/.git", None) == [("src", "srcgit"), ("git",)]


@pytest.mark.parametrize("noise", ["4be1c02f9a", "k3f9q2x7ab", "i18n", "3D", "A0A0A0"])
def test_letters_after_digits_are_not_taken_apart(noise):
    assert indexed(noise, None) == [(noise.lower(),)]


def test_a_term_is_cut_at_64_characters():
    assert indexed("Ab" * 5_000 + " " + "running" * 10) == [(("ab" * 32),), (("running" * 10)[:64],)]


@pytest.mark.parametrize(
    "text", ["x" * 99 + "++", "日" + "\u0301" * 9_999 + "本", "a-" * 9 + "x" * 99, "ﷺ" * 9]
)
def test_no_term_is_longer(text):
    assert max(len(term) for place in indexed(text) for term in place) <= 64


def test_lines_drawn_by_tree_are_no_terms():
    assert indexed("├── src │ �", None) == [("src",)]


# What finds what


@pytest.mark.parametrize("text", ["run", "runs", "running", "Running!"])
@pytest.mark.parametrize("typed", ["run", "runs", "running"])
def test_inflections_find_each_other(typed, text):
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("uber", "über"),
        ("über", "uber"),
        ("ueber", "Über"),
        ("Über", "ueber"),
        ("ubergang", "Übergänge"),
        ("strasse", "Straße"),
        ("straße", "Strasse"),
        ("suche", "suchen"),
    ],
)
def test_german_spellings_find_each_other(typed, text):
    assert finds(typed, text, "de", ["de", "en"])


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("lodz", "Łódź"),
        ("Smørrebrød", "smorrebrod"),
        ("istanbul", "İSTANBUL"),
        ("coeur", "cœur"),
        ("ＧＩＴ", "git"),
        ("git", "ＧＩＴ"),
        ("éclair", "e\u0301clair"),
        ("donaudampf", "Donau\u00addampf"),
        ("file", "ﬁle"),
        ("ещё", "ЕЩЕ"),
        ("שלום", "שָׁלוֹם"),
        ("محمد", "مُحَمَّد"),
    ],
)
def test_accents_widths_and_vowel_points_do_not_matter(typed, text):
    assert finds(typed, text, None, [])


FORCE = ["force-with-lease", "--force-with-lease", "forceWithLease", "force_with_lease", "forcewithlease"]


@pytest.mark.parametrize("text", FORCE)
@pytest.mark.parametrize("typed", FORCE)
def test_spellings_of_an_identifier_find_each_other(typed, text):
    assert finds(typed, f"use {text} here")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("--force-with-lease", "lease"),
        ("HTTPError", "http error httperror"),
        ("snake_case", "snake case"),
        ("file.name.py", "file name py file.name.py"),
        ("E0308", "e0308"),
        ("utf-8", "utf8 UTF-8 utf"),
        ("utf8", "utf-8 utf_8"),
        ("C++", "c++ C c"),
        ("C++17", "c++"),
        ("C#", "c# C"),
        ("C＋＋", "c++"),
        (".gitignore", "gitignore .gitignore"),
        ("node_modules", "node_modules node modules nodemodules"),
        ("git-lfs", "lfs gitlfs git-lfs"),
        ("v1.2.3", "v1.2.3 1.2.3 v1"),
        ("foo::bar", "foo bar foo::bar"),
        ("a/b/c.txt", "a/b/c.txt c.txt b/c"),
        ("$PATH", "path $PATH"),
        ("@decorator", "decorator @decorator decorators"),
        ("don't", "dont don't don’t"),
        ("l’index", "index"),
        ("git's", "git"),
        ("URLs", "url urls"),
        ("drop-downs", "dropdown DropDown drop-down"),
        ("DropDown", "dropdowns drop-down"),
        ("python3", "python python3"),
        ("~/.ssh/config", "ssh config .ssh/config"),
        (r"C:\Users\me", "users"),
    ],
)
def test_identifiers_are_found_whole_and_in_part(text, typed):
    assert [word for word in typed.split() if not finds(word, f"see ({text}), then")] == []


@pytest.mark.parametrize(
    ("typed", "text"),
    [("c++", "C"), ("c#", "c"), ("dropdown", "drop it down"), ("foo::bar", "bar foo"), ("日語", "日本語")],
)
def test_what_is_something_else_is_not_found(typed, text):
    assert not finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("索", "全文検索を使う"),
        ("検索", "全文検索を使う"),
        ("全文検索", "全文検索を使う"),
        ("バグ", "ﾊﾞｸﾞを直す"),
        ("ﾊﾞｸﾞ", "バグを直す"),
        ("か\u3099", "が"),
        ("git入門", "これはgit入門です"),
        ("검색", "전문검색을"),
        ("\u1100\u1165\u11b7색", "전문검색을"),
        ("ค้นหา", "วิธีค้นหาไฟล์"),
    ],
)
def test_words_are_found_inside_sentences_without_spaces(typed, text):
    assert finds(typed, text, "ja", ["ja", "en"])


def test_voiced_kana_are_other_letters():
    assert not finds("か", "が", "ja", ["ja"])


def test_vowel_signs_do_not_split_words():
    assert len(indexed("हिन्दी में", "hi")) == 2


@pytest.mark.parametrize("emoji", ["🎉", "❤️", "👍🏽", "✓"])
def test_emoji_are_found(emoji):
    assert finds(emoji, f"done{emoji}!")


def test_the_parts_of_a_joined_emoji_are_found():
    assert finds("💻", "👩🏽‍💻")


def test_stray_bytes_of_an_old_file_are_read_as_windows_1252():
    text = "für den Schlüssel".encode("cp1252").decode(errors="surrogateescape")
    assert finds("schlussel", text, "de", ["de"])


# Lookups


def test_a_plain_word_is_worth_more_than_its_stem():
    (lookup,) = terms_of("running", ["en"])
    assert lookup.whole == (("running", 1.0), ("run", STEM_WEIGHT), ("~run", STEM_WEIGHT))
    assert 0 < STEM_WEIGHT < 1
    assert lookup.parts == ()


def test_stems_of_all_languages_are_looked_up():
    terms = {variant.term for lookup in terms_of("notes", ["fr", "en", "de"]) for variant in lookup.whole}
    assert {"notes", "~note", "~not"} <= terms


def test_a_word_of_parts_can_be_found_in_one_or_in_a_row():
    (lookup,) = terms_of("foo::bar", [])
    assert lookup.whole[0] == ("foobar", 1.0)
    assert [variants[0] for variants in lookup.parts] == [("foo", 1.0), ("bar", 1.0)]


def test_two_characters_are_one_term_and_more_are_pairs_in_a_row():
    first, second = Variant("日本", 1.0), Variant("本語", 1.0)
    assert terms_of("日本", ["ja"]) == (Lookup((first,)),)
    assert terms_of("日本語", ["ja"]) == (Lookup((), ((first,), (second,))),)


def test_words_of_two_scripts_are_two_lookups_in_order():
    assert [lookup.whole[0].term for lookup in terms_of("git入門", [])] == ["git", "入門"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("$?", "see `$?` there"),
        ("&&", "a && b"),
        ("||=", "x ||= 1"),
        ("=>", "(=>)"),
        ("->", "f -> g"),
        ("！＝", "a != b"),
        ("2>&1", "make 2>&1 | tee"),
        (">&2", "echo x >&2"),
        ("-f", 'push "-f"'),
        ("-F", "awk -f,"),
        ("-rf", "rm -rf x"),
        ("-f", "the letter f"),
        ("f", "push -f"),
    ],
)
def test_an_operator_or_a_short_flag_by_itself_is_a_word(typed, text):
    assert finds(typed, text)


@pytest.mark.parametrize(
    "text", ["a&&b", "a$?", "x--", "--- ... .. ** // ~/ ### ~>", "!!! ???", "& | > -", "&&&&"]
)
def test_signs_within_words_and_those_of_prose_are_none(text):
    assert not [terms for terms in indexed(text) if not terms[-1].strip("~").isalnum()]


def test_a_sign_stands_at_a_place_of_its_own_and_is_no_word():
    assert [(token.position, token.is_sign) for token in tokens("a && -b 2>&1", "en")] == [
        (0, False),
        (1, True),
        (2, False),
        (3, False),
    ]


def test_signs_alone_have_no_lookup():
    assert terms_of("??? -- \0 \udfff", ["en"]) == ()


def test_a_match_spans_all_that_its_term_stands_for():
    text = "a drop-down, 日本語"
    found = [text[start:end] for _, start, end in matches(text, None, {"dropdown", "drop", "本語"})]
    assert found == ["drop", "drop-down", "本語"]


# Any text


@unhurried
@given(texts, langs)
@example("ﷺ" * 80, "ar")
def test_tokens_of_any_text_are_in_order_and_can_be_stored(text, lang):
    found = list(tokens(text, lang))
    assert [token.position for token in found] == list(range(len(found)))
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    terms = [term for token in found for term in token.terms]
    assert all(term.encode() and len(term) <= 64 for term in terms)


@unhurried
@given(texts, langs)
def test_each_word_finds_itself(text, lang):
    for token in tokens(text, lang):
        assert finds(text[token.start : token.end], text, lang, [] if lang is None else [lang])


@unhurried
@given(texts.filter(lambda text: not text.isspace()), langs)
def test_what_is_typed_as_it_stands_is_found(text, lang):
    for word in text.split():
        if terms_of(word, [lang] if lang else []):
            assert finds(word, text, lang, [lang] if lang else [])


@unhurried
@given(texts, st.lists(st.sampled_from(LANGS), max_size=3))
def test_each_lookup_looks_something_up(word, langs):
    for lookup in terms_of(word, langs):
        assert lookup.whole or len(lookup.parts) > 1
        variants = [*lookup.whole, *(variant for part in lookup.parts for variant in part)]
        assert all(variant.term.encode() and 0 < variant.weight <= 1 for variant in variants)


@unhurried
@given(texts)
def test_folding_twice_changes_nothing_and_the_result_can_be_stored(text):
    assert fold(fold(text)) == fold(text)
    fold(text).encode()


@unhurried
@given(texts)
def test_any_text_has_a_language_or_none(text):
    assert len(detect(text) or "no") == 2


# Languages


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "This is how you can go back to the branch that you were on before."),
        ("de", "So kann man mit einem Befehl zu dem Zweig wechseln, auf dem man vorher war."),
        ("fr", "On peut revenir à la branche sur laquelle on était avec cette commande."),
        ("es", "Se puede volver a la rama en la que estaba antes con este comando."),
        ("pt", "Você pode voltar para o ramo em que estava antes com este comando, não é?"),
        ("it", "Si può tornare al ramo in cui si era prima con questo comando della shell."),
        ("ja", "前のブランチに戻るには `git switch -` を使う。"),
        ("zh", "使用 git switch 命令回到上一个分支"),
        ("ko", "이전 브랜치로 돌아가려면 git switch 를 쓴다"),
        ("ru", "Так можно вернуться на предыдущую ветку в git"),
        ("el", "Έτσι επιστρέφουμε στον προηγούμενο κλάδο"),
        ("he", "כך חוזרים לענף הקודם"),
        ("ar", "هكذا نعود إلى الفرع السابق"),
        ("hi", "पिछली शाखा पर वापस जाना"),
        ("th", "กลับไปยังสาขาก่อนหน้า"),
    ],
)
def test_the_language_is_seen(lang, text):
    assert detect(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "",
        "git rebase",
        "Так можна повернутися і ще",
        "Aby wrócić do poprzedniej gałęzi, wpisz polecenie i naciśnij enter, a potem sprawdź wynik",
        "The authors: Smith Jones Brown Taylor Wilson Evans Thomas Johnson Roberts Walker and Wright",
        "vraag en antwoord over het werk van gisteren",
        "!!! 123",
    ],
)
def test_what_is_not_sure_has_no_language(text):
    assert detect(text) is None


def test_a_foreign_name_does_not_hide_the_language():
    assert detect("This is what I learned from Łukasz when we sat together.") == "en"


@pytest.mark.parametrize("code", ["```\n{}\n```\n", "~~~~\n{}\n", "<!-- {} -->", "`{}`", "    {}\n"])
def test_code_and_comments_have_no_say(code):
    english = "this is the way that you can do it if you have to and it is what we are at"
    assert detect("So kann man das auch mit einem Befehl machen.\n\n" + code.format(english)) == "de"


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("how do I", "en"),
        ("How can't", "en"),
        ("wie kann ich für", "de"),
        ("Où est-ce", "fr"),
        ("como puedo", "es"),
    ],
)
def test_words_of_questions_are_stop_words(question, lang):
    words = question.replace("-", " ").split()
    assert [word for word in words if not is_stop_word(word, ["ja", lang])] == []


def test_words_with_content_are_no_stop_words():
    assert not any(is_stop_word(word, ["en", "de"]) for word in ("branch", "rückgängig", "C++", "?", "日本"))


def test_a_stop_word_is_one_in_its_language_only():
    assert is_stop_word("die", ["de"])
    assert not is_stop_word("die", ["en"])
