"""Where each weight matrix and bias vector lies in the flat parameter vector.

The bias of a layer is one more weight, on an input that is always 1, and lies with the weights of the first
connection into it. So one product of matrices computes w a + b, and one more both gradients. Which way round
a block lies is chosen so that every product finds its matrices whole: the weights of inputs, through which no
error goes back, receiving neuron by receiving neuron with their bias at the end; all others sending neuron by
sending neuron, with the biases as the last row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.compiling import Plan, Station
from nndesigner.engine.network import Connection
from nndesigner.engine.parameters import FloatArray, Parameters, read_only

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Place:
    """Where the weights of a connection lie, with the biases of its target if it is the first one into it.

    Attributes:
        start, stop: In the flat vector.
        shape: Of the block as it lies.
        from_input: Whether a row of the block belongs to a receiving neuron; else to a sending one.
        biased: Whether the last column (or row) is the biases.
    """

    connection: Connection
    start: int
    shape: tuple[int, int]
    from_input: bool
    biased: bool

    @property
    def stop(self) -> int:
        """First place after it."""
        return self.start + self.shape[0] * self.shape[1]

    def block(self, flat: NDArray[Scalar]) -> NDArray[Scalar]:
        """The block as it lies, a contiguous view."""
        return flat[self.start : self.stop].reshape(self.shape)

    def product(self, flat: NDArray[Scalar]) -> NDArray[Scalar]:
        """The block as a matrix for w a + b, shape (n_target, n_source or one more)."""
        block = self.block(flat)
        return block if self.from_input else block.T

    def weights(self, flat: NDArray[Scalar]) -> NDArray[Scalar]:
        """The weights alone, a view (n_target, n_source)."""
        product = self.product(flat)
        return product[:, :-1] if self.biased else product


class Layout:
    """All parameters, layer by layer in forward order.

    Attributes:
        places: By connection id.
        size: How many parameters there are.
        weight_count: How many of them are weights, removed ones included.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.places: dict[int, Place] = {}
        self._lonely: dict[int, int] = {}
        self.size = 0
        for station in plan.stations:
            self._put(station)
        self.weight_count = self.size - plan.neurons

    def _put(self, station: Station) -> None:
        for connection in station.incoming:
            first = connection is station.incoming[0]
            from_input = connection.source == self._plan.input_layer.id
            senders = self._plan.network.layer(connection.source).size + first
            shape = (station.layer.size, senders) if from_input else (senders, station.layer.size)
            place = Place(connection, self.size, shape, from_input, first)
            self.places[connection.id] = place
            self.size = place.stop
        if not station.incoming:
            self._lonely[station.layer.id] = self.size
            self.size += station.layer.size

    def biases(self, flat: NDArray[Scalar], station: Station) -> NDArray[Scalar]:
        """The biases of a layer, a view (n,)."""
        if station.incoming:
            return self.places[station.incoming[0].id].product(flat)[:, -1]
        start = self._lonely[station.layer.id]
        return flat[start : start + station.layer.size]

    def views(
        self, flat: NDArray[Scalar]
    ) -> tuple[Mapping[int, NDArray[Scalar]], Mapping[int, NDArray[Scalar]]]:
        """Weights by connection id, (n_target, n_source), and biases by layer id, (n,), as views."""
        return (
            {key: place.weights(flat) for key, place in self.places.items()},
            {station.layer.id: self.biases(flat, station) for station in self._plan.stations},
        )

    def fill(self, flat: FloatArray, values: Parameters) -> None:
        """Write values by id into a flat vector; what they do not have stays as it is."""
        for views, arrays in zip(self.views(flat), (values.weights, values.biases), strict=True):
            for key in views.keys() & arrays.keys():
                np.copyto(views[key], arrays[key], casting="same_kind")

    def parameters(self, flat: FloatArray) -> Parameters:
        """Copy a flat vector out: fresh read-only arrays by id."""
        weights, biases = self.views(flat)
        return Parameters(
            {key: read_only(view.copy()) for key, view in weights.items()},
            {key: read_only(view.copy()) for key, view in biases.items()},
        )

    def trainable(self, dtype: np.dtype[np.floating]) -> FloatArray | None:
        """Flat, 0 where a parameter is removed or frozen, else 1; None if that is nowhere."""
        if not any(map(_holds_still, self._plan.stations)):
            return None
        flat: FloatArray = np.ones(self.size, dtype)
        weights, biases = self.views(flat)
        for station in self._plan.stations:
            still = _frozen(station)
            biases[station.layer.id][still] = 0.0
            for connection in station.incoming:
                weights[connection.id][still] = 0.0
                if connection.mask is not None:
                    weights[connection.id][~connection.mask] = 0.0
        return flat

    def regularised(self, dtype: np.dtype[np.floating]) -> FloatArray:
        """Flat, 1 where a regulariser reaches: weights that may change, and no biases."""
        trainable = self.trainable(dtype)
        flat: FloatArray = np.ones(self.size, dtype) if trainable is None else trainable
        for bias in self.views(flat)[1].values():
            bias.fill(0.0)
        return flat


def _holds_still(station: Station) -> bool:
    """Whether any parameter of a layer is removed or frozen."""
    masks = (connection.mask for connection in station.incoming)
    return bool(_frozen(station)) or any(mask is not None and not mask.all() for mask in masks)


def _frozen(station: Station) -> list[int]:
    """Places of the neurons whose incoming weights and bias are never updated."""
    layer = station.layer
    if layer.frozen:
        return list(range(layer.size))
    return [layer.index_by_neuron[neuron] for neuron, override in layer.overrides.items() if override.frozen]
