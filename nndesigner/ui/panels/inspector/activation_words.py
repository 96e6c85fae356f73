"""A neuron's own function in the equations: what makes a of z, and what its slope is called."""

from __future__ import annotations

import math

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.activations.leaky_relu import LEAK
from nndesigner.ui.panels.inspector.notation import GAP, result

_NAMES = {"sigmoid": "σ", "tanh": "tanh", "step": "step", "softplus": "softplus"}
"""How formulas call a function; all others go by their label."""
_FORMULAS = {
    "linear": "z",
    "relu": f"max(0,{GAP}z)",
    "leaky_relu": f"max({LEAK:g}{GAP}z,{GAP}z)",
    "softmax": "e<sup>z</sup> / Σ<sub>k</sub> e<sup>z<sub>k</sub></sup>",
}
"""Functions short enough to be written out."""


def activation_words(activation: str, z: float, a: float) -> str:
    """The activation of a neuron (eq. 13), by its own function: a = tanh(z) = 0.462."""
    if activation == "step" and not math.isnan(z):
        side = ">" if z > 0 else "≤"
        return f"a {result(a)}, because z{GAP}{side}{GAP}0"
    return f"a = {_FORMULAS.get(activation, f'{_name(activation)}(z)')} {result(a)}"


def slope_words(activation: str) -> str:
    """The slope of an elementwise activation; empty where it is 1 everywhere, so that nobody writes it."""
    return "" if activation == "linear" else f"{_name(activation)}′(z)"


def _name(activation: str) -> str:
    return _NAMES.get(activation, ACTIVATIONS[activation].label)
