"""Outputs and cost over many rows, in chunks that stay in the cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network, quiet

_CHUNK_BYTES = 1 << 20
_FEWEST, _MOST = 64, 4096


@dataclass(frozen=True)
class CostValue:
    """A cost, the regulariser apart.

    Attributes:
        data: Mean cost over the rows.
        penalty: The regulariser (λ/2m) Σ w² + (λ₁/m) Σ |w|.
    """

    data: float
    penalty: float

    @property
    def total(self) -> float:
        """What training minimises (eq. 19)."""
        return self.data + self.penalty


class Halted(Exception):  # noqa: N818 - nothing went wrong
    """A measurement was given up because it was asked to be."""


def never() -> bool:
    """For measurements that nobody interrupts."""
    return False


class Evaluator:
    """Runs one network forward with any parameters. Not thread-safe; keep one per thread.

    Args:
        network: What to compute.
        cost: Registry name; None where only outputs are wanted.
        dtype: float32 or float64.

    Raises:
        NetworkError: The network cannot be computed, or not with this cost.
    """

    def __init__(self, network: Network, cost: str | None, dtype: DTypeLike = np.float32) -> None:
        row_bytes = np.dtype(dtype).itemsize * sum(layer.size for layer in network.layers)
        self._chunk = min(max(_CHUNK_BYTES // max(row_bytes, 1), _FEWEST), _MOST)
        self._program: Program = compile_network(network, cost, self._chunk, dtype)
        self._loaded: Parameters | None = None

    @quiet
    def outputs(self, parameters: Parameters, x: FloatArray) -> FloatArray:
        """Compute a^L of every row.

        Args:
            parameters: Weights and biases.
            x: Shape (rows, n_in).

        Returns:
            A fresh array (rows, n_out), C-contiguous.
        """
        return self._run(parameters, x, None)[0]

    @quiet
    def cost(
        self, parameters: Parameters, x: FloatArray, y: FloatArray, ridge: float = 0.0, m: int | None = None
    ) -> CostValue:
        """Compute the mean cost over rows; arguments as of `measure`."""
        return self.measure(parameters, x, y, ridge, m)[1]

    @quiet
    def measure(
        self,
        parameters: Parameters,
        x: FloatArray,
        y: FloatArray,
        ridge: float = 0.0,
        m: int | None = None,
        *,
        l1: float = 0.0,
        weights: FloatArray | None = None,
        halted: Callable[[], bool] = never,
    ) -> tuple[FloatArray, CostValue]:
        """Compute outputs and cost in one pass over the rows.

        Args:
            parameters: Weights and biases.
            x: Inputs, shape (rows, n_in).
            y: Desired outputs, shape (rows, n_out).
            ridge: λ.
            m: Number of training samples in the regulariser; the number of rows if not given.
            l1: λ₁.
            weights: How much each row counts, shape (rows,); None where all count alike.
            halted: Asked every few milliseconds; True gives it up.

        Raises:
            Halted: `halted` said so.
        """
        outputs, data = self._run(parameters, x, y, weights, halted)
        return outputs, CostValue(data, self._program.penalty(ridge, m or max(len(x), 1), l1))

    def _run(
        self,
        parameters: Parameters,
        x: FloatArray,
        y: FloatArray | None,
        weights: FloatArray | None = None,
        halted: Callable[[], bool] = never,
    ) -> tuple[FloatArray, float]:
        program, rows = self._program, len(x)
        if parameters is not self._loaded:  # parameters are immutable
            program.load(parameters)
            self._loaded = parameters
        outputs: FloatArray = np.empty((rows, program.outputs.shape[1]), program.dtype)
        cost = 0.0
        for start in range(0, rows, self._chunk):
            if halted():
                raise Halted
            part = slice(start, min(start + self._chunk, rows))
            outputs[part] = program.forward(np.asarray(x[part], program.dtype))
            if y is not None:
                counts = None if weights is None else np.asarray(weights[part], program.dtype)
                wanted = np.asarray(y[part], program.dtype)
                cost += program.cost_value(wanted, counts) * (part.stop - part.start)
        return outputs, cost / rows if rows else np.nan
