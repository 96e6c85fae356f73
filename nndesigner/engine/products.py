"""What δ and a give: the gradient (eq. 49, 53), or at once the step along it (eq. 55)."""

from __future__ import annotations

from functools import partial

import numpy as np

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.blas import Operand, accumulation
from nndesigner.engine.compiling import Plan
from nndesigner.engine.layout import Layout
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.passes import BackwardPass, ForwardPass
from nndesigner.engine.straight import ADDRESS, X, straight


class GradientProducts:
    """∂C/∂w = δ aᵀ and ∂C/∂b = δ, summed over the rows, into the flat gradient.

    Attributes:
        calls: What computes them, the batch being a blank.
    """

    def __init__(
        self, plan: Plan, layout: Layout, forward: ForwardPass, backward: BackwardPass, gradient: FloatArray
    ) -> None:
        self.calls: list[Call] = []
        for station in plan.stations:
            delta = backward.delta[station.layer.id]
            for connection in station.incoming:
                place = layout.places[connection.id]
                block = place.block(gradient)
                if place.from_input:
                    self.calls.append(partial(delta.T.dot, X, block))
                else:
                    a = forward.sent(connection.source, ones=place.biased)
                    self.calls.append(partial(a.dot, delta, block))
            if not station.incoming:
                ones = np.ones(len(delta), gradient.dtype)
                self.calls.append(partial(delta.T.dot, ones, layout.biases(gradient, station)))
        self._run = straight(self.calls)

    def run(self, x: FloatArray) -> None:
        """Compute them for the batch x, shape (rows, n_in + 1), that the passes ran on."""
        self._run(x=x)


def step_in_place(
    plan: Plan,
    layout: Layout,
    forward: ForwardPass,
    backward: BackwardPass,
    parameters: FloatArray,
    x: FloatArray,
) -> list[Call]:
    """The calls of w ← w − δ aᵀ and b ← b − δ, in place: no gradient is ever written.

    Args:
        plan, layout, forward, backward: Of the program.
        parameters: Flat, changed by the calls.
        x: Any batch; only its layout matters here.

    Raises:
        LookupError: NumPy's library cannot be asked for products in place.
    """
    batch = Operand(x)
    calls: list[Call] = [partial(batch.point_at, ADDRESS)]
    for station in plan.stations:
        delta = backward.delta[station.layer.id]
        for connection in station.incoming:
            place = layout.places[connection.id]
            block = place.block(parameters)
            if place.from_input:
                calls.append(accumulation(Operand(delta.T), batch, block, -1.0))
            else:
                a = forward.sent(connection.source, ones=place.biased)
                calls.append(accumulation(Operand(a), Operand(delta), block, -1.0))
        if not station.incoming:
            calls += _bias_step(delta, layout.biases(parameters, station))
    return calls


def _bias_step(delta: FloatArray, bias: FloatArray) -> list[Call]:
    """For a layer that nothing leads into: its neurons have a bias only."""
    ones, step = np.ones(len(delta), bias.dtype), np.empty_like(bias)
    return [partial(delta.T.dot, ones, step), partial(np.subtract, bias, step, bias)]
