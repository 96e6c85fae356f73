"""The forward and the backward pass as straight sequences of NumPy calls for a fixed number of rows.

All values lie in memory neuron by neuron, (neurons, rows) per layer. So z^l = w^l a^(l-1) + b^l is one
product of matrices as they lie (eq. 8, with the samples as columns and the bias as one more weight). What the
outside sees are the transposed views, (rows, neurons) as in the theory.

Products are the dot of the arrays, which gets to the BLAS routine in a third of the time of np.matmul, and a
quarter sooner than np.dot.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.compiling import Plan, Station
from nndesigner.engine.groups import Arranged
from nndesigner.engine.layout import Layout
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.straight import COLUMNS, WEIGHTS, Y, straight
from nndesigner.engine.values import Buffers, Columns


class ForwardPass:
    """z and a of every layer (eq. 12, 13).

    Attributes:
        z: By layer id, shape (rows, n_l).
        a: By layer id, shape (rows, n_l); the input layer's is the batch itself.
        arranged: By layer id, the neurons by activation.
        inner_calls: What computes everything but a^L, the batch being a blank.
        output_calls: What computes a^L.
        masks: What dropout multiplies the activations by, shape (neurons, rows); None without.
    """

    def __init__(
        self, plan: Plan, layout: Layout, rows: int, parameters: FloatArray, buffers: Buffers
    ) -> None:
        self._plan, self._layout, self._rows, self._parameters = plan, layout, rows, parameters
        self._z = Columns(buffers.z, plan, rows)
        self._a = Columns(buffers.a, plan, rows, ones=True)
        self._sent = self._a
        self.masks: FloatArray | None = None
        if buffers.masks is not None and buffers.dropped is not None:
            self._sent = Columns(buffers.dropped, plan, rows, ones=True)
            self.masks = buffers.masks[: plan.neurons * rows].reshape(plan.neurons, rows)
        self.z: dict[int, FloatArray] = {}
        self.a: dict[int, FloatArray] = {}
        self.arranged: dict[int, Arranged] = {}
        for station in plan.stations:
            a = self._a.neurons(station).T
            self.a[station.layer.id] = a
            self.z[station.layer.id] = z = a if is_linear(station) else self._z.neurons(station).T
            self.arranged[station.layer.id] = Arranged(station.groups, z, a)
        self._input = plan.input_layer.id
        self.inner_calls: list[Call] = []
        self.output_calls: list[Call] = []
        for station in plan.stations:
            self.inner_calls += self._inputs(station)
            # Nothing leads out of the output layer, so its activations can wait.
            where = self.output_calls if station is plan.output else self.inner_calls
            where += self._activation(station)
        self._run = straight([*self.inner_calls, *self.output_calls])
        self.out = self.a[plan.output.layer.id]

    def run(self, x: FloatArray) -> FloatArray:
        """Compute everything for a batch x of shape (rows, n_in + 1), ending with ones; returns a^L."""
        self.take(x)
        self._run(columns=x.T)
        return self.out

    def take(self, x: FloatArray) -> None:
        """Show the batch as the activations of the input layer."""
        self.a[self._input] = x[:, :-1]

    def begin(self) -> None:
        """Make ready after passes of another number of rows, which use the same memory."""
        self._a.set_ones()
        self._sent.set_ones()

    def sent(self, layer_id: int, *, ones: bool) -> FloatArray:
        """What a layer passes on, (n_l, rows) or (n_l + 1, rows): a, or what dropout leaves of it."""
        columns = self._sent if self._drops(layer_id) else self._a
        whole = columns.with_ones(layer_id)
        return whole if ones else whole[:-1]

    def mask_of(self, station: Station) -> FloatArray | None:
        """What dropout multiplies a layer's activations by, shape (n_l, rows); None where it does not."""
        return self.masks[station.rows] if self.masks is not None and self._drops(station.layer.id) else None

    def _drops(self, layer_id: int) -> bool:
        return self.masks is not None and self._plan.network.layer(layer_id).role is Role.HIDDEN

    def _inputs(self, station: Station) -> list[Call]:
        """What computes z."""
        z = self.z[station.layer.id].T
        if not station.incoming:
            bias = self._layout.biases(self._parameters, station)[:, np.newaxis]
            return [partial(np.copyto, z, bias)]
        calls: list[Call] = []
        for number, connection in enumerate(station.incoming):
            place = self._layout.places[connection.id]
            w = place.product(self._parameters)
            a = COLUMNS if place.from_input else self.sent(connection.source, ones=place.biased)
            if number == 0:
                calls.append(partial(w.dot, a, z))
            else:
                part = np.empty_like(z)
                calls += [partial(w.dot, a, part), partial(np.add, z, part, z)]
        return calls

    def _activation(self, station: Station) -> list[Call]:
        layer_id = station.layer.id
        calls = [] if is_linear(station) else self.arranged[layer_id].value_calls()
        mask = self.mask_of(station)
        if mask is not None:
            calls.append(partial(np.multiply, self.a[layer_id].T, mask, self.sent(layer_id, ones=False)))
        return calls


