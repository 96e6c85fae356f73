"""Where z, a, δ and the rest of every neuron lie, for a fixed number of rows."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.compiling import Plan, Station
from nndesigner.engine.parameters import FloatArray


class Buffers:
    """Memory for the largest batch, allocated once and shared by the passes of every number of rows.

    Args:
        plan: What is computed.
        batch: Rows of the largest batch.
        dropping: Whether there is dropout.
    """

    def __init__(self, plan: Plan, batch: int, dtype: np.dtype[np.floating], *, dropping: bool) -> None:
        self.plan, self.dtype = plan, dtype
        # One row more per layer: the input that is always 1 and carries the biases.
        sent = (plan.neurons + len(plan.stations)) * batch
        self.z: FloatArray = np.zeros(plan.neurons * batch, dtype)
        self.a: FloatArray = np.zeros(sent, dtype)
        self.masks: FloatArray | None = np.zeros(plan.neurons * batch, dtype) if dropping else None
        self.dropped: FloatArray | None = np.zeros(sent, dtype) if dropping else None
        self.x: FloatArray = np.ones((batch, plan.input_layer.size + 1), dtype)


class Columns:
    """Views of one such buffer by layer: arrays (n_l, rows), or (n_l + 1, rows) with the ones at the end.

    With `shared` all layers have the same place, for what is used up before the next one comes.
    """

    def __init__(
        self, flat: FloatArray, plan: Plan, rows: int, *, ones: bool = False, shared: bool = False
    ) -> None:
        self._extra = int(ones)
        self._whole: dict[int, FloatArray] = {}
        start = 0
        for station in plan.stations:
            count = (station.layer.size + self._extra) * rows
            self._whole[station.layer.id] = flat[start : start + count].reshape(-1, rows)
            start += 0 if shared else count

    def neurons(self, station: Station) -> FloatArray:
        """One row per neuron of a layer."""
        return self._whole[station.layer.id][: station.layer.size]

    def with_ones(self, layer_id: int) -> FloatArray:
        """The same and a last row of ones."""
        return self._whole[layer_id]

    def set_ones(self) -> None:
        """Write the ones: another number of rows has put other numbers into their places."""
        if self._extra:
            for whole in self._whole.values():
                whole[-1] = 1.0
