"""The gate: a tagger with layers does not read passages that are about something else."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from leadtext.encoder import OnnxEncoder, default_folder, models_folder
from leadtext.framing import Tagger, Trained, load_gold, train
from leadtext.framing.card import model_card
from leadtext.framing.finetuning import FineTuned
from leadtext.framing.gate import BELOW, fit_gate
from leadtext.framing.trained import VoiceScore
from leadtext.stages.encode import encode_for, read_by
from leadtext.stages.study import layers_of
from leadtext.stages.tag import explain_passage

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
PARKING = "The lift to the second floor was broken and the car park was full when we came for the scan in the morning."
SAVIOUR = (
    "The age of the saviour chief executive is over; boards should spread leadership to all who have the expertise."
)


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(default_folder())


@pytest.fixture(scope="module")
def trained(encoder: OnnxEncoder) -> Trained:
    """Trained on every twelfth document, with the layers that ship in place of some trained for it."""
    codebook, passages = load_gold(GOLD)
    kept = set(sorted({passage.group for passage in passages})[::12])
    passages = [passage for passage in passages if passage.group in kept]
    layers = Tagger.load(models_folder() / "framing").layers
    assert layers is not None
    network = layers_of(dataclasses.replace(Tagger.load(models_folder() / "framing"), entrance=None))
    vectors, scores = encode_for(encoder, network, [passage.text for passage in passages])
    assert scores is not None
    fine_tuned = FineTuned(scores[:, :4].astype(np.float64), layers, scores[:, 4:].astype(np.float64))
    return train(codebook, passages, vectors, encoder=encoder.fingerprint, fine_tuned=fine_tuned)


def test_passages_about_other_matters_are_not_read_and_get_what_held_of_such(
    trained: Trained, encoder: OnnxEncoder
) -> None:
    tagger = trained.tagger
    assert tagger.entrance is not None
    vectors, scores = encode_for(encoder, layers_of(tagger), [PARKING, SAVIOUR])
    assert scores is not None
    assert np.isnan(scores).all(axis=1).tolist() == [True, False]
    parking, saviour = tagger.tag([PARKING, SAVIOUR], vectors, scores)
    assert parking.signals == {name: round(share, 4) for name, share in tagger.entrance.shares.items()}
    assert (parking.frame, saviour.frame) == ("neither", "collective")


def test_few_of_the_passages_let_by_took_a_side(trained: Trained) -> None:
    assert trained.tagger.entrance is not None
    assert 0.05 < trained.spared < 0.9
    assert all(share < BELOW for share in trained.tagger.entrance.shares.values())


def test_a_card_tells_voices_in_bands_and_those_of_few_passages_apart(trained: Trained) -> None:
    scores = {
        "porter": (40, 0.951),
        "nurse": (30, 0.849),
        "chief | board": (90, 0.8),
        "clerk": (21, 0.4),
        "poet": (4, 1.0),
    }
    voices = {name: VoiceScore(passages, right) for name, (passages, right) in scores.items()}
    told = dataclasses.replace(trained, voices=voices, by_writer=False)
    card = model_card(told, agreement={}, at="2026-11-28", version="1", data="mine.csv")
    assert "passages of mine.csv" in card
    assert ", in 5 voices." in card
    table = card.split("### By voice\n\n")[1].split("\n\n")[0].splitlines()
    assert table[2:] == [
        "| 0.95 and more | 1 | porter 0.95 |",
        "| 0.85 to 0.89 | 1 | nurse 0.85 |",
        "| 0.80 to 0.84 | 1 | chief / board 0.80 |",
        "| under 0.60 | 1 | clerk 0.40 |",
        "| fewer than 20 passages | 1 | poet 1.00 of 4 |",
    ]
    assert max(map(len, (models_folder() / "framing" / "README.md").read_text("utf-8").splitlines())) < 1200


def test_a_tagger_keeps_its_gate_and_its_card_tells_of_it(
    trained: Trained, encoder: OnnxEncoder, tmp_path: Path
) -> None:
    card = model_card(trained, agreement={}, at="2026-11-28", version="1", data="gold")
    assert f"{trained.spared:.0%} of these" in card
    trained.tagger.save(tmp_path, card=card)
    loaded = Tagger.load(tmp_path)
    for tagger in (trained.tagger, loaded):
        assert [weighted.kind for weighted in tagger.features.counted] == ["words"], "layers read the spellings"
    read = encode_for(encoder, layers_of(trained.tagger), [PARKING, SAVIOUR])
    assert loaded.tag([PARKING, SAVIOUR], *read) == trained.tagger.tag([PARKING, SAVIOUR], *read)


def test_a_text_is_spared_alike_by_its_vector_as_kept_and_as_made(trained: Trained, encoder: OnnxEncoder) -> None:
    texts = [passage.text for passage in load_gold(GOLD)[1][:300]]
    layers = layers_of(trained.tagger)
    assert layers is not None
    vectors, together = encode_for(encoder, layers, texts)
    assert together is not None
    assert np.isnan(together).any()
    assert np.array_equal(read_by(encoder, layers, texts, vectors), together, equal_nan=True)
    assert not np.isnan(read_by(encoder, layers, texts)).any()


def test_the_explanation_of_an_unread_passage_says_so(trained: Trained, encoder: OnnxEncoder) -> None:
    spared, read = (explain_passage(trained.tagger, encoder, text) for text in (PARKING, SAVIOUR))
    assert all(found.spared and not found.strongest(5) for found in spared)
    assert not any(found.spared for found in read)


def test_where_something_holds_of_every_passage_there_is_no_gate() -> None:
    vectors = np.eye(4, dtype=np.float32)
    assert fit_gate(vectors, np.ones((4, 2), dtype=bool)) is None
    assert fit_gate(vectors, np.zeros((4, 2), dtype=bool)) is None
