"""Round figures for axes."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["nice_end", "step_of", "ticks_between", "width_of"]

DIGIT, PER_CENT, POINT = 6.4, 10.3, 3.2
"""How wide a digit, a per cent sign, and a point or comma are in an axis's size."""


def step_of(length: float, count: int) -> float:
    """The step between figures of which about ``count`` fit: 1, 2 or 5 times a power of ten, as D3 and Vega take it."""
    rough = length / count
    power = 10.0 ** math.floor(math.log10(rough) + 1e-9)
    times = next((times for times, from_ in ((10, 50), (5, 10), (2, 2)) if rough / power >= math.sqrt(from_)), 1)
    return times * power


def ticks_between(low: float, high: float, count: int) -> list[float]:
    """Round figures from ``low`` to ``high``, about as many as wanted."""
    step = step_of(high - low, count)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return [at * step for at in range(first, last + 1)]


def nice_end(high: float, count: int) -> float:
    """The round figure at or above ``high`` where a scale from 0 ends."""
    step = step_of(high, count)
    return math.ceil(high / step - 1e-6) * step


def width_of(figures: Sequence[str]) -> float:
    """How wide the widest of some figures is, in pixels."""
    return max(
        (sum({"%": PER_CENT, ".": POINT, ",": POINT}.get(sign, DIGIT) for sign in one) for one in figures), default=0.0
    )