class BackwardPass:
    """δ of every layer (eq. 29, 43).

    Attributes:
        delta: By layer id, shape (rows, n_l).
        first_calls: What computes δ^L, the desired outputs being a blank.
        calls: What computes all others.
    """

    def __init__(
        self,
        plan: Plan,
        layout: Layout,
        forward: ForwardPass,
        rows: int,
        parameters: FloatArray,
        errors: tuple[FloatArray, FloatArray],
    ) -> None:
        """`errors`: flat buffers for δ, and for ∂C/∂a on its way."""
        self._plan, self._layout, self._forward, self._parameters = plan, layout, forward, parameters
        self._all = Columns(errors[0], plan, rows)
        self._grad_a = Columns(errors[1], plan, rows, shared=True)
        self.delta = {station.layer.id: self._all.neurons(station).T for station in plan.stations}
        self._factor: FloatArray = np.ones((), parameters.dtype)
        self._half_factor: FloatArray = np.full((), 0.5, parameters.dtype)
        self._counts: FloatArray = np.ones(rows, parameters.dtype)
        self.first_calls = self._output_error(forward)
        inner = [station for station in reversed(plan.stations) if station is not plan.output]
        self.calls: list[Call] = [call for station in inner for call in self._error(station)]
        self._run = straight([*self.first_calls, *self.calls])

    def run(self, y: FloatArray) -> None:
        """Compute δ of every layer for desired outputs y (rows, n_out)."""
        self._run(y=y)

    def scale_calls(self, *, weighted: bool) -> list[Call]:
        """What multiplies δ^L by the factor, and by the weights of the rows.

        All δ are linear in δ^L, so a factor costs nothing but the few products with δ^L: with η/N the
        products of δ and a are a whole step of gradient descent.
        """
        last = self.delta[self._plan.output.layer.id]
        if not weighted:
            return [partial(np.multiply, last, self._factor, last)]
        return [
            partial(np.multiply, WEIGHTS, self._factor, self._counts),
            partial(np.multiply, last.T, self._counts, last.T),
        ]

    def set_factor(self, factor: float) -> None:
        """Choose the factor of `scale_calls` and `signed_calls`."""
        self._factor.fill(factor)
        self._half_factor.fill(0.5 * factor)

    def signed_calls(self) -> list[Call] | None:
        """What computes δ^L times the factor without a^L, from 2y − 1; None where that is no shorter."""
        output = self._plan.output
        if len(output.groups) != 1:
            return None
        z, delta = self._forward.z[output.layer.id], self.delta[output.layer.id]
        activation = output.groups[0].activation
        return self._plan.needed_cost.signed_calls(activation, z, self._half_factor, delta)

    def _output_error(self, forward: ForwardPass) -> list[Call]:
        cost, output = self._plan.needed_cost, self._plan.output
        z, a = forward.z[output.layer.id], forward.a[output.layer.id]
        delta, groups = self.delta[output.layer.id], output.groups
        if len(groups) == 1:
            return [cost.error_call(groups[0].activation, z, a, delta)]

        def mixed(y: FloatArray) -> None:
            for group in groups:
                part = np.empty_like(group.of(delta))
                cost.output_error(group.activation, group.of(z), group.of(a), group.of(y), part)
                delta[:, group.columns] = part

        return [partial(mixed, Y)]

    def _error(self, station: Station) -> list[Call]:
        layer_id = station.layer.id
        delta = self._all.neurons(station)
        if not station.outgoing:
            return [partial(delta.fill, 0.0)]
        grad_a = delta if is_linear(station) else self._grad_a.neurons(station)
        calls: list[Call] = []
        for number, connection in enumerate(station.outgoing):
            place = self._layout.places[connection.id]
            w, error = place.weights(self._parameters), self.delta[connection.target].T
            if number == 0:
                calls.append(partial(w.T.dot, error, grad_a))
            else:
                part = np.empty_like(grad_a)
                calls += [partial(w.T.dot, error, part), partial(np.add, grad_a, part, grad_a)]
        mask = self._forward.mask_of(station)
        if mask is not None:
            calls.append(partial(np.multiply, grad_a, mask, grad_a))
        if is_linear(station):
            return calls
        return [*calls, *self._forward.arranged[layer_id].backward_calls(grad_a.T, delta.T)]


def is_linear(station: Station) -> bool:
    """Whether a = z for all neurons of a layer, so that one array serves for both."""
    return len(station.groups) == 1 and station.groups[0].activation.name == "linear"
