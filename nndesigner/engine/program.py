"""A network compiled to NumPy calls that write into buffers allocated once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import DTypeLike

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.bound import Passes
from nndesigner.engine.compiling import Plan, plan_of
from nndesigner.engine.feed import Batch
from nndesigner.engine.layout import Layout
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.values import Buffers
from nndesigner.errors import NetworkError

_ROWS_ASKED = 1 << 14
"""Desired outputs that are looked through together, so that no large array is made for it."""

quiet = np.errstate(all="ignore")
"""Decorator for whatever runs passes: numbers that overflow are looked for afterwards, not warned of."""


def compile_network(
    network: Network,
    cost: str | None,
    batch: int,
    dtype: DTypeLike = np.float32,
    *,
    dropping: bool = False,
) -> Program:
    """Compile a network for batches of up to `batch` rows.

    Args:
        network: What to compute.
        cost: Registry name; None for a program that only runs forward.
        batch: Rows of the largest batch.
        dtype: float32 or float64.
        dropping: Whether hidden activations are multiplied by masks (`Program.masks`) in every pass.

    Raises:
        NetworkError: The network cannot be computed, or not with this cost.
    """
    return Program(plan_of(network, cost), batch, np.empty(0, dtype).dtype, dropping=dropping)


class Program:
    """Forward pass, backward pass and the flat parameter vector that both work on. Not thread-safe.

    Attributes:
        network: What it computes.
        cost: None if it only runs forward.
        dtype: Precision of everything.
        batch: Rows of the largest batch.
        neurons: Number of computing neurons.
        layout: Where each array lies in the flat ones.
        parameters: Flat, in the order of the layout.
        weight_count: How many of them are weights, removed ones included.
        weights: By connection id, views (n_target, n_source) into `parameters`.
        biases: By layer id, views (n,) into `parameters`.
        trainable: Flat, 1 where descent may change a parameter and 0 where it is frozen or removed; None
            where it may change all.
        update: What an optimiser makes of the gradient in `Passes.descend`; nothing for plain descent.
    """

    def __init__(
        self, plan: Plan, batch: int, dtype: np.dtype[np.floating], *, dropping: bool = False
    ) -> None:
        self._plan, self.dtype, self.batch, self.neurons = plan, dtype, batch, plan.neurons
        self.network, self.cost = plan.network, plan.cost
        self.layout = Layout(plan)
        self.weight_count = self.layout.weight_count
        self.parameters: FloatArray = np.zeros(self.layout.size, dtype)
        self.weights, self.biases = self.layout.views(self.parameters)
        self.trainable = self.layout.trainable(dtype)
        self.update: Sequence[Call] = ()
        self.buffers = Buffers(plan, batch, dtype, dropping=dropping)
        self._bound: dict[int, Passes] = {}
        self._now = self._passes(batch)

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
        return self.layout.parameters(self.parameters)

    def penalty(self, ridge: float, m: int, l1: float = 0.0) -> float:
        """The regulariser (λ/2m) Σ w² + (λ₁/m) Σ |w| over all weights, without the biases (eq. 19)."""
        squares = magnitudes = 0.0
        for w in self.weights.values():
            if ridge:
                squares += float(np.einsum("jk,jk->", w, w, dtype=np.float64))
            if l1:
                magnitudes += float(np.abs(w).sum(dtype=np.float64))
        return ridge / (2.0 * m) * squares + l1 / m * magnitudes

    # -- forward

    def forward(self, x: FloatArray) -> FloatArray:
        """Compute z and a of every layer.

        Args:
            x: Shape (n, n_in) with 1 ≤ n ≤ batch.

        Returns:
            a^L, shape (n, n_out): a view that the next call overwrites.
        """
        return self.bound_to(len(x)).forward.run(self._with_ones(x))

    @property
    def outputs(self) -> FloatArray:
        """a^L of the last pass, a view (n, n_out)."""
        return self._now.forward.out

    @property
    def z(self) -> Mapping[int, FloatArray]:
        """Weighted inputs of the last pass by layer id, views (n, n_l)."""
        return self._now.forward.z

    @property
    def a(self) -> Mapping[int, FloatArray]:
        """Activations of the last pass by layer id, views (n, n_l); the input layer's is x."""
        return self._now.forward.a

    def cost_value(self, y: FloatArray, weights: FloatArray | None = None) -> float:
        """Mean cost of the last forward pass, without the regulariser.

        Args:
            y: Desired outputs, shape (n, n_out).
            weights: How much each row counts, shape (n,).
        """
        cost, output = self._plan.needed_cost, self._plan.output
        z, a = self.z[output.layer.id], self.a[output.layer.id]
        parts = ((group.activation, group.of(z), group.of(a), group.of(y)) for group in output.groups)
        if weights is None:
            return sum(cost.value(*part) for part in parts)
        return sum(float(np.dot(weights, cost.row_values(*part))) for part in parts) / len(y)

    # -- backward

    def backward(self, y: FloatArray, scale: float = 1.0) -> None:
        """Compute δ of every layer and the gradient of the mean cost, for the batch of the last `forward`.

        Args:
            y: Desired outputs, shape (n, n_out).
            scale: Factor of the gradient.
        """
        now = self._now
        now.backward.run(y)
        now.gradient_products.run(self.buffers.x[: now.rows])
        np.multiply(self.gradient, scale / now.rows, self.gradient)

    @property
    def delta(self) -> Mapping[int, FloatArray]:
        """δ of each row of the last `backward` by layer id, views (n, n_l); not divided by n (eq. 24)."""
        return self._now.backward.delta

    def learn(self, batch: Batch, factor: float) -> None:
        """Compute `factor` times the summed gradient of a batch, into `gradient`.

        The factor goes into δ^L, where it costs least; `delta` has it too then.
        """
        self.bound_to(len(batch.x)).learn(batch, factor)

    @property
    def wants_signed(self) -> bool:
        """Whether `Passes.descend` takes 2y − 1 from its batches."""
        return self._now.backward.signed_calls() is not None

    @cached_property
    def kept(self) -> FloatArray:
        """Flat: the share of each parameter that ridge leaves in a step of `Passes.descend`."""
        flat: FloatArray = np.ones(self.layout.size, self.dtype)
        return flat

    def masks(self, rows: int) -> FloatArray | None:
        """What dropout multiplies the activations by, shape (neurons, rows); None in a program without."""
        return self.bound_to(rows).forward.masks

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
        reasons = (
            cost.target_refusal(group.activation.name, group.of(y[start : start + _ROWS_ASKED]))
            for group in groups
            for start in range(0, len(y), _ROWS_ASKED)
        )
        return next((reason for reason in reasons if reason is not None), None)

    # -- binding buffers to a number of rows

    def bound_to(self, rows: int) -> Passes:
        """The passes of this program for a number of rows, which all that follows is about."""
        if rows != self._now.rows:
            self._now = self._passes(rows)
        return self._now

    def _passes(self, rows: int) -> Passes:
        """The full batch's passes and the latest other ones are kept; all share the same buffers."""
        if not 1 <= rows <= self.batch:
            raise ValueError(f"{rows} rows in a program for batches of 1 to {self.batch}")
        if rows not in self._bound:
            self._bound = {key: kept for key, kept in self._bound.items() if key == self.batch}
            self._bound[rows] = Passes(self, self._plan, rows)
        self._bound[rows].forward.begin()
        return self._bound[rows]

    def _with_ones(self, x: FloatArray) -> FloatArray:
        rows = self.buffers.x[: len(x)]
        np.copyto(rows[:, :-1], x, casting="same_kind")
        return rows

    @cached_property
    def errors(self) -> tuple[FloatArray, FloatArray]:
        """Flat buffers for δ of all layers, and for ∂C/∂a of one on its way."""
        largest = max(station.layer.size for station in self._plan.stations)
        neurons, rows = self.neurons, self.batch
        return np.zeros(neurons * rows, self.dtype), np.zeros(largest * rows, self.dtype)
