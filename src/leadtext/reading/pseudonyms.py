"""Pseudonyms in the place of authors' names: the same for the same name all through a study, another in another study.

A pseudonym is cut from a keyed hash (HMAC, RFC 2104), so that nobody without the study's key can try out names. They
are put in before documents get their ids, because a comment's id follows from its author.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from leadtext.reading.capture_lines import is_anonymous
from leadtext.records import Document, Page, Piece

__all__ = ["Pseudonyms"]

DIGITS = 6
"""Hexadecimal, short enough to read. Of 1,000 names two share a pseudonym in 3 % of studies, of 10,000 some do."""

MOST_NAME_WORDS = 8
MOST_UNKNOWN_WORDS = 3
"""An "@" with a name that no author on the page has: a handle, or forename, middle name and surname."""

_PSEUDONYM = re.compile(rf"Reader [0-9A-F]{{{DIGITS}}}")
_ADDRESS = re.compile(r"(?P<at>\s*@\s?)(?P<words>\w[\w'’.-]*(?: \w[\w'’.-]*){0,7})")
_WORD = re.compile(r"\w[\w'’.-]*")

# Capitalised words that open a sentence behind "@Name" without a comma, and are part of nobody's name.
_OPENERS = frozenset(
    re.findall(
        r"\S+",
        "a agree all and as at but did do exactly for good great he hear here how if in is it i'm it's i'd i've my no "
        "not of oh on our quite she so sorry thank thanks that that's the then there they this to totally true very "
        "was we well what when where which who why with yes you you're your",
    )
)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Gives pseudonyms.

    Attributes:
        key: the study's secret; who has it can tell whether a name is behind a pseudonym.
    """

    key: str

    def of(self, name: str) -> str:
        """A name's pseudonym, such as "Reader 3F9A2C"; case and spacing don't matter, a pseudonym is its own."""
        if _PSEUDONYM.fullmatch(name) is not None:
            return name
        plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
        code = hmac.new(self.key.encode(), plain.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"Reader {code[:DIGITS].upper()}"

    def page(self, page: Page) -> Page:
        """A page without names: those of its authors, and those that its comments address."""
        pieces = ([] if page.publication is None else [page.publication]) + list(page.comments)
        renamed = list(self.pieces(pieces))
        if page.publication is None:
            return replace(page, comments=tuple(renamed))
        # A publication's own text isn't spoken to anybody.
        publication = replace(renamed[0], text=page.publication.text)
        return replace(page, publication=publication, comments=tuple(renamed[1:]))

    def pieces(self, pieces: Iterable[Piece], called: dict[str, str] | None = None) -> Iterator[Piece]:
        """Texts that stand under one another, without their authors' names and those they begin with ("@Name").

        Args:
            pieces: the texts, in the page's order.
            called: who may be addressed by which name (see `called`), where the texts are too many to be kept.
        """
        if called is None:
            pieces = list(pieces)
            called = self.called(piece.author for piece in pieces)
        else:
            called = dict(called)
        for piece in pieces:
            text = self._without_address(piece.text, called)
            called |= _called(piece.author)  # from here on, of two of one forename, the later is meant
            yield replace(piece, author=None if piece.author is None else self.of(piece.author), text=text)

    def called(self, authors: Iterable[str | None]) -> dict[str, str]:
        """The names that these authors may be addressed by, before any of them has written."""
        called: dict[str, str] = {}
        for author in authors:
            for name, whole in _called(author).items():
                called.setdefault(name, whole)
        return called

    def documents(self, documents: Iterable[Document]) -> list[Document]:
        """The same for documents that were kept with names; their ids stay."""
        documents = list(documents)
        texts = self._texts((document.author, document.text if document.is_comment else "") for document in documents)
        return [
            replace(
                document,
                author=None if document.author is None else self.of(document.author),
                text=text if document.is_comment else document.text,
            )
            for document, text in zip(documents, texts, strict=True)
        ]

    def _texts(self, written: Iterable[tuple[str | None, str]]) -> list[str]:
        """Texts with pseudonyms for the names that they begin with, given each with its author, in the page's order."""
        written = list(written)
        called = self.called(author for author, _ in written)
        found = []
        for author, text in written:
            found.append(self._without_address(text, called))
            called |= _called(author)  # from here on, of two of one forename, the later is meant
        return found

    def _without_address(self, text: str, called: Mapping[str, str]) -> str:
        """A text with a pseudonym for the name in "@Name" at its beginning."""
        address = _ADDRESS.match(text)
        if address is None or _PSEUDONYM.match(text, address.end("at")) is not None:
            return text
        words = list(_WORD.finditer(text, address.start("words"), address.end("words")))
        for count in range(min(len(words), MOST_NAME_WORDS), 0, -1):
            name = called.get(" ".join(_plain(word[0]) for word in words[:count]))
            if name is not None:
                return self._put(text, address, words[count - 1], name)
        if is_anonymous(_plain(words[0][0])):
            return text
        last = 0
        for at, word in enumerate(words[1:MOST_UNKNOWN_WORDS], start=1):
            ended = words[at - 1][0].endswith(".") and len(_plain(words[at - 1][0])) > 1
            if ended or not word[0][0].isupper() or len(word[0]) == 1 or _plain(word[0]) in _OPENERS:
                break
            last = at
        return self._put(text, address, words[last], text[words[0].start() : words[last].end()])

    def _put(self, text: str, address: re.Match[str], last: re.Match[str], name: str) -> str:
        end = last.end() - (len(last[0]) - len(last[0].rstrip(".'’-")))
        return text[: address.end("at")] + self.of(name.rstrip(".'’-")) + text[end:]


def _called(author: str | None) -> dict[str, str]:
    """What one may call an author: the whole name, or its first or last word."""
    if author is None:
        return {}
    words = [_plain(word) for word in _WORD.findall(author)]
    parts = {word for word in (*words[:1], *words[-1:]) if len(word) > 2}
    return dict.fromkeys({" ".join(words[:MOST_NAME_WORDS]), *parts} - {""}, author)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().rstrip(".'’-").replace("’", "'")
