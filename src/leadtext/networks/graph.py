"""Writes networks of BERT's layers as ONNX graphs for one text at a time, and quantises them to int8.

Written node by node, since what an exporter traces out of a model for batches carries masks, copies and shapes that a
text alone has no need of: they took a quarter of the time. Needs the optional set ``train``.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Graph", "Weights"]

Weights = Mapping[str, npt.NDArray[np.float32]]
"""Tensors by the names that transformers' BertModel gives them, without what stands before."""

OPSET = 20
"""The first with Gelu as one operation."""
FORMAT = 9
"""ONNX's IR version of that opset."""
NORM_EPSILON = 1e-12


class Graph:
    """A graph that grows from its input to its outputs; each method adds operations and returns their result's name.

    Args:
        heads: how many attention heads a layer has.
    """

    def __init__(self, heads: int) -> None:
        self.heads = heads
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def add(self, operation: str, *inputs: str, to: str, **attributes: Any) -> str:
        """One operation of ONNX's own set on named tensors."""
        from onnx import helper

        self._nodes.append(helper.make_node(operation, list(inputs), [to], name=to, **attributes))
        return to

    def constant(self, name: str, value: npt.ArrayLike) -> str:
        """A tensor that doesn't depend on the input: int64 where it is whole numbers, else float32."""
        from onnx import numpy_helper

        array = np.asarray(value)
        array = np.ascontiguousarray(array, dtype=np.int64 if array.dtype.kind in "iu" else np.float32)
        self._constants[name] = numpy_helper.from_array(array, name)
        return name

    def linear(self, given: str, weight: npt.NDArray[np.float32], bias: npt.NDArray[np.float32], *, to: str) -> str:
        """A product with a weight of shape (out, in), as torch keeps it, and a bias."""
        product = self.add("MatMul", given, self.constant(f"{to}.weight", weight.T), to=f"{to}.product")
        return self.add("Add", product, self.constant(f"{to}.bias", bias), to=to)

    def norm(self, given: str, weights: Weights, part: str, *, to: str) -> str:
        """A layer normalisation."""
        scale = self.constant(f"{to}.scale", weights[f"{part}.weight"])
        shift = self.constant(f"{to}.shift", weights[f"{part}.bias"])
        return self.add("LayerNormalization", given, scale, shift, to=to, axis=-1, epsilon=NORM_EPSILON)

    def layer(self, given: str, weights: Weights, part: str, *, to: str) -> str:
        """One layer of BERT (Devlin et al. 2019, doi:10.18653/v1/N19-1423): attention, then two products.

        Args:
            given: states, shape (tokens, width).
            weights: the network's.
            part: the layer's name in them, such as ``encoder.layer.0``.
            to: the result's name, of the same shape; the layer's other tensors are named after it.
        """
        attended = self._attention(given, weights, f"{part}.attention.self", to=f"{to}.attention")
        out = f"{part}.attention.output"
        dense = self.linear(
            attended, weights[f"{out}.dense.weight"], weights[f"{out}.dense.bias"], to=f"{to}.attention.dense"
        )
        added = self.add("Add", dense, given, to=f"{to}.attention.sum")
        middle = self.norm(added, weights, f"{out}.LayerNorm", to=f"{to}.attention.norm")
        wide = f"{part}.intermediate.dense"
        grown = self.linear(middle, weights[f"{wide}.weight"], weights[f"{wide}.bias"], to=f"{to}.wide")
        bent = self.add("Gelu", grown, to=f"{to}.gelu")
        out = f"{part}.output"
        dense = self.linear(bent, weights[f"{out}.dense.weight"], weights[f"{out}.dense.bias"], to=f"{to}.dense")
        return self.norm(self.add("Add", dense, middle, to=f"{to}.sum"), weights, f"{out}.LayerNorm", to=to)

    def _attention(self, given: str, weights: Weights, part: str, *, to: str) -> str:
        """Every token looks at all; queries come scaled, so that products needn't be."""
        width = weights[f"{part}.query.bias"].shape[0]
        size = width // self.heads
        apart = self.constant(f"{to}.apart", [-1, self.heads, size])
        turned = {}
        # (heads, tokens, size), but keys (heads, size, tokens).
        for name, order in (("query", [1, 0, 2]), ("key", [1, 2, 0]), ("value", [1, 0, 2])):
            scale = np.float32(1 / math.sqrt(size)) if name == "query" else np.float32(1)
            weight, bias = weights[f"{part}.{name}.weight"] * scale, weights[f"{part}.{name}.bias"] * scale
            flat = self.linear(given, weight, bias, to=f"{to}.{name}.flat")
            split = self.add("Reshape", flat, apart, to=f"{to}.{name}.split")
            turned[name] = self.add("Transpose", split, to=f"{to}.{name}", perm=order)
        likeness = self.add("MatMul", turned["query"], turned["key"], to=f"{to}.likeness")
        shares = self.add("Softmax", likeness, to=f"{to}.shares", axis=-1)
        mixed = self.add("MatMul", shares, turned["value"], to=f"{to}.mixed")
        back = self.add("Transpose", mixed, to=f"{to}.back", perm=[1, 0, 2])
        return self.add("Reshape", back, self.constant(f"{to}.together", [-1, width]), to=to)

    def mean(self, given: str, *, to: str) -> str:
        """The mean over tokens, shape (1, width)."""
        return self.add("ReduceMean", given, self.constant(f"{to}.axis", [0]), to=to, keepdims=1)

    def quantised(self, given: Any, made: Sequence[Any]) -> bytes:
        """The graph as the bytes of an int8 ONNX file.

        Weights are quantised to int8, each channel with its own scale; activations at run time (onnxruntime's dynamic
        quantisation), which scales those of a text together: so a text must go through alone.

        Args:
            given: the graph's input, as onnx describes a tensor.
            made: its outputs.
        """
        import onnx
        from onnx import helper
        from onnxruntime.quantization import QuantType, quantize_dynamic

        graph = helper.make_graph(self._nodes, "leadtext", [given], list(made), list(self._constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=FORMAT)
        onnx.checker.check_model(model)
        with tempfile.TemporaryDirectory() as folder:
            full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
            onnx.save(model, str(full))
            quantize_dynamic(
                full,
                small,
                per_channel=True,
                weight_type=QuantType.QInt8,
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )
            return small.read_bytes()
