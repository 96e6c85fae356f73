"""What a cost is: a value and, beside it, the error it gives the output layer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial

import numpy as np

from nndesigner.engine.activations import Activation
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.straight import Y


class Cost(ABC):
    """C of eq. 15–17 without regulariser. Arrays have shape (rows, outputs).

    Attributes:
        name: Key in the registry and in project files.
        label: For people.
        equation: Plain text.
        boundary: A single output above it means the second of two classes.
    """

    name: str
    label: str
    equation: str
    boundary: float = 0.5

    @abstractmethod
    def refusal(self, activation_name: str, /) -> str | None:
        """One sentence why this cost cannot be used with outputs of this activation; None if it can."""

    @abstractmethod
    def target_refusal(self, activation_name: str, y: FloatArray, /) -> str | None:
        """One sentence why this cost cannot be used with these desired outputs; None if it can."""

    @abstractmethod
    def row_values(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, /
    ) -> FloatArray:
        """Cost of each row summed over its outputs, shape (rows,), from z where that is the stable form."""

    @abstractmethod
    def output_error(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        """Write δ^L = ∂C_x/∂z^L of every row (eq. 29) into `out`; not divided by the number of rows."""

    def is_difference(self, _activation: Activation, /) -> bool:
        """Whether δ^L is just a − y with outputs of this activation, because σ′ cancels (eq. 71)."""
        return False

    def error_call(
        self, activation: Activation, z: FloatArray, a: FloatArray, out: FloatArray, /
    ) -> Callable[..., object]:
        """The work of `output_error` for arrays that stay where they are, y being a blank."""
        if self.is_difference(activation):
            return partial(np.subtract, a, Y, out)
        return partial(self.output_error, activation, z, a, Y, out)

    def signed_calls(
        self, _activation: Activation, _z: FloatArray, _half: FloatArray, _out: FloatArray, /
    ) -> list[Callable[..., object]] | None:
        """What writes a multiple of δ^L straight from z and 2y − 1, a blank; None where that is no shorter.

        For a step of descent that needs no a^L. `half` is half of the factor, a 0-d array.
        """
        return None

    def value(self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, /) -> float:
        """Mean cost over the rows."""
        return float(self.row_values(activation, z, a, y).sum()) / len(y)

    def kinks(self, _a: FloatArray, _y: FloatArray, /) -> FloatArray | None:
        """Numbers whose signs say on which side of a kink in this cost each output is; None without kinks."""
        return None
