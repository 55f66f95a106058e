"""The paragraphs in a piece of HTML that is known to be text: a feed's entry, a rendered document."""

from __future__ import annotations

from lxml import html

from leadtext.reading.comments.dom import paragraphs_of

__all__ = ["html_paragraphs"]

NOT_TEXT = (
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "figure",
    "figcaption",
    "table",
    "nav",
    "aside",
    "pre",
    "form",
    "footer",
)


def html_paragraphs(markup: str) -> list[str]:
    """The paragraphs and list items of some HTML, without its headings, figures, tables and forms."""
    if not markup.strip():
        return []
    if "<" not in markup and "&" not in markup:
        return [" ".join(part.split()) for part in markup.split("\n\n") if part.strip()]
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    tree = html.document_fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser=parser)
    return paragraphs_of(tree, set(tree.iter(*NOT_TEXT)))
