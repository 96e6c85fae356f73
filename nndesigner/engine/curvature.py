"""How sharply the cost bends where it bends most: what limits the learning rate."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from nndesigner.engine.chunks import chunk_size
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network, quiet

_ROUNDS = 12
"""Of the power iteration: enough for one significant digit."""
_MOST_ROWS = 512
_SHIFT = 1e-4
"""Length of the shift to either side, beside the length of the parameters."""
_SEED = 7


@quiet
def sharpest_curvature(
    network: Network, parameters: Parameters, cost: str, x: FloatArray, y: FloatArray, *, decay: float = 0.0
) -> float | None:
    """Estimate the largest eigenvalue of the Hessian of the cost, in float64.

    Plain descent on the whole cost overshoots, further with every step, along a direction of curvature h
    unless η < 2 / h. The products of Hessian and vector that the power iteration needs are central
    differences of gradients (Pearlmutter 1994 gives them exactly; here only the size matters).

    Args:
        network: What to compute.
        parameters: Where.
        cost: Registry name.
        x: Inputs, shape (m, n_in); some hundred of the rows are used, evenly spread.
        y: Desired outputs, shape (m, n_out).
        decay: λ / m of the ridge term, which bends all weights alike.

    Returns:
        The estimate, at most the true value for these rows; None where the cost does not bend upwards
        or is not finite.
    """
    count = min(len(x), _MOST_ROWS, chunk_size(network))
    picked = np.linspace(0, len(x) - 1, count).astype(int)
    program = compile_network(network, cost, count, np.float64)
    program.load(parameters)
    gradient = _gradient(program, np.array(x[picked], np.float64), np.array(y[picked], np.float64), decay)
    return _power(gradient, program.parameters.copy(), program.trainable)


def _power(
    gradient: Callable[[FloatArray], FloatArray], w: FloatArray, trainable: FloatArray | None
) -> float | None:
    direction: FloatArray = np.random.default_rng(_SEED).standard_normal(len(w))
    shift, found = _SHIFT * max(float(np.linalg.norm(w)), 1.0), 0.0
    for _ in range(_ROUNDS):
        if trainable is not None:
            direction *= trainable
        length = float(np.linalg.norm(direction))
        if not (length > 0.0 and math.isfinite(length)):
            break
        direction /= length
        bent = (gradient(w + shift * direction) - gradient(w - shift * direction)) / (2.0 * shift)
        found = float(np.dot(direction, bent))
        direction = bent
    return found if found > 0.0 and math.isfinite(found) else None


def _gradient(
    program: Program, x: FloatArray, y: FloatArray, decay: float
) -> Callable[[FloatArray], FloatArray]:
    def at(w: FloatArray) -> FloatArray:
        np.copyto(program.parameters, w)
        program.forward(x)
        program.backward(y)
        total: FloatArray = program.gradient.copy()
        if decay:
            weights, _ = program.layout.views(total)
            for key, part in weights.items():
                part += decay * program.weights[key]
        return total

    return at
