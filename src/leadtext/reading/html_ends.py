"""Whom an article's last line, or a box about its author, names as its writer where no byline does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from leadtext.reading.comments.authors import PROFILE_LINK
from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.dom import text_of
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.comments.names import clean_name
from leadtext.reading.html_places import is_small
from leadtext.reading.html_writers import is_no_writer, looks_like_name, without_byline_words

__all__ = ["boxed_writer", "signed_at_end"]

# The family names that most people in China have
_FAMILIES = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧"
    "蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武"
    "乔喬贺賀赖賴龚龔文"
)
_FORMS = (
    # "-- By Anna Berg"
    re.compile(r"^(?:--|[–—])\s*(?:by|von|par|por)\s+(?P<name>[^\W\d_][^|•·]{2,60})$", re.IGNORECASE),
    # "(c)AFP/Anna BERG", as papers in Japan give the agency's writers
    re.compile(r"\(c\)\s?AFP\s?/\s?(?P<name>[^\W\d_][^|()/]{2,60})$", re.IGNORECASE),
    # a Korean name with "reporter" or "correspondent" and mostly an address, on a line of its own
    re.compile(
        r"^[\[(]?(?:[가-힣]+\s?=\s?)?(?P<name>[가-힣]{2,4})\s?(?:기자|특파원)[\])]?(?:\s?[\[(]?[\w.+-]+@[\w.-]+[\])]?)?$"
    ),
    # two or three Chinese characters in brackets behind the last sentence, the first of them a family's name
    re.compile(rf"[。！？”」]\s?[(（](?P<name>[{_FAMILIES}][一-鿿]{{1,2}})[)）]$"),
)
# High definition, a method, a text with pictures: words in such brackets that begin as names do
_NO_NAME = re.compile("高清|方法|文图|文圖|文字|文章")

# What one of the forms must hold, as it is quickly asked of all texts
_MAY_SIGN = re.compile("^\\s*(?:--|[–—])|AFP|afp|기자|특파원|[。！？”」]\\s?[(（]")

MOST_BEHIND = 300
"""Characters behind the line that ends an article, of buttons and tags in the same element or in those behind."""


def signed_at_end(tree: HtmlElement) -> str | None:
    """Whoever signs a page's text in its last line, in a form that is a signature's, where one does.

    Args:
        tree: the page without its comments.
    """
    names = set()
    for line, element, is_tail in _texts(tree):
        found = next((match for form in _FORMS if (match := form.search(line)) is not None), None)
        if found is None or _NO_NAME.match(found["name"]) or not _is_end(element, is_tail=is_tail):
            continue
        name = clean_name(without_byline_words(found["name"]))
        if name is not None and not is_no_writer(name) and (name.upper() == name.lower() or looks_like_name(name)):
            names.add(name)
    return names.pop() if len(names) == 1 else None


def _texts(tree: HtmlElement) -> Iterator[tuple[str, HtmlElement, bool]]:
    """The texts between tags, each with the element that it begins or follows, and whether it follows."""
    for element in tree.iter():
        if isinstance(element.tag, str):
            for words, is_tail in ((element.text, False), (element.tail, True)):
                if words and _MAY_SIGN.search(words) is not None:
                    yield plain_words(words), element, is_tail


_BLOCKS = word_set("p div td section article blockquote span")


def _is_end(element: HtmlElement, *, is_tail: bool) -> bool:
    """Whether little stands behind a text in its block and in those behind that."""
    block = element.getparent() if is_tail else element
    later = element.itersiblings() if is_tail else iter(element)
    behind = sum(len(text_of(other)) + len((other.tail or "").strip()) for other in later if isinstance(other.tag, str))
    if block is not None and block.tag == "p":
        behind += sum(len(text_of(other)) for other in block.itersiblings() if other.tag in _BLOCKS)
    return behind <= MOST_BEHIND


_ABOUT = re.compile(
    r"(?:(?:about\s+)?the\s+authors?|about\s+the\s+writer|(?:[üu]ber\s+(?:den|die)|de[rn]|die)\s+autor(?:in)?"
    r"|(?:[àa]\s+propos\s+de\s+)?l['’]auteure?|(?:sobre\s+)?(?:el|la)\s+autora?)\W*",
    re.IGNORECASE,
)


def boxed_writer(tree: HtmlElement) -> str | None:
    """Whom a box about the author links to as a writer of the site, where one is.

    Args:
        tree: the page without its comments.
    """
    names = set()
    for element in tree.iter("span", "div", "p", "strong", "b", "h2", "h3", "h4", "h5"):
        words = plain_words(element.text or "")
        box = element.getparent()
        if len(element) or box is None or not words or _ABOUT.fullmatch(words) is None or not is_small(box):
            continue
        links = (link for link in box.iter("a") if text_of(link))
        link = next(links, None)
        if link is not None and ("author" in link.get("rel", "").split() or PROFILE_LINK.search(link.get("href", ""))):
            names.add(text_of(link))
    name = clean_name(names.pop()) if len(names) == 1 else None
    return name if name is not None and looks_like_name(name) else None
