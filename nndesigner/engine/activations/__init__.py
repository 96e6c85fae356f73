"""The activations. Closed: a project file names one of these and never brings its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nndesigner.engine.activations.activation import Activation
from nndesigner.engine.activations.elu import ELU
from nndesigner.engine.activations.gelu import GELU
from nndesigner.engine.activations.leaky_relu import LEAKY_RELU
from nndesigner.engine.activations.linear import LINEAR
from nndesigner.engine.activations.relu import RELU
from nndesigner.engine.activations.selu import SELU
from nndesigner.engine.activations.sigmoid import SIGMOID
from nndesigner.engine.activations.silu import SILU
from nndesigner.engine.activations.softmax import SOFTMAX
from nndesigner.engine.activations.softplus import SOFTPLUS
from nndesigner.engine.activations.step import STEP
from nndesigner.engine.activations.tanh import TANH

__all__ = ["ACTIVATIONS", "Activation"]

_ALL: tuple[Activation, ...] = (
    STEP,
    SIGMOID,
    TANH,
    RELU,
    LEAKY_RELU,
    ELU,
    SELU,
    GELU,
    SILU,
    SOFTPLUS,
    LINEAR,
    SOFTMAX,
)

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({known.name: known for known in _ALL})
"""By name, in the order of the menus."""
