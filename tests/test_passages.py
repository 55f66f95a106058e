"""split cuts documents into passages of one to four sentences, and marks what is repeated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtext import passages as module
from leadtext.passages import Repeats, cut, sentence_spans
from leadtext.records import Document, Passage


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


def test_a_pull_quote_is_marked_as_a_repeat_of_the_passage_it_quotes() -> None:
    body = "The peloton moves as one. Nobody in it can win alone, and everybody takes a turn at the front of the pack."
    quote = "Nobody in it can win alone, and everybody takes a turn at the front"
    marked = Repeats().mark(cut(document(f"{body}\n\n{quote}\n\nSomething quite different stands at the very end.")))
    assert [passage.duplicate_of for passage in marked] == [None, marked[0].id, None]


def test_a_repost_is_marked_whatever_its_quotation_marks_and_spacing() -> None:
    repeats = Repeats()
    first = repeats.mark(cut(document("“Everyone leads here,” she said, “from porter to professor.”", id="a")))
    again = repeats.mark(cut(document('"Everyone leads here,"  she said, "from porter to professor"', id="b")))
    assert again[0].duplicate_of == first[0].id


def test_short_thanks_are_nobody_s_repeat() -> None:
    repeats = Repeats()
    repeats.mark(cut(document("Thank you, very useful.", kind="comment", id="a")))
    [second] = repeats.mark(cut(document("Thank you, very useful.", kind="comment", id="b")))
    assert second.duplicate_of is None


LIFT = (
    "When the lift stopped the porters carried the beds up four floors, and by the evening there was a rota for it that "
    "nobody in the office had written, asked for or so much as heard of."
)


def marks(*texts: str, known: Repeats | None = None) -> list[str | None]:
    """What each text, a document of its own, is marked as a repeat of."""
    repeats = Repeats() if known is None else known
    return [repeats.mark(cut(document(text, id=f"d{at}")))[0].duplicate_of for at, text in enumerate(texts)]


def test_a_repost_with_small_edits_is_a_repeat() -> None:
    assert marks(LIFT, LIFT.replace("evening", "night"), "Sad but true: " + LIFT) == [None, "d0:0", "d0:0"]


def test_what_denies_what_the_other_says_is_no_repeat() -> None:
    assert marks(LIFT, LIFT.replace("there was a rota", "there was not a rota")) == [None, None]


def test_a_text_that_shares_a_sentence_s_half_is_no_repeat() -> None:
    assert (
        marks(LIFT, LIFT[:75] + " while the director gave an interview about resilience in the car park.") == [None] * 2
    )


def test_short_passages_must_be_the_same_to_be_repeats() -> None:
    assert marks(
        "The porters wrote that rota by themselves, nobody else.", "The porters wrote that rota by themselves, all."
    ) == [
        None,
        None,
    ]


def test_like_passages_of_one_document_are_its_own_affair() -> None:
    again = cut(document(f"{LIFT}\n\n{LIFT.replace('evening', 'late night').replace('office', 'board')}"))
    assert [passage.duplicate_of for passage in Repeats().mark(again)] == [None, None]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 30), st.sampled_from(["tea", "rain", "", "a bed"])), max_size=12
    )
)
@settings(max_examples=60, deadline=None)
def test_going_on_from_what_is_known_marks_what_one_go_would(edits: list[tuple[int, int, str]]) -> None:
    bases = [LIFT, LIFT.upper(), LIFT[40:] + " It held all winter.", "Nothing of the kind. " * 8]
    passages = []
    for at, (base, place, word) in enumerate(edits):
        words = bases[base].split()
        words[place % len(words)] = word
        passages.append(cut(document(" ".join(words), id=f"d{at}")))
    at_once = Repeats()
    expected = [passage for part in passages for passage in at_once.mark(part)]
    found: list[Passage] = []
    for part in passages:
        known = [(p.key, p.id, p.document, p.text) for p in reversed(found) if p.duplicate_of is None]
        found += Repeats(known).mark(part)
    assert found == expected
