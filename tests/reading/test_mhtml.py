"""Pages saved in a single file are read as the pages that they hold."""

from __future__ import annotations

import base64
import contextlib
import quopri
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtext.errors import SourceError
from leadtext.reading import read_pages
from leadtext.reading.mhtml import read_mhtml
from leadtext.records import Page

GOLD = sorted((Path(__file__).parent / "pages").glob("*.html"))[::24]
BOUNDARY = "----MultipartBoundary--2PKdb74y1sauQ7CI4MSc1ila3UyC0C7NdDoQRkxGvx----"


def packed(html: bytes, packing: str = "quoted-printable") -> bytes:
    return {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[packing](html)


def saved(html: bytes, packing: str = "quoted-printable", kind: str = "text/html") -> bytes:
    """A file as Chrome writes it: the page first, then its styles and pictures."""
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://ward.example.org/nights\r\nSubject: Nights\r\n"
        "Date: Sat, 14 Jun 2014 10:11:41 GMT\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        f'\ttype="text/html";\r\n\tboundary="{BOUNDARY}"\r\n\r\n\r\n--{BOUNDARY}\r\nContent-Type: {kind}\r\n'
        f"Content-ID: <frame-8F79@mhtml.blink>\r\nContent-Transfer-Encoding: {packing}\r\n"
        "Content-Location: https://ward.example.org/nights\r\n\r\n"
    )
    rest = (
        f"\r\n--{BOUNDARY}\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n.a {{ }}\r\n"
        f"--{BOUNDARY}\r\nContent-Type: text/html\r\n\r\n<p>An advertisement in a frame of its own.</p>\r\n--{BOUNDARY}--\r\n"
    )
    return head.encode() + packed(html, packing) + rest.encode()


PAGE = """<html><head><title>Nights</title></head><body><h1>Nights</h1><article><p>Whoever is on the ward at three in
the morning leads it, and nobody has to be asked to. We take turns, and the rota says so, and that is – as far as we can
tell – how it always was.</p></article><div class="comments"><h2>1 comment</h2><div class="comment"><b class="author">Ada
Kestrel</b> <span class="date">3 days ago</span><p class="text">And it is never the one who is paid for it, in my time.</p>
</div></div></body></html>"""


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.stem)
def test_a_page_in_a_single_file_holds_what_the_page_holds(file: Path) -> None:
    alone, [page] = read_pages(file.read_bytes(), "a.html")[0], read_pages(saved(file.read_bytes()), "a.mhtml")
    assert page.publication is not None
    assert alone.publication is not None
    assert (page.publication.title, page.publication.text) == (alone.publication.title, alone.publication.text)
    assert [comment.text for comment in page.comments] == [comment.text for comment in alone.comments]


@pytest.mark.parametrize("packing", ["quoted-printable", "base64", "8bit"])
def test_what_a_browser_says_of_the_page_is_used(packing: str) -> None:
    page = read_mhtml(saved(PAGE.encode("cp1252"), packing, 'text/html; charset="windows-1252"'), "a.mhtml")
    assert page.publication is not None
    assert "is – as far as we can tell – how" in page.publication.text
    assert page.publication.address == "https://ward.example.org/nights"
    assert [str(comment.date) for comment in page.comments] == ["2014-06-11"], "counted from when it was saved"


def test_a_page_may_be_alone_in_its_file_or_in_parts_of_parts() -> None:
    alone = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + PAGE.encode()
    inner = (
        b"--in\nContent-Type: text/plain\n\nNights\n--in\nContent-Type: text/html\n\n" + PAGE.encode() + b"\n--in--\n"
    )
    nested = (
        b"Content-Type: multipart/related; boundary=out\n\n--out\nContent-Type: multipart/alternative; boundary=in\n\n"
    )
    for data in (alone, nested + inner + b"--out--\n", nested + inner.removesuffix(b"--in--\n")):
        page = read_mhtml(data, "a.mht")
        assert page.publication is not None
        assert page.publication.title == "Nights"


DEEP = b"".join(b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (deep, deep + 1) for deep in range(100_000))
BAD = {
    "no header": b"nothing of the kind",
    "a header without end": b"Content-Type: text/html;" + b" a=b;" * 1_000_000,
    "parts without a page": b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\n\x89PNG\n--x--",
    "a million parts": b"Content-Type: multipart/related; boundary=x\n\n" + b"--x\nA: b\n\n" * 1_000_000,
    "parts of parts without end": b"Content-Type: multipart/mixed; boundary=0\n\n" + DEEP,
    "a parameter's number without end": b"Content-Type: multipart/related; boundary*" + b"9" * 9_000 + b"=x\n\n--x\n",
    "quotation marks without end": b"Content-Type: multipart/related; boundary=x\n\n"
    + (b"--x\nContent-Type: a/b; c=" + b'";' * 8_000 + b"\n\n") * 200,
}


@pytest.mark.parametrize("case", BAD)
def test_what_holds_no_page_is_refused_at_once(case: str) -> None:
    began = time.process_time()
    with pytest.raises(SourceError, match="no web page"):
        read_mhtml(BAD[case], "a.mhtml")
    assert time.process_time() - began < 15


def test_a_page_too_large_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(SourceError, match="larger than 20 MB"):
        read_mhtml(saved(b"<p>" + b"word " * 17_000_000, "8bit"), "a.mhtml")


FILE = saved(PAGE.encode())


@settings(max_examples=100, deadline=3_000)
@given(st.binary(max_size=40), st.integers(0, len(FILE)), st.integers(0, 60))
def test_any_damage_gives_a_page_or_a_refusal(noise: bytes, place: int, cut: int) -> None:
    with contextlib.suppress(SourceError):
        assert isinstance(read_mhtml(FILE[:place] + noise + FILE[place + cut :], "a.mhtml"), Page)
