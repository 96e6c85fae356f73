"""The neurons of one layer, grouped by the activation they apply."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.activations.activation import Call
from nndesigner.engine.network import Layer
from nndesigner.engine.parameters import FloatArray


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


class Arranged:
    """The neurons of a layer, those of one activation side by side, bound to the layer's arrays.

    Where they stand so already nothing is copied. Scattered neurons are copied into that order and what comes
    out back; the engine's arrays lie in memory neuron by neuron, so whole runs are copied.

    Args:
        groups: Of the layer.
        z: Shape (rows, neurons).
        a: Likewise.
    """

    def __init__(self, groups: tuple[Group, ...], z: FloatArray, a: FloatArray) -> None:
        self._z, self._a = z, a
        self._sorted_z, self._sorted_a, self._order = z, a, None
        self._groups = [(group.activation, group.columns) for group in groups]
        if not all(isinstance(group.columns, slice) for group in groups):
            places = np.arange(z.shape[1])
            self._order = np.concatenate([places[group.columns] for group in groups])
            self._back = np.argsort(self._order)
            self._sorted_z, self._sorted_a = _room(z), _room(z)
            self._groups = _side_by_side(groups, places)

    def value_calls(self) -> list[Call]:
        """The work of a = σ(z)."""
        z, a = self._sorted_z, self._sorted_a
        calls = [
            call
            for activation, columns in self._groups
            for call in activation.value_calls(z[:, columns], a[:, columns])
        ]
        if self._order is None:
            return calls
        return [_copying(self._z, self._order, z), *calls, _copying(a, self._back, self._a)]

    def backward_calls(self, grad_a: FloatArray, out: FloatArray) -> list[Call]:
        """The work of δ = ∂C/∂z from ∂C/∂a, after that of the value; arrays have shape (rows, neurons)."""
        z, a = self._sorted_z, self._sorted_a
        scattered = self._order is not None
        grad, delta = (_room(out), _room(out)) if scattered else (grad_a, out)
        calls = [
            call
            for activation, columns in self._groups
            for call in activation.backward_calls(
                z[:, columns], a[:, columns], grad[:, columns], delta[:, columns]
            )
        ]
        if self._order is None:
            return calls
        return [_copying(grad_a, self._order, grad), *calls, _copying(delta, self._back, out)]


def _room(like: FloatArray) -> FloatArray:
    """An array of the same shape and order in memory."""
    return np.empty(like.T.shape, like.dtype).T


def _copying(source: FloatArray, places: NDArray[np.intp], out: FloatArray) -> Call:
    # mode="clip" writes straight into `out`; the default goes through a buffer. The method of the array gets
    # there in a fifth of the time of np.take.
    return partial(source.T.take, places, 0, out.T, "clip")


def _side_by_side(
    groups: tuple[Group, ...], places: NDArray[np.intp]
) -> list[tuple[Activation, slice | NDArray[np.intp]]]:
    """The groups one after the other."""
    found: list[tuple[Activation, slice | NDArray[np.intp]]] = []
    start = 0
    for group in groups:
        stop = start + len(places[group.columns])
        found.append((group.activation, slice(start, stop)))
        start = stop
    return found


def _places(names: list[str], name: str) -> slice | NDArray[np.intp]:
    places = np.flatnonzero([other == name for other in names])
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places
