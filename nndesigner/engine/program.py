"""A network compiled to NumPy calls that write into buffers allocated once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import DTypeLike

from nndesigner.engine.compiling import Plan, plan_of
from nndesigner.engine.layout import Layout
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.engine.passes import BackwardPass, ForwardPass
from nndesigner.errors import NetworkError

quiet = np.errstate(all="ignore")
"""Decorator for whatever runs passes: numbers that overflow are looked for afterwards, not warned of."""


def compile_network(network: Network, cost: str | None, batch: int, dtype: DTypeLike = np.float32) -> Program:
    """Compile a network for batches of up to `batch` rows.

    Args:
        network: What to compute.
        cost: Registry name; None for a program that only runs forward.
        batch: Rows of the largest batch.
        dtype: float32 or float64.

    Raises:
        NetworkError: The network cannot be computed, or not with this cost.
    """
    return Program(plan_of(network, cost), batch, np.empty(0, dtype).dtype)


class Program:
    """Forward pass, backward pass and the flat parameter vector that both work on. Not thread-safe.

    Attributes:
        network: What it computes.
        cost: None if it only runs forward.
        dtype: Precision of everything.
        batch: Rows of the largest batch.
        layout: Where each array lies in the flat ones.
        parameters: Flat: all weights connection by connection, then all biases layer by layer.
        weight_count: How many of them are weights, removed ones included.
        weights: By connection id, views (n_target, n_source) into `parameters`.
        biases: By layer id, views (n,) into `parameters`.
        trainable: Flat, 1 where descent may change a parameter and 0 where it is frozen or removed; None
            where it may change all.
    """

    def __init__(self, plan: Plan, batch: int, dtype: np.dtype[np.floating]) -> None:
        self._plan, self.dtype, self.batch = plan, dtype, batch
        self.network, self.cost = plan.network, plan.cost
        self.layout = Layout(plan)
        self.weight_count = self.layout.weight_count
        self.parameters: FloatArray = np.zeros(self.layout.size, dtype)
        self.weights, self.biases = self.layout.views(self.parameters)
        self.trainable = self.layout.trainable(dtype)
        self._values = self._buffers()
        self._forwards: dict[int, ForwardPass] = {}
        self._backwards: dict[int, BackwardPass] = {}
        self._rows = batch
        self._forward = self._forward_pass(batch)

    # -- parameters

    def load(self, parameters: Parameters) -> None:
        """Copy parameters in, converting their precision; removed weights become exactly zero.

        Raises:
            NetworkError: An array is missing or does not fit the network.
        """
        for views, arrays in ((self.weights, parameters.weights), (self.biases, parameters.biases)):
            for key, view in views.items():
                array = arrays.get(key)
                if array is None or array.shape != view.shape:
                    raise NetworkError(
                        "The weights do not fit the network.", remedy="Reset the weights and train again."
                    )
                np.copyto(view, array, casting="same_kind")
        for connection in self._plan.connections:
            if connection.mask is not None:
                self.weights[connection.id][~connection.mask] = 0.0

    def snapshot(self) -> Parameters:
        """Copy the parameters out: fresh read-only arrays by id."""
        return Parameters(
            {key: read_only(view.copy()) for key, view in self.weights.items()},
            {key: read_only(view.copy()) for key, view in self.biases.items()},
        )

    def penalty(self, ridge: float, m: int) -> float:
        """The ridge term (λ/2m) Σ w² over all weights, without the biases (eq. 19)."""
        if not ridge:
            return 0.0
        w = self.parameters[: self.weight_count]
        return ridge / (2.0 * m) * float(np.dot(w, w))

    # -- forward

    def forward(self, x: FloatArray) -> FloatArray:
        """Compute z and a of every layer.

        Args:
            x: Shape (n, n_in) with 1 ≤ n ≤ batch, of the program's precision; read in place, and not to be
                changed before `backward`.

        Returns:
            a^L, shape (n, n_out): a view that the next call overwrites.
        """
        rows = len(x)
        if rows != self._rows:
            self._forward = self._forward_pass(rows)
            self._rows = rows
        return self._forward.run(x)

    @property
    def outputs(self) -> FloatArray:
        """a^L of the last pass, a view (n, n_out)."""
        return self._forward.out

    @property
    def z(self) -> Mapping[int, FloatArray]:
        """Weighted inputs of the last pass by layer id, views (n, n_l)."""
        return self._forward.z

    @property
    def a(self) -> Mapping[int, FloatArray]:
        """Activations of the last pass by layer id, views (n, n_l); the input layer's is x."""
        return self._forward.a

    def cost_value(self, y: FloatArray) -> float:
        """Mean cost of the last forward pass for desired outputs y (n, n_out), without the regulariser."""
        cost, output = self._plan.needed_cost, self._plan.output
        z, a = self.z[output.layer.id], self.a[output.layer.id]
        return sum(
            cost.value(group.activation, group.of(z), group.of(a), group.of(y)) for group in output.groups
        )

    # -- backward

    def backward(self, y: FloatArray, scale: float = 1.0) -> None:
        """Compute δ of every layer and the gradient of the mean cost, for the batch of the last `forward`.

        Args:
            y: Desired outputs, shape (n, n_out).
            scale: Factor of the gradient; with the learning rate η it is the step of gradient descent.
        """
        self._backward_pass(self._rows).run(y, scale)

    @property
    def delta(self) -> Mapping[int, FloatArray]:
        """δ of each row of the last backward pass by layer id, views (n, n_l); not divided by n (eq. 24)."""
        return self._backward_pass(self._rows).delta

    @cached_property
    def gradient(self) -> FloatArray:
        """Flat, in the order of `parameters`. Removed and frozen parameters have theirs like all others."""
        flat: FloatArray = np.zeros(self.layout.size, self.dtype)
        return flat

    @cached_property
    def weight_gradients(self) -> Mapping[int, FloatArray]:
        """By connection id, views (n_target, n_source) into `gradient`."""
        return self.layout.views(self.gradient)[0]

    @cached_property
    def bias_gradients(self) -> Mapping[int, FloatArray]:
        """By layer id, views (n,) into `gradient`."""
        return self.layout.views(self.gradient)[1]

    def target_refusal(self, y: FloatArray) -> str | None:
        """Why the cost cannot be used with these desired outputs (n, n_out); None if it can."""
        cost, groups = self._plan.needed_cost, self._plan.output.groups
        reasons = (cost.target_refusal(group.activation.name, group.of(y)) for group in groups)
        return next((reason for reason in reasons if reason is not None), None)

    # -- binding buffers to a number of rows

    def _forward_pass(self, rows: int) -> ForwardPass:
        """The full batch's pass and the latest other one are kept; all share the same buffers."""
        if not 1 <= rows <= self.batch:
            raise ValueError(f"{rows} rows in a program for batches of 1 to {self.batch}")
        if rows not in self._forwards:
            self._forwards = {key: kept for key, kept in self._forwards.items() if key == self.batch}
            self._backwards = {key: kept for key, kept in self._backwards.items() if key == self.batch}
            self._forwards[rows] = ForwardPass(self._plan, rows, self.weights, self.biases, self._values)
        return self._forwards[rows]

    def _backward_pass(self, rows: int) -> BackwardPass:
        found = self._backwards.get(rows)
        if found is None:
            found = self._backwards[rows] = BackwardPass(
                self._plan,
                self._forward,
                rows,
                self.weights,
                (self.weight_gradients, self.gradient[self.weight_count :]),
                self._errors,
            )
        return found

    @cached_property
    def _errors(self) -> tuple[FloatArray, FloatArray]:
        return self._buffers()

    def _buffers(self) -> tuple[FloatArray, FloatArray]:
        size = self._plan.neurons * self.batch
        return np.zeros(size, self.dtype), np.zeros(size, self.dtype)
