"""Lessons as one page of HTML that needs nothing else: no network, no script, no file beside it."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
from html import escape

from learnlog import markup, unseen
from learnlog.bundle import contents
from learnlog.bundle.lessons import Lesson
from learnlog.bundle.pictures import text_of
from learnlog.bundle.style import STYLE

_BODY_LEVEL = 2  # headings stand below the lesson's own
_NAMES = {
    "applies": "Applies to",
    "source": "Source",
    "became": "What it became",
    "aliases": "Also called",
    "contributors": "Contributed",
}
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}
_CONTENTS = '<p class="up"><a href="#contents">Contents</a></p>'
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src data:",
        f"style-src 'sha256-{_STYLE_HASH}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)


def page(title: str, lessons: Sequence[Lesson], before: str = "") -> str:
    """The page that holds all of `lessons`; `before` is Markdown to stand above the first."""
    leads = contents.anchored(lessons)
    parts = [
        _head(title),
        f'<body>\n<header><h1 dir="auto">{_text(title)}</h1></header>\n<main>\n',
        _contents(lessons, with_before=bool(before)),
        _before(before, leads) if before else "",
        *(_article(lesson, leads) for lesson in lessons),
        "</main>\n</body>\n</html>\n",
    ]
    return "".join(parts)


def _head(title: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_text(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
    )


def _contents(lessons: Sequence[Lesson], *, with_before: bool) -> str:
    first = '<li><a href="#handover">Handing over</a></li>\n' if with_before else ""
    rows = (f'<li><a href="#{_text(each.id)}"><bdi>{_text(each.title)}</bdi></a></li>\n' for each in lessons)
    return f'<nav id="contents" aria-label="Contents">\n<ol>\n{first}{"".join(rows)}</ol>\n</nav>\n'


def _before(text: str, leads: Callable[[str], str | None]) -> str:
    made = markup.to_html(text, link=leads, picture=lambda _target: None, below=1)
    return f'<section id="handover" dir="auto">\n<h2>Handing over</h2>\n{made}{_CONTENTS}\n</section>\n'


def _article(lesson: Lesson, leads: Callable[[str], str | None]) -> str:
    texts = {path: text for path, data in lesson.attachments.items() if (text := text_of(data)) is not None}
    places = {path: f"{lesson.id}-file-{number}" for number, path in enumerate(texts, 1)}

    def link(target: str) -> str | None:
        place = places.get(contents.attached_path(lesson, target))
        return f"#{place}" if place else leads(target)

    def picture(target: str) -> str | None:
        return _embedded(lesson.attachments.get(contents.attached_path(lesson, target), b""))

    lang = f' lang="{_text(contents.word(lesson, "lang"))}"' if contents.word(lesson, "lang") else ""
    body = markup.to_html(lesson.body, link=link, picture=picture, below=_BODY_LEVEL)
    files = (_file(places[path], path, text) for path, text in texts.items())
    return (
        f'<article id="{_text(lesson.id)}" dir="auto"{lang}>\n<h2 dir="auto">{_text(lesson.title)}</h2>\n'
        f'<p class="facts">{_text(contents.facts(lesson))}</p>\n{body}{"".join(files)}{_told(lesson)}'
        f"{_CONTENTS}\n</article>\n"
    )


def _file(place: str, path: str, text: str) -> str:
    name = path.rpartition("/")[2]
    return f'<h3 id="{_text(place)}">{_text(name)}</h3>\n<pre><code>{_text(text)}</code></pre>\n'


def _told(lesson: Lesson) -> str:
    rows = [
        f"<dt>{name}</dt><dd>{', '.join(map(_linked, found))}</dd>\n"
        for key, name in _NAMES.items()
        if (found := contents.words(lesson, key))
    ]
    return f"<dl>\n{''.join(rows)}</dl>\n" if rows else ""


def _linked(words: str) -> str:
    if not markup.is_address(words):
        return _text(words)
    return f'<a href="{_text(words)}" rel="noopener noreferrer">{_text(words)}</a>'


def _embedded(data: bytes) -> str | None:
    kind = next((name for start, name in _PICTURES.items() if data.startswith(start)), None)
    return f"data:image/{kind};base64,{b64encode(data).decode()}" if kind else None


def _text(words: str) -> str:
    return escape(unseen.replaced(words, unseen.shown))
