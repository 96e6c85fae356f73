"""Where each weight matrix and bias vector lies in the flat parameter vector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.compiling import Plan, Station
from nndesigner.engine.parameters import FloatArray

Scalar = TypeVar("Scalar", bound=np.generic)


class Layout:
    """All weights connection by connection, then all biases layer by layer, in forward order.

    Attributes:
        weight_count: How many of the parameters are weights, removed ones included.
        size: How many parameters there are.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._shapes = {
            connection.id: (station.layer.size, plan.network.layer(connection.source).size)
            for station in plan.stations
            for connection in station.incoming
        }
        self.weight_count = sum(rows * columns for rows, columns in self._shapes.values())
        self.size = self.weight_count + plan.neurons

    def views(
        self, flat: NDArray[Scalar]
    ) -> tuple[Mapping[int, NDArray[Scalar]], Mapping[int, NDArray[Scalar]]]:
        """Weights by connection id, (n_target, n_source), and biases by layer id, (n,), as views."""
        weights: dict[int, NDArray[Scalar]] = {}
        place = 0
        for key, (rows, columns) in self._shapes.items():
            weights[key] = flat[place : place + rows * columns].reshape(rows, columns)
            place += rows * columns
        biases = flat[place:]
        return weights, {station.layer.id: biases[station.rows] for station in self._plan.stations}

    def trainable(self, dtype: np.dtype[np.floating]) -> FloatArray | None:
        """Flat, 0 where a parameter is removed or frozen, else 1; None if that is nowhere."""
        flat: FloatArray = np.ones(self.size, dtype)
        weights, biases = self.views(flat)
        for station in self._plan.stations:
            still = _frozen(station)
            biases[station.layer.id][still] = 0.0
            for connection in station.incoming:
                weights[connection.id][still] = 0.0
                if connection.mask is not None:
                    weights[connection.id][~connection.mask] = 0.0
        return None if flat.all() else flat


def _frozen(station: Station) -> list[int]:
    """Places of the neurons whose incoming weights and bias are never updated."""
    layer = station.layer
    if layer.frozen:
        return list(range(layer.size))
    return [layer.index_by_neuron[neuron] for neuron, override in layer.overrides.items() if override.frozen]
