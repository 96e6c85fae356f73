"""The forward and the backward pass as straight sequences of NumPy calls for a fixed number of rows.

All values lie in memory neuron by neuron: the z of all computing layers are one (neurons, rows) array, and a
layer is a run of its rows. So z^l = w^l a^(l-1) is one product of matrices as they lie (eq. 8, with the
samples as columns), and the bias gradients of the whole network are one product with a vector. What the
outside sees are the transposed views, (rows, neurons) as in the theory.

Products are np.dot, which takes half the time of np.matmul to get to the BLAS routine that both call.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from nndesigner.engine.compiling import Plan, Station
from nndesigner.engine.groups import Call, backward_calls, value_calls
from nndesigner.engine.parameters import FloatArray


class ForwardPass:
    """z and a of every layer (eq. 12, 13).

    Attributes:
        z: By layer id, shape (rows, n_l).
        a: By layer id, shape (rows, n_l); the input layer's is the batch itself.
    """

    def __init__(
        self,
        plan: Plan,
        rows: int,
        weights: Mapping[int, FloatArray],
        biases: Mapping[int, FloatArray],
        storage: tuple[FloatArray, FloatArray],
    ) -> None:
        self._plan, self._rows, self._weights, self._biases = plan, rows, weights, biases
        z_all, a_all = (_leading(flat, plan.neurons, rows) for flat in storage)
        self.z: dict[int, FloatArray] = {}
        self.a: dict[int, FloatArray] = {}
        for station in plan.stations:
            z = self.z[station.layer.id] = z_all[station.rows].T
            self.a[station.layer.id] = z if _is_linear(station) else a_all[station.rows].T
        self._input = plan.input_layer.id
        self._from_input: list[tuple[FloatArray, FloatArray]] = []
        self._calls: list[Call] = [call for station in plan.stations for call in self._layer(station)]
        self.out = self.a[plan.output.layer.id]

    def run(self, x: FloatArray) -> FloatArray:
        """Compute everything for a batch x of shape (rows, n_in); returns a^L."""
        self.a[self._input] = x
        columns = x.T
        for w, z in self._from_input:
            np.dot(w, columns, z)
        for call in self._calls:
            call()
        return self.out

    def _layer(self, station: Station) -> list[Call]:
        layer_id = station.layer.id
        z, bias = self.z[layer_id].T, self._biases[layer_id][:, np.newaxis]
        if not station.incoming:
            return [partial(np.copyto, z, bias), *self._activation(station)]
        calls: list[Call] = []
        for place, connection in enumerate(station.incoming):
            w = self._weights[connection.id]
            if connection.source == self._input:
                self._from_input.append((w, z))  # sorted to come first, so nothing is overwritten
                continue
            a = self.a[connection.source].T
            if place == 0:
                calls.append(partial(np.dot, w, a, z))
            else:
                part = np.empty_like(z)
                calls += [partial(np.dot, w, a, part), partial(np.add, z, part, z)]
        return [*calls, partial(np.add, z, bias, z), *self._activation(station)]

    def _activation(self, station: Station) -> list[Call]:
        if _is_linear(station):
            return []
        return value_calls(station.groups, self.z[station.layer.id], self.a[station.layer.id])


class BackwardPass:
    """δ of every layer (eq. 29, 43) and from it the gradient (eq. 49, 53, 55).

    Attributes:
        delta: By layer id, shape (rows, n_l): δ of each row, not divided by their number.
    """

    def __init__(
        self,
        plan: Plan,
        forward: ForwardPass,
        rows: int,
        weights: Mapping[int, FloatArray],
        gradients: tuple[Mapping[int, FloatArray], FloatArray],
        storage: tuple[FloatArray, FloatArray],
    ) -> None:
        self._plan, self._forward, self._weights = plan, forward, weights
        self._rows = rows
        self._delta, self._scaled = (_leading(flat, plan.neurons, rows) for flat in storage)
        self.delta = {station.layer.id: self._delta[station.rows].T for station in plan.stations}
        self._scale = np.zeros((), self._delta.dtype)
        self._input = plan.input_layer.id
        self._to_input: list[tuple[FloatArray, FloatArray]] = []
        inner = [station for station in reversed(plan.stations) if station is not plan.output]
        self._errors: list[Call] = [call for station in inner for call in self._error(station)]
        self._gradients = self._gradient_calls(*gradients)
        last = plan.output.layer.id
        self._output = forward.z[last], forward.a[last], self.delta[last]

    def run(self, y: FloatArray, scale: float) -> None:
        """Compute δ of every layer for desired outputs y, and `scale` times the mean gradient."""
        self.output_error(y)
        for call in self._errors:
            call()
        # Scaling δ, not the much larger gradient, makes it a mean and a step at once.
        self._scale.fill(scale / self._rows)
        np.multiply(self._delta, self._scale, self._scaled)
        x = self._forward.a[self._input]
        for delta, gradient in self._to_input:
            np.dot(delta, x, gradient)
        for call in self._gradients:
            call()

    def output_error(self, y: FloatArray) -> None:
        """Compute δ^L."""
        cost, groups = self._plan.needed_cost, self._plan.output.groups
        z, a, delta = self._output
        if len(groups) == 1:
            cost.output_error(groups[0].activation, z, a, y, delta)
            return
        for group in groups:
            part = np.empty_like(group.of(delta))
            cost.output_error(group.activation, group.of(z), group.of(a), group.of(y), part)
            delta[:, group.columns] = part

    def _error(self, station: Station) -> list[Call]:
        layer_id = station.layer.id
        delta = self._delta[station.rows]
        if not station.outgoing:
            return [partial(delta.fill, 0.0)]
        # ∂C/∂a gathers in the place that later takes the scaled δ.
        grad_a = delta if _is_linear(station) else self._scaled[station.rows]
        calls: list[Call] = []
        for place, connection in enumerate(station.outgoing):
            w, error = self._weights[connection.id], self.delta[connection.target].T
            if place == 0:
                calls.append(partial(np.dot, w.T, error, grad_a))
            else:
                part = np.empty_like(grad_a)
                calls += [partial(np.dot, w.T, error, part), partial(np.add, grad_a, part, grad_a)]
        if _is_linear(station):
            return calls
        z, a = self._forward.z[layer_id], self._forward.a[layer_id]
        return [*calls, *backward_calls(station.groups, z, a, grad_a.T, delta.T)]

    def _gradient_calls(
        self, weight_gradients: Mapping[int, FloatArray], bias_gradient: FloatArray
    ) -> list[Call]:
        calls: list[Call] = []
        for station in self._plan.stations:
            delta = self._scaled[station.rows]
            for connection in station.incoming:
                gradient = weight_gradients[connection.id]
                if connection.source == self._input:
                    self._to_input.append((delta, gradient))
                else:
                    calls.append(partial(np.dot, delta, self._forward.a[connection.source], gradient))
        ones = np.ones(self._rows, self._delta.dtype)
        return [*calls, partial(np.dot, self._scaled, ones, bias_gradient)]


def _leading(flat: FloatArray, neurons: int, rows: int) -> FloatArray:
    """The first part of a flat buffer as an array (neurons, rows)."""
    return flat[: neurons * rows].reshape(neurons, rows)


def _is_linear(station: Station) -> bool:
    return len(station.groups) == 1 and station.groups[0].activation.name == "linear"
