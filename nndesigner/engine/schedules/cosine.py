"""A learning rate that falls like half a cosine wave."""

from __future__ import annotations

import math

from nndesigner.engine.schedules.schedule import Schedule


class Cosine(Schedule):
    """η · ½(1 + cos(π · epochs / period)), next to nothing after (Loshchilov & Hutter 2017, no restarts)."""

    name = "cosine"
    label = "Cosine"
    description = "The learning rate falls slowly, then faster, then slowly to nearly 0 over so many epochs."
    uses_factor = False

    def share(self, epochs: float, _factor: float, period: int, /) -> float:
        return max(0.5 * (1.0 + math.cos(math.pi * min(epochs / period, 1.0))), _LEAST)


_LEAST = 1e-4
"""Of η after the fall: whoever goes on training sees the network still move."""

COSINE = Cosine()
