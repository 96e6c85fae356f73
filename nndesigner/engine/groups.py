"""The neurons of one layer, grouped by the activation they apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.network import Layer
from nndesigner.engine.parameters import FloatArray

Call = Callable[[], object]
"""One prepared piece of work: arguments and outputs are bound."""


@dataclass(frozen=True, eq=False)
class Group:
    """Neurons of a layer that share an activation.

    Attributes:
        columns: Their places in the layer; a slice where they stand side by side, which costs nothing.
    """

    activation: Activation
    columns: slice | NDArray[np.intp]

    def of(self, array: FloatArray) -> FloatArray:
        """The group's columns of an array (rows, neurons): a view for a slice, else a copy."""
        return array[:, self.columns]


def groups_of(layer: Layer) -> tuple[Group, ...]:
    """The groups of a layer in order of first appearance; one group for a layer without overrides."""
    if not layer.overrides:
        return (Group(ACTIVATIONS[layer.activation], slice(0, layer.size)),)
    names = [layer.neuron_activation(neuron) for neuron in layer.neurons]
    return tuple(Group(ACTIVATIONS[name], _places(names, name)) for name in dict.fromkeys(names))


def value_calls(groups: tuple[Group, ...], z: FloatArray, a: FloatArray) -> list[Call]:
    """The work of a = σ(z) for a whole layer; arrays have shape (rows, neurons)."""
    calls: list[Call] = []
    for group in groups:
        if isinstance(group.columns, slice):
            calls.append(partial(group.activation.value, group.of(z), group.of(a)))
        else:
            calls += _gathered(group.activation.value, group.columns, [z], a)
    return calls


def backward_calls(
    groups: tuple[Group, ...], z: FloatArray, a: FloatArray, grad_a: FloatArray, out: FloatArray
) -> list[Call]:
    """The work of δ = ∂C/∂z from ∂C/∂a for a whole layer; arrays have shape (rows, neurons)."""
    calls: list[Call] = []
    for group in groups:
        backward = group.activation.backward
        if isinstance(group.columns, slice):
            calls.append(partial(backward, group.of(z), group.of(a), group.of(grad_a), group.of(out)))
        else:
            calls += _gathered(backward, group.columns, [z, a, grad_a], out)
    return calls


def _places(names: list[str], name: str) -> slice | NDArray[np.intp]:
    places = np.flatnonzero([other == name for other in names])
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places


def _gathered(
    function: Callable[..., None], places: NDArray[np.intp], sources: list[FloatArray], out: FloatArray
) -> list[Call]:
    """Gather scattered neurons side by side, compute, and put the results where they belong.

    The engine's arrays lie in memory neuron by neuron, so gathering is copying whole runs.
    """
    rows = len(out)
    copies = [np.empty((len(places), rows), out.dtype) for _ in sources]
    result = np.empty((len(places), rows), out.dtype)
    # mode="clip" writes straight into `out`; the default goes through a buffer.
    calls: list[Call] = [
        partial(np.take, source.T, places, axis=0, out=copy, mode="clip")
        for source, copy in zip(sources, copies, strict=True)
    ]
    calls.append(partial(function, *(copy.T for copy in copies), result.T))
    calls.append(partial(out.T.__setitem__, places, result))
    return calls
