import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.markup import is_address, to_html

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='https://evil.example/x.swf'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><button formaction=javascript:alert(1)>x</button></form>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video poster=https://evil.example/x src=x onerror=alert(1)></video>",
    "<a href='https://x.example' onclick=alert(1)>x</a>",
    "<p style='background:url(https://evil.example/x)'>x</p>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x](data:image/png;base64,AAAA)",
    "[x](file:///etc/passwd)",
    "[x](picture:0)",
    "[x](//evil.example/x)",
    "[x](\\\\evil.example\\x)",
    "<javascript:alert(1)>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x](https://x.example 'y\" onmouseover=\"alert(1)')",
    '[x](https://x.example/"onmouseover="alert(1))',
    '![x" onerror="alert(1)](https://evil.example/x.png)',
    "![x](https://evil.example/x.png)",
    "![x](//evil.example/x.png)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x](data:image/png;base64,AAAA)",
    "![x](picture:0)",
    "[![x](https://evil.example/x.png)](javascript:alert(1))",
    '`<img src="picture:0">` <img src="picture:0">',
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "# <script>alert(1)</script>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
]
_KNOWN = set(
    "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th thead tr "
    "ul".split()
)


class Elements(HTMLParser):
    """Collects the elements that a browser would make."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_decl(self, decl):
        raise AssertionError(decl)

    handle_comment = unknown_decl = handle_pi = handle_decl


def html(text, **given):
    return to_html(text, **{"link": lambda _target: None, "picture": lambda _target: None, **given})


def check_harmless(made):
    for tag, attributes in Elements(made).found:
        assert tag in _KNOWN
        assert attributes.keys() <= {"href", "rel", "src", "alt", "start"}
        assert re.match(r"https?:|mailto:|ftp:|#", attributes.get("href", "#"))
        assert tag != "img"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_dead(payload):
    check_harmless(html(payload))
    check_harmless(html(f"> - {payload}\n"))


@given(st.text() | st.lists(st.sampled_from([*PAYLOADS, "<", ">", '"', "`", "\n", "](", "&"])).map("".join))
def test_whatever_is_written_is_harmless(text):
    check_harmless(html(text))


def test_a_picture_on_the_web_is_a_link():
    assert html("![a *b*](https://x.example/p.png)") == (
        '<p><a href="https://x.example/p.png" rel="noopener noreferrer">a *b*</a></p>\n'
    )


def test_own_pictures_are_embedded():
    made = html("![a](p.png) and ![b](q.png)", picture=lambda target: f"data:{target}")
    assert made == '<p><img src="data:p.png" alt="a"> and <img src="data:q.png" alt="b"></p>\n'


def test_what_looks_like_a_picture_of_ours_in_code_stays_code():
    made = html('![a](p.png) `<img src="picture:0">`', picture=lambda _target: "data:x")
    assert made.count("data:x") == 1


def test_relative_links_lead_where_they_are_told():
    made = html("[a](x.md) [b](y.md)", link={"x.md": "#abc"}.get)
    assert (
        made == '<p><a href="#abc" rel="noopener noreferrer">a</a> <a rel="noopener noreferrer">b</a></p>\n'
    )


def test_headings_go_down_and_not_too_far():
    assert html("# a\n\n##### b", below=2) == "<h3>a</h3>\n<h6>b</h6>\n"


def test_tables_lists_and_code_are_there():
    made = html("| a |\n|---|\n| ~~b~~ |\n\n3. c\n\n```sh\nd < e\n```")
    assert "<td><s>b</s></td>" in made
    assert '<ol start="3">' in made
    assert "<pre><code>d &lt; e\n</code></pre>" in made


@pytest.mark.parametrize(("words", "is_one"), [("https://x", True), ("mailto:a@b", True), ("Bo", False)])
def test_an_address_is_told_from_words(words, is_one):
    assert is_address(words) is is_one


def test_what_turns_text_around_is_shown_and_does_nothing():
    made = html("`user\u202enimda` and \u200b nothing")
    assert "⟦U+202E⟧" in made
    assert "⟦U+200B⟧" in made
    assert not {"\u202e", "\u200b"} & set(made)
