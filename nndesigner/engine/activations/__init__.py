"""The activations. Closed: a project file names one of these and never brings its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nndesigner.engine.activations.activation import Activation
from nndesigner.engine.activations.linear import LINEAR
from nndesigner.engine.activations.relu import RELU
from nndesigner.engine.activations.sigmoid import SIGMOID
from nndesigner.engine.activations.softmax import SOFTMAX
from nndesigner.engine.activations.step import STEP
from nndesigner.engine.activations.tanh import TANH

__all__ = ["ACTIVATIONS", "Activation"]

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {activation.name: activation for activation in (STEP, SIGMOID, TANH, RELU, LINEAR, SOFTMAX)}
)
"""By name, in the order of the menus."""
