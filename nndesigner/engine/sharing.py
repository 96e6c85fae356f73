"""Which neurons of a layer share an activation, for what looks at a network apart from training it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.network import Layer
from nndesigner.engine.parameters import FloatArray

Places = slice | NDArray[np.intp]


def sharing(layer: Layer) -> Iterator[tuple[Activation, Places]]:
    """Each activation of a layer with the places of the neurons that apply it; all places as a slice."""
    if not layer.overrides:
        yield ACTIVATIONS[layer.activation], slice(None)
        return
    names = np.array([layer.neuron_activation(neuron) for neuron in layer.neurons])
    for name in dict.fromkeys(names.tolist()):
        yield ACTIVATIONS[name], np.flatnonzero(names == name)


def activated(layer: Layer, z: FloatArray) -> FloatArray:
    """a = σ(z) of a layer, each neuron by its own σ; shape (rows, n)."""
    result: FloatArray = np.empty_like(z)
    for activation, places in sharing(layer):
        here = z[:, places]
        a = np.empty_like(here)
        activation.value(here, a)
        result[:, places] = a
    return result


def slopes(layer: Layer, z: FloatArray, a: FloatArray) -> FloatArray:
    """σ′(z) of a layer, each neuron by its own σ; shape (rows, n). Only what is elementwise has one."""
    result: FloatArray = np.empty_like(z)
    for activation, places in sharing(layer):
        here = z[:, places]
        slope = np.empty_like(here)
        activation.derivative(here, a[:, places], slope)
        result[:, places] = slope
    return result


def is_elementwise(layer: Layer) -> bool:
    """Whether every neuron's activation depends on its own z only."""
    return all(activation.elementwise for activation, _ in sharing(layer))
