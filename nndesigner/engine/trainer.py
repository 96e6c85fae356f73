"""Training, one mini-batch at a time. Knows no threads, no screen and no clock."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import DTypeLike

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.descent import SGD
from nndesigner.engine.feed import Batch, Feed
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network, quiet
from nndesigner.errors import NetworkError

_PART_BYTES = 4 << 20
_FEWEST_ROWS = 256
"""A batch is computed in parts of at least so many rows when the activations of all would take more bytes."""


class Trainer:
    """Mini-batch gradient descent from given parameters, epoch and place within the epoch.

    What follows is a function of these and the settings alone: stopping after any step, and starting a new
    trainer from the parameters, epoch and offset reached, gives the same numbers to the last bit.

    Args:
        network: What to train.
        parameters: Where to start.
        x: Inputs of the training rows, shape (m, n_in). Used in place where precision and layout fit.
        y: Desired outputs, shape (m, n_out).
        cost: Registry name.
        batch_size: N; None for the full batch, in the order of the rows.
        learning_rate: η.
        ridge: λ.
        seed: Fixes the order of the rows in every epoch.
        dtype: float32 or float64.
        epoch: Completed epochs.
        offset: Rows already used of the epoch that has begun.

    Raises:
        NetworkError: Network, parameters, data and cost do not go together, or cannot be learned by descent.

    Attributes:
        learning_rate: η; may be set between steps.
        ridge: λ; may be set between steps.
        steps: Steps made by this trainer.
        samples: Rows used by this trainer.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        x: FloatArray,
        y: FloatArray,
        *,
        cost: str,
        batch_size: int | None,
        learning_rate: float,
        ridge: float = 0.0,
        seed: int = 0,
        dtype: DTypeLike = np.float32,
        epoch: int = 0,
        offset: int = 0,
    ) -> None:
        self.network, self.learning_rate, self.ridge = network, learning_rate, ridge
        self._cost, self._seed = cost, seed
        self._x: FloatArray = np.ascontiguousarray(x, dtype)
        self._y: FloatArray = np.ascontiguousarray(y, dtype)
        self._epoch, self._offset = epoch, offset
        self.steps = self.samples = 0
        self._rows = len(self._x)
        _check_shapes(network, self._x, self._y)
        _check_teachable(network)
        self._descent = SGD()
        self._waiting: list[Batch] = []
        self._batch_size = batch_size
        self._set_up(parameters)
        reason = self._program.target_refusal(self._y)
        if reason is not None:
            raise NetworkError(reason, remedy="Choose another cost or another target column.")

    @property
    def epoch(self) -> int:
        """Completed epochs."""
        return self._epoch

    @property
    def offset(self) -> int:
        """Rows already used of the epoch that has begun."""
        return self._offset

    @property
    def batch_size(self) -> int | None:
        """N, or None for the full batch; may be set between steps."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, size: int | None) -> None:
        if size != self._batch_size:
            self._batch_size = size
            self._set_up(self.parameters())

    @quiet
    def step(self) -> None:
        """Train one mini-batch; at the end of the rows the epoch is complete and the next one begins."""
        if not self._waiting:
            self._waiting = self._feed.batches(self._epoch, self._offset)
        x, y = self._waiting.pop()
        rows = len(x)
        if rows <= self._program.batch:
            self._program.forward(x)
            self._program.backward(y, self.learning_rate)
        else:
            self._sum_parts(x, y)
        self._descent.update(self._program, self.learning_rate, self.ridge, self._rows)
        self.steps += 1
        self.samples += rows
        self._offset += rows
        if self._offset >= self._rows:
            self._epoch, self._offset = self._epoch + 1, 0

    def parameters(self) -> Parameters:
        """A copy of the present parameters."""
        return self._program.snapshot()

    @quiet
    def finite(self) -> bool:
        """Whether all parameters and the outputs of the last batch are finite numbers."""
        # A sum is as finite as its terms, and much cheaper than looking at each.
        total = float(np.add.reduce(self._program.parameters))
        return math.isfinite(total) and math.isfinite(float(np.add.reduce(self._program.outputs, axis=None)))

    def _sum_parts(self, x: FloatArray, y: FloatArray) -> None:
        """The gradient of a batch too large to be held at once, as the sum of its parts' shares."""
        program, rows = self._program, len(x)
        total: FloatArray = np.zeros_like(program.parameters)
        for start in range(0, rows, program.batch):
            part = x[start : start + program.batch]
            program.forward(part)
            program.backward(y[start : start + program.batch], self.learning_rate * len(part) / rows)
            np.add(total, program.gradient, total)
        np.copyto(program.gradient, total)

    def _set_up(self, parameters: Parameters) -> None:
        size = self._rows if self._batch_size is None else min(self._batch_size, self._rows)
        neurons = sum(layer.size for layer in self.network.layers)
        most = max(_PART_BYTES // (neurons * self._x.itemsize), _FEWEST_ROWS) if neurons else size
        self._program: Program = compile_network(self.network, self._cost, min(size, most), self._x.dtype)
        self._program.load(parameters)
        self._feed = Feed(self._x, self._y, size, self._seed)
        self._waiting = []


def _check_shapes(network: Network, x: FloatArray, y: FloatArray) -> None:
    first, last = network.input_layer, network.output_layer
    if not len(x):
        raise NetworkError("There are no rows to train on.", remedy="Hold out fewer rows.")
    if len(x) != len(y):
        raise ValueError(f"{len(x)} rows of inputs, {len(y)} of desired outputs")
    for layer, columns, noun in ((first, x.shape[1], "inputs"), (last, y.shape[1], "desired outputs")):
        if layer is not None and layer.size != columns:
            raise NetworkError(
                f"The data has {columns} {noun}, the layer {layer.size} neurons.",
                where=layer.name,
                remedy="Give the layer as many neurons.",
            )


def _check_teachable(network: Network) -> None:
    for layer in network.layers:
        for neuron in layer.neurons if layer.role is not Role.INPUT else ():
            activation = ACTIVATIONS.get(layer.neuron_activation(neuron))
            if activation is not None and not activation.differentiable:
                raise NetworkError(
                    f"{activation.label} neurons have the derivative 0: gradient descent cannot teach them.",
                    where=f"{layer.neuron_name(neuron)} of {layer.name}",
                    remedy="Make them sigmoid.",
                )
