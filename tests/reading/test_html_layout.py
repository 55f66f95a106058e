"""A layout file's CSS selectors say where a web page has its comments, where no rule could know."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import document_fromstring

from leadtext.errors import SettingsError
from leadtext.reading import read_pages
from leadtext.reading.capture import load_layout
from leadtext.reading.selectors import xpath_of
from leadtext.records import Piece

LAYOUT = """
[html]
comment = "div.q7"
author = ".k1"
date = ".k2"
text = ".k3"
role = ".k4 > b"
organisation = ".k4 i"
reply = "a.k5"
"""
STORY = "The porters wrote a rota for the lifts, and the board found out about it in the autumn, from a newspaper. " * 4
PAGE = f"""<html><head><title>The lift rota</title></head><body><main><h1>The lift rota</h1><p>{STORY}</p></main>
<div class="q7" id="n1"><u class="k1">Ada Kestrel</u> <u class="k2">04/05/2014</u> <span class="k4"><b>porter</b>
<i>Saltmarsh</i></span> <div class="k3"><p>We were asked nothing.</p><p>So we asked nobody.</p></div>
<div class="q7" id="n2"><u class="k1">Bo Lind</u> <u class="k2">23/05/2014</u> <div class="k3">Nor were we.</div></div></div>
<div class="q7 last" id="n3"><u class="k1">Cy Orr</u> <a class="k5" href="#n2">to Bo</a> <div class="k3">Same.</div></div>
<div class="q7" id="n4"><a class="k5">Ada Kestrel</a> <div class="k3">Quite.</div></div></body></html>"""


def comments(tmp_path: Path, layout: str = LAYOUT) -> tuple[str, tuple[Piece, ...]]:
    (tmp_path / "ours.toml").write_text(layout, "utf-8")
    [page] = read_pages(PAGE.encode(), "rota.html", layouts=[load_layout(tmp_path / "ours.toml")])
    return ("" if page.publication is None else page.publication.text), page.comments


def test_the_selectors_find_every_part_of_a_comment(tmp_path: Path) -> None:
    article, found = comments(tmp_path)
    assert [(c.author, c.text) for c in found] == [
        ("Ada Kestrel", "We were asked nothing. So we asked nobody."),
        ("Bo Lind", "Nor were we."),
        ("Cy Orr", "Same."),
        (None, "Quite."),
    ]
    assert (found[0].role, found[0].organisation, str(found[0].date)) == ("porter", "Saltmarsh", "2014-05-04")
    assert [c.reply_to for c in found] == [None, 0, 1, 0]
    assert article.startswith("The porters wrote")
    assert "asked" not in article


def test_without_a_text_s_selector_the_text_is_what_is_left(tmp_path: Path) -> None:
    _, found = comments(tmp_path, LAYOUT.replace('text = ".k3"', ""))
    assert found[1].text == "Nor were we."


def test_a_layout_that_finds_no_comment_leaves_the_page_to_the_reader(tmp_path: Path) -> None:
    other = comments(tmp_path, '[html]\ncomment = "li.none"')
    [page] = read_pages(PAGE.encode(), "rota.html")
    assert other[1] == page.comments


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("p", "1 2 4"),
        ("div > p", "1 2"),
        ("div p, em", "1 2 3"),
        (".a.b", "2"),
        ("#x p:first-child", "1"),
        ("p:last-child", "2 4"),
        ("[data-n='1']", "1"),
        ('p[data-n^="1"] + p', "2"),
        ("div ~ *", "3 4"),
        ("[class~=b]", "2"),
        ("[class$='b'][class*='a']", "2"),
        ("*.b", "2"),
        ("p:not(.a)", "1"),
        ("div p:nth-child(2)", "2"),
        ("p:is(.b, [data-n])", "1 2"),
    ],
)
def test_selectors_find_what_they_find_in_a_browser(selector: str, found: str) -> None:
    tree = document_fromstring(
        "<html><body><div id='x'><p data-n='1'>1</p><p class='a b'>2</p></div><em>3</em><p class='a'>4</p></body></html>"
    )
    assert " ".join(element.text_content() for element in tree.xpath(xpath_of(selector))) == found


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ('[html]\nauthor = ".a"', "html.comment is missing"),
        ('[html]\ncomment = "li::before"', "ours.toml: html.comment is 'li::before'"),
        ('[html]\ncomment = "li"\ndate = "> time"', "html.date .*expected selector, got <DELIM '>'"),
        ('[html]\ncomment = "li"\ntext = ""', "html.text"),
        ('[html]\ncomment = "li"\nrole = 3', "html.role"),
        ('[html]\ncomment = "li"\ntext = "p >"', "html.text .* expected selector, got its end"),
        ('[html]\ncomment = "li"\nauthr = "b"', "unknown key html.authr. Did you mean author"),
        ('html = "li"', r"write \[html\] on a line"),
    ],
)
def test_a_wrong_selector_is_named_with_its_file_and_key(tmp_path: Path, layout: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as refused:
        comments(tmp_path, layout)
    assert "ours.toml" in str(refused.value)
