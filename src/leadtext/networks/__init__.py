"""Networks as ONNX: written from weights, and run one text at a time."""

from __future__ import annotations

from leadtext.networks.graph import Graph, Weights
from leadtext.networks.session import open_session

__all__ = ["Graph", "Weights", "open_session"]
