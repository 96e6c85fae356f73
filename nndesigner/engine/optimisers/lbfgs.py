"""Descent that learns the curvature of the cost from its own steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from nndesigner.engine.optimisers.optimiser import Optimiser
from nndesigner.engine.parameters import FloatArray

LEAST_CURVATURE = 1e-10
"""A step and the change of the gradient along it are remembered where their product exceeds this: less is
rounding, and a negative one would turn the next direction uphill."""


class LBFGS(Optimiser):
    """A quasi-Newton method with limited memory (Nocedal 1980; Nocedal & Wright 2006, algorithm 7.4).

    The last few steps s and changes y of the gradient tell how the gradient turns; −H g with the inverse
    curvature H that they imply leads much more directly to the minimum than −g.
    """

    name = "lbfgs"
    label = "L-BFGS"
    equation = "w ← w − t H g"
    description = "All rows in every step, along a direction that knows how the cost curves."
    uses = ("memory", "line_search")
    whole_batch = True

    def remembers(self, names: Collection[str], /) -> bool:
        pairs = (len(set(names)) - 2) // 2
        numbered = {f"{word} {n}" for word in ("step", "change") for n in range(pairs)}
        return not names or set(names) == {"gradient", "move"} | numbered

    def direction(self, g: FloatArray, pairs: Sequence[tuple[FloatArray, FloatArray]], /) -> FloatArray:
        """Compute −H g, a fresh vector.

        Args:
            g: Gradient, flat.
            pairs: Steps s and gradient changes y, the oldest first, all with sᵀy > 0.
        """
        q = np.negative(g)
        shares = []
        for s, y in reversed(pairs):
            share = float(np.dot(s, q) / np.dot(y, s))
            shares.append(share)
            q -= share * y
        if pairs:
            s, y = pairs[-1]
            q *= float(np.dot(y, s) / np.dot(y, y))
        for (s, y), share in zip(pairs, reversed(shares), strict=True):
            q += (share - float(np.dot(y, q) / np.dot(y, s))) * s
        return q


L_BFGS = LBFGS()
