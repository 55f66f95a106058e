"""split cuts documents into passages of one to four sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtext import passages as module
from leadtext.passages import cut, sentence_spans
from leadtext.records import Document


def document(text: str, *, kind: str = "article", id: str = "d") -> Document:
    return Document(id=id, kind=kind, title="", text=text, source="s")  # type: ignore[arg-type]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_sentences_end_where_a_reader_would_end_them() -> None:
    text = (
        'Dr. Imrie spoke first. "We waited," she said. The U.K. is odd, e.g. in its trusts (see fig. 3). What now? Ok!'
    )
    assert sentences(text) == [
        "Dr. Imrie spoke first.",
        '"We waited," she said.',
        "The U.K. is odd, e.g. in its trusts (see fig. 3).",
        "What now?",
        "Ok!",
    ]


def test_a_sentence_in_small_letters_is_a_sentence() -> None:
    assert sentences("i work nights. we never see a manager. so there") == [
        "i work nights.",
        "we never see a manager.",
        "so there",
    ]


def test_a_passage_holds_at_most_four_sentences() -> None:
    text = " ".join(f"This is sentence number {number} of the paragraph." for number in range(9))
    passages = cut(document(text))
    assert [len(sentences(passage.text)) for passage in passages] == [3, 3, 3]


def test_a_passage_holds_at_most_the_words_it_may() -> None:
    sentence = "word " * 39 + "end."
    passages = cut(document(" ".join([sentence] * 4)), max_words=110)
    assert [len(passage.text.split()) for passage in passages] == [80, 80]


def test_a_passage_of_an_article_never_crosses_a_paragraph() -> None:
    passages = cut(document("One. Two.\n\nThree.\n\nFour. Five."))
    assert [passage.text for passage in passages] == ["One. Two.", "Three.", "Four. Five."]


def test_a_short_comment_is_one_passage() -> None:
    passages = cut(document("Well said.\n\nI agree with all of it. Thank you.", kind="comment"))
    assert len(passages) == 1


def test_a_short_comment_needs_no_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_pipeline", lambda: pytest.fail("spaCy takes longer to import than all else"))
    text = (
        'They call it "winter pressure" (again!). Every year, 5% more; who pays £3 million? My sister does. "Enough."'
    )
    assert [passage.text for passage in cut(document(text, kind="comment"))] == [text]


@given(st.text(alphabet='Aab1 .!?…"“”()[]😀।\n-', max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_comment_that_is_taken_for_one_passage_would_be_one_by_its_sentences(text: str) -> None:
    at_once = [(passage.start, passage.end) for passage in cut(document(text, kind="comment"))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_is_one_passage", lambda *_: False)
        assert at_once == [(passage.start, passage.end) for passage in cut(document(text, kind="comment"))]


def test_a_long_comment_is_cut_like_an_article() -> None:
    text = "\n\n".join(["A sentence of the comment. Another one of it."] * 3)
    assert len(cut(document(text, kind="comment"))) == 3


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_passages_are_parts_of_their_document_in_order_and_lose_no_word(text: str) -> None:
    passages = cut(document(text))
    end = 0
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert not text[end : passage.start].strip()
        end = passage.end
    assert not text[end:].strip()
