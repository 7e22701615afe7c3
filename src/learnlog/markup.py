"""Markdown as HTML that does nothing: no raw HTML, no script, nothing loaded from elsewhere.

Two nets: markdown-it-py with HTML off, whose links and pictures are looked at one by one, and nh3, which
lets only these elements and attributes through.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import TypeAlias

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from learnlog import unseen

Follow: TypeAlias = Callable[[str], str | None]

_ELEMENTS = set(
    "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th thead tr "
    "ul".split()
)
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
_ADDRESS = re.compile(r"(?:https?|ftp|mailto):", re.IGNORECASE)
_SCHEMES = {"http", "https", "ftp", "mailto"}
_NUMBERED = "picture"  # the scheme of a picture until its data takes the place; no link gets through with it
_PICTURE = re.compile(rf'<img src="{_NUMBERED}:(\d+)"')
_LOWEST = 6  # level of headings


def to_html(text: str, *, link: Follow, picture: Follow, below: int = 0) -> str:
    """`text` as HTML, its headings `below` levels further down.

    `link` tells where a relative target leads (`#place`), `picture` what stands for a picture (`data:…`);
    None takes either away and leaves its words. A picture on the web becomes a link to it.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = parser.parse(unseen.replaced(text, unseen.shown))
    pictures: list[str] = []
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_LOWEST, int(token.tag[1:]) + below)}"
        parts = token.children or ()
        token.children = [each for part in parts for each in _led(part, link, picture, pictures)]
    made = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        made,
        tags=_ELEMENTS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES | {_NUMBERED},
        link_rel="noopener noreferrer",
    )
    return _PICTURE.sub(lambda found: f'<img src="{escape(pictures[int(found[1])])}"', clean)


def is_address(words: str) -> bool:
    """Whether a link may lead there from any page: a place on the web, or a mailbox."""
    return bool(_ADDRESS.match(words))


def _led(token: Token, link: Follow, picture: Follow, pictures: list[str]) -> Iterator[Token]:
    """`token`, its link or picture leading to where it may."""
    target = str(token.attrs.get("href" if token.type == "link_open" else "src", ""))
    if token.type == "link_open":
        goes_to = target if is_address(target) else link(target)
        token.attrs = {"href": goes_to} if goes_to else {}
        yield token
    elif token.type != "image":
        yield token
    elif data := picture(target):
        token.attrs = {"src": f"{_NUMBERED}:{len(pictures)}", "alt": ""}
        pictures.append(data)
        yield token
    else:
        yield from _in_words(token, target)


def _in_words(token: Token, target: str) -> Iterator[Token]:
    """What stands for a picture that is not shown: its words, as a link when it is on the web."""
    words = Token("text", "", 0, content=token.content or target)
    if not is_address(target):
        yield words
        return
    yield Token("link_open", "a", 1, attrs={"href": target})
    yield words
    yield Token("link_close", "a", -1)
