"""Which language a text is in, and the words of a language that carry no content."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from learnlog.analysis.letters import fold

_SAMPLE = 20_000  # characters; enough to know
_MIN_HITS = 2
_MIN_SHARE = 0.15  # of the words must be function words of the language
_MIN_LEAD = 1.2  # times as many as the next language has

_FUNCTION_WORDS = {
    "en": """
        a about after all also an and any are as at be been but by can did do does each for from had has
        have he her his i if in into is it its just me more my no not of on only or other our out so some
        such than that the their them then there these they this those to too up us was we were will with
        would you your""",
    "de": """
        aber alle als also am an auch auf aus bei bis da damit dann das dass dem den der des die dies
        diese dieser doch durch ein eine einem einen einer eines er es für hat ich ihr im in ist ja kein
        keine man mehr mein mit nach nicht noch nur ob oder sich sie sind so über um und uns unter vom von
        vor war wenn werden wir wird zu zum zur""",
    "fr": """
        à au aussi aux avec ce ces cette ceci dans d de des donc du elle en est et être il ils j je l la
        le les leur lors mais mes mon n ne nous on ont ou par pas plus pour puis qu que qui s sa sans se
        ses si son sont sous sur tous tout toute un une vers vous y""",
    "es": """
        a al ante aunque cada como con cual de del desde donde el ella en entre es esta este esto estos
        está están fue ha hasta hay la las le lo los más me mi muy no nos o para pero por porque que se
        según ser si sin sobre son su sus también te todo todos un una unos y ya yo""",
    "pt": """
        a ao aos as até cada com como da das de dela dele do dos e ela ele em entre é essa esse esta este
        eu foi há isso isto já mais mas me meu minha muito na nas não no nos nós o os ou para pela pelo
        por porque que se sem ser seu seus sob sobre só são também tem todos um uma você""",
    "it": """
        a ad agli ai al alla alle anche che ci col come con da dai dal dalla degli dei del della delle di
        e è ed essere gli ha ho i il in io la le lo loro ma mi nei nel nella non o ogni per più poi quando
        questa questo se si sono su sul sulla suo tra tutti tutto un una uno""",
}
_QUESTION_WORDS = {  # but for those that ask for something that has other words: who (author), where, when
    "en": """
        am cannot cant could don dont how im isnt ive ll may might must re s shall should t ve what whats
        which while why""",
    "de": """
        bin hab habe haben kann kannst können könnte mich mir muss müssen soll sollte wann warum was
        welche welchen welcher welches wer weshalb wie wieso wo woher wohin worin""",
    "fr": "ai combien comment dois doit faut peut peux pourquoi quand quel quelle quelles quels quoi où",
    "es": "cuál cuándo cuánto cómo debe debo dónde hacer puede puedo qué quien quién",
    "pt": "devo fazer onde podemos pode posso qual quais quando quanto quem quê",
    "it": "chi come cosa cos c devo dove fare perché posso puoi può qual quale quali quanto",
}

# Letters of a script, and how many Latin letters one of them is worth. As text: compiled when first needed.
_LATIN = "[A-Za-zÀ-ɏ]"
_KANA = "[ぁ-ゖァ-ヺｦ-ﾝ]"
_HAN = "[㐀-䶿一-鿿豈-﫿]"
_HAN_WORTH = 3
_SCRIPTS = {
    "ko": ("[가-힣]", 3),
    "ru": ("(?i)[а-яё]", 1),
    "el": ("(?i)[ά-ώἀ-῾]", 1),
    "ar": ("[ء-ي]", 1),
    "he": ("[א-ת]", 1),
    "hi": ("[ऄ-ह]", 2),
    "th": ("[ก-ฮ]", 2),
    "ka": ("[ა-ჰ]", 1),
    "hy": ("(?i)[ա-ֆ]", 1),
}
_OTHERS_LETTERS = {  # of languages that share the script
    "ru": "(?i)[іїєґўјљњћђџѓќ]",
    "ar": "[پچژگٹڈڑے]",
}
_STRANGE = "[åøæðþıąăāćčċďđęěēėğģīįķľļłńňņőřśšşťţůűųūźžż]"  # in none of the languages with function words

_NOT_PROSE = re.compile(
    r"""^[ ]{0,3}(?P<fence>```+|~~~+) .*? (?: ^[ ]{0,3}(?P=fence) | \Z )  # an unclosed fence runs to the end
    | `[^`\n]*` | <!-- .*? (?: --> | \Z ) | \b\w++://\S+ | ^(?:\ {4}|\t).*?$
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_LETTERS = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str | None:
    """Return the language of `text` as an ISO 639-1 code; None when it is too short or none of the known.

    Code and addresses are left out. By script, where that is enough; by function words for Latin letters.
    """
    prose = _NOT_PROSE.sub(" ", text[:_SAMPLE])
    scripts = _count_scripts(prose)
    lang, count = scripts.most_common(1)[0]
    if not count:
        return None
    if lang in _OTHERS_LETTERS and re.search(_OTHERS_LETTERS[lang], prose):
        return None
    return lang or _detect_latin(prose)


def _count_scripts(prose: str) -> Counter[str]:
    """Return the weight of each script, by the language it stands for; Latin letters under the empty name."""
    counts = Counter[str]()
    for lang, (letters, worth) in _SCRIPTS.items():
        counts[lang] = worth * len(re.findall(letters, prose))
    kana, han = len(re.findall(_KANA, prose)), len(re.findall(_HAN, prose))
    counts["ja" if kana * 10 > han else "zh"] = _HAN_WORTH * (kana + han)
    counts[""] = len(re.findall(_LATIN, prose))
    return counts


def _detect_latin(prose: str) -> str | None:
    words = _LETTERS.findall(prose.casefold())
    hits = Counter({lang: sum(word in _function_words(lang) for word in words) for lang in _FUNCTION_WORDS})
    (lang, best), (_, second) = hits.most_common(2)
    strange = len(re.findall(_STRANGE, prose.casefold()))
    sure = best >= _MIN_HITS and best - strange >= _MIN_SHARE * len(words) and best >= _MIN_LEAD * second
    return lang if sure else None


@lru_cache
def _function_words(lang: str) -> frozenset[str]:
    return frozenset(_FUNCTION_WORDS[lang].split())


@lru_cache
def _stop_words(lang: str) -> frozenset[str]:
    return frozenset(fold(_FUNCTION_WORDS.get(lang, "") + " " + _QUESTION_WORDS.get(lang, "")).split())


def is_stop_word(word: str, langs: Collection[str]) -> bool:
    """Tell whether `word`, as typed, is a function word or a word of questions in one of `langs`."""
    bare = "".join(filter(str.isalnum, fold(word)))
    return any(bare in _stop_words(lang) for lang in langs)


def languages_of(words: Iterable[str], langs: Iterable[str]) -> frozenset[str]:
    """Of `langs` those in which most of `words` are function words or words of questions; none if none is."""
    typed = list(words)
    counts = {lang: sum(is_stop_word(word, (lang,)) for word in typed) for lang in langs}
    most = max(counts.values(), default=0)
    return frozenset(lang for lang, count in counts.items() if count == most > 0)
