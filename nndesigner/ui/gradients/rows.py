"""A comparison of gradients as the rows of a table, without a widget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesigner.document.model import Document
from nndesigner.document.names import full_name
from nndesigner.engine.gradient_check import Comparison
from nndesigner.engine.network import Network
from nndesigner.engine.parameter_check import Place
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import Selection
from nndesigner.ui.plots.notation import neuron_symbol, weight_symbol


@dataclass(frozen=True, eq=False)
class Rows:
    """Every parameter that was compared or skipped, in the order of the network.

    Attributes:
        places: id, j and k of each as in `Place`, k being −1 for a bias; shape (rows, 3).
        backprop: ∂C/∂p, shape (rows,).
        difference: The same by differences; NaN at a kink.
        error: Relative error; NaN at a kink.
    """

    places: NDArray[np.int64]
    backprop: FloatArray
    difference: FloatArray
    error: FloatArray

    @classmethod
    def of(cls, network: Network, found: Comparison) -> Rows:
        """The rows of a comparison."""
        arrays = found.backprop, found.difference, found.relative_error
        compared, skipped = found.compared, found.skipped
        places: list[NDArray[np.int64]] = []
        numbers: list[FloatArray] = []
        for layer in network.forward_order:
            for connection in network.incoming(layer.id):
                key = connection.id
                j, k = np.nonzero(compared.weights[key] | skipped.weights[key])
                places.append(np.stack([np.full_like(j, key), j, k], axis=1))
                numbers.append(np.stack([part.weights[key][j, k] for part in arrays]))
            if layer.id in found.backprop.biases:
                key = layer.id
                j = np.flatnonzero(compared.biases[key] | skipped.biases[key])
                places.append(np.stack([np.full_like(j, key), j, np.full_like(j, -1)], axis=1))
                numbers.append(np.stack([part.biases[key][j] for part in arrays]))
        backprop, difference, error = np.concatenate(numbers, axis=1)
        return cls(np.concatenate(places), backprop, difference, error)

    def place(self, row: int) -> Place:
        """Which parameter a row is about."""
        key, j, k = (int(number) for number in self.places[row])
        return Place(key, j, None if k < 0 else k)


def symbol(network: Network, place: Place) -> str:
    """w³₂,₁ or b³₂."""
    if place.k is None:
        return neuron_symbol("b", network, place.id, place.j)
    return weight_symbol(network, network.connection(place.id), place.j, place.k)


def words(document: Document, place: Place) -> str:
    """From where to where: “petal width → neuron 3 of Hidden 1”; of a bias, its neuron."""
    network = document.network
    connection = None if place.k is None else network.connection(place.id)
    target = network.layer(place.id if connection is None else connection.target)
    receiver = full_name(document, target, target.neurons[place.j])
    if connection is None or place.k is None:
        return receiver
    source = network.layer(connection.source)
    return f"{full_name(document, source, source.neurons[place.k])} → {receiver}"


def selection(network: Network, place: Place) -> Selection:
    """The weight, or the neuron whose bias it is."""
    if place.k is None:
        return Selection.of_neuron(place.id, network.layer(place.id).neurons[place.j])
    connection = network.connection(place.id)
    target, source = network.layer(connection.target), network.layer(connection.source)
    return Selection.of_weight(connection.id, target.neurons[place.j], source.neurons[place.k])
