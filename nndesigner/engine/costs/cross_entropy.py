"""Cross-entropy summed over the output neurons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.activations.activation import HALF
from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.straight import SIGNED


class CrossEntropy(Cost):
    """−Σⱼ [yⱼ ln aⱼ + (1 − yⱼ) ln(1 − aⱼ)], averaged over the rows (eq. 16, 17)."""

    name = "cross_entropy"
    label = "Cross-entropy"
    equation = "C = −1/m Σₓ Σⱼ [yⱼ ln aⱼ + (1 − yⱼ) ln(1 − aⱼ)]"

    def refusal(self, activation_name: str, /) -> str | None:
        if activation_name in ("sigmoid", "softmax"):
            return None
        label = ACTIVATIONS[activation_name].label
        return f"{self.label} needs outputs between 0 and 1, as sigmoid and softmax give; {label} does not."

    def target_refusal(self, activation_name: str, y: FloatArray, /) -> str | None:
        if not y.size:
            return None
        if not (y.min() >= 0.0 and y.max() <= 1.0):
            return f"{self.label} needs desired outputs from 0 to 1."
        if activation_name == "softmax" and y.shape[1] == 1 and y.min() < 1.0:
            return "A single softmax output is always 1, so it can learn nothing; make it sigmoid."
        return None

    def row_values(
        self, activation: Activation, z: FloatArray, _a: FloatArray, y: FloatArray, /
    ) -> FloatArray:
        costs = _softmax_costs(z, y) if activation.name == "softmax" else _sigmoid_costs(z, y)
        rows: FloatArray = costs.sum(axis=-1)
        return rows

    def is_difference(self, activation: Activation, /) -> bool:
        return activation.name == "sigmoid"

    def signed_calls(
        self, activation: Activation, z: FloatArray, half: FloatArray, out: FloatArray, /
    ) -> list[Callable[..., object]] | None:
        if activation.name != "sigmoid":
            return None
        # σ(z) − y = ½ (tanh(z/2) − (2y − 1))
        return [
            partial(np.multiply, z, HALF, out),
            partial(np.tanh, out, out),
            partial(np.subtract, out, SIGNED, out),
            partial(np.multiply, out, half, out),
        ]

    def output_error(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        if self.is_difference(activation):
            np.subtract(a, y, out)
        else:
            _softmax_error(z, a, y, out)


def _sigmoid_costs(z: FloatArray, y: FloatArray) -> FloatArray:
    """The costs from z: −ln σ(z) = ln(1 + e⁻ᶻ) and −ln(1 − σ(z)) = z + ln(1 + e⁻ᶻ)."""
    tail = np.log1p(np.exp(-np.abs(z)))
    result: FloatArray = np.maximum(z, 0.0) - y * z + tail
    return result


class _Split:
    """A softmax seen from its largest output, where 1 − a cannot be had by subtracting.

    Attributes:
        top: True at the largest z of each row (the first of equals), shape (rows, outputs).
        others: Softmax among all outputs but the largest, 0 at the largest itself.
        log_rest: ln of the sum of e^(z − largest z) over all but the largest, shape (rows, 1).
        log_sum: The same over all.
    """

    def __init__(self, z: FloatArray) -> None:
        self.shifted = z - z.max(axis=-1, keepdims=True)
        self.top = np.arange(z.shape[-1]) == z.argmax(axis=-1)[:, np.newaxis]
        rest = np.where(self.top, -np.inf, self.shifted)
        second = rest.max(axis=-1, keepdims=True)
        if z.shape[-1] == 1:  # nothing else: 1 − a is 0
            second = np.zeros_like(second)
        exponentials = np.exp(rest - second)
        total = exponentials.sum(axis=-1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            self.others = np.where(total > 0.0, exponentials / total, 0.0)
            self.log_rest = second + np.log(total)
        self.log_sum = np.log1p(np.exp(self.log_rest))


def _softmax_costs(z: FloatArray, y: FloatArray) -> FloatArray:
    split = _Split(z)
    log_a = split.shifted - split.log_sum
    # The largest output's 1 − a from what is left, the others' (at most ½) by subtracting.
    small = np.where(split.top, 0.0, np.exp(log_a))
    log_complement = np.where(split.top, split.log_rest - split.log_sum, np.log1p(-small))
    # 0 · ln 0 is 0, as the limit of p ln p.
    with np.errstate(invalid="ignore"):
        second = np.where(y == 1.0, 0.0, (1.0 - y) * log_complement)
    result: FloatArray = -(y * log_a + second)
    return result


def _softmax_error(z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray) -> None:
    """δⱼ = aⱼ Σy − yⱼ + (1 − yⱼ) aⱼ − Σ_{k≠j} (1 − y_k) a_k aⱼ / (1 − a_k).

    The last fraction is the softmax among all outputs but k, so it never exceeds one; for the largest
    output it is taken from z, because 1 − a_k may have been rounded to nothing.
    """
    split = _Split(z)
    wrong = (1.0 - y) * a
    pull = np.where(split.top, 0.0, wrong / np.where(split.top, 1.0, 1.0 - a))
    np.multiply(a, y.sum(axis=-1, keepdims=True) - pull.sum(axis=-1, keepdims=True) + pull, out)
    out += wrong - y
    out -= split.others * wrong.sum(axis=-1, where=split.top, keepdims=True)


CROSS_ENTROPY = CrossEntropy()
