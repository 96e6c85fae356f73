"""∂C/∂a of one output, in symbols and in numbers: the first factor of eq. 29."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.costs.huber import KNEE
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.format import MINUS
from nndesigner.ui.panels.inspector.notation import GAP, difference

WRITTEN = ("mse", "mae", "huber", "hinge")
"""Costs whose slope is written in a. The others only have a short form together with their activation."""


@dataclass(frozen=True)
class CostSlope:
    """How the cost changes with one output.

    Attributes:
        symbols: As a formula.
        numbers: The same with the numbers filled in; empty where that says nothing.
        value: What it comes to, by the engine's own function.
        note: Which branch of the cost this is, where it has several; also that a and y are too close to
            tell apart in few digits.
    """

    symbols: str
    numbers: str
    value: float
    note: str = ""


def cost_slope(cost: str, a: float, y: float) -> CostSlope:
    """The slope of one of the costs `WRITTEN`, at an output a with desired output y."""
    value = _slope(cost, a, y)
    if cost == "hinge":
        return _hinge(value, y)
    if cost == "mse":
        return _straight(a, y, value)
    if cost == "mae":
        return _sign(a, y, value)
    if abs(a - y) <= KNEE:
        return _straight(a, y, value, f"|a{GAP}−{GAP}y|{GAP}≤{GAP}{KNEE:g}")
    return _sign(a, y, value, f"|a{GAP}−{GAP}y|{GAP}>{GAP}{KNEE:g}")


def difference_words(a: float, y: float) -> tuple[str, str]:
    """a − y in numbers, and a note where they are too close for that."""
    numbers = difference(a, y)
    return numbers, "" if numbers else f"a{GAP}≈{GAP}y"


def _straight(a: float, y: float, value: float, branch: str = "") -> CostSlope:
    numbers, close = difference_words(a, y)
    return CostSlope("a − y", numbers, value, _notes(branch, close))


def _sign(a: float, y: float, value: float, branch: str = "") -> CostSlope:
    numbers, close = difference_words(a, y)
    return CostSlope("sgn(a − y)", f"sgn({numbers})" if numbers else "", value, _notes(branch, close))


def _notes(*notes: str) -> str:
    return ", ".join(note for note in notes if note)


def _hinge(value: float, y: float) -> CostSlope:
    if value == 0.0:
        return CostSlope("∂C/∂a", "", value, f"right by a margin: t{GAP}a{GAP}≥{GAP}1")
    t = f"{2.0 * y - 1.0:g}".replace("-", MINUS)
    return CostSlope("−t", "", value, f"t{GAP}={GAP}2y{GAP}−{GAP}1{GAP}={GAP}{t}")


def _slope(cost: str, a: float, y: float) -> float:
    """For a linear output z is a, so its δ is ∂C/∂a."""
    outputs: FloatArray = np.array([[a]])
    out = np.empty_like(outputs)
    COSTS[cost].output_error(ACTIVATIONS["linear"], outputs, outputs, np.array([[y]]), out)
    return float(out[0, 0])
