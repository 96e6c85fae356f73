"""What a cost is: a value and, beside it, the error it gives the output layer."""

from __future__ import annotations

from abc import ABC, abstractmethod

from nndesigner.engine.activations import Activation
from nndesigner.engine.parameters import FloatArray


class Cost(ABC):
    """C of eq. 15–17 without regulariser. Arrays have shape (rows, outputs).

    Attributes:
        name: Key in the registry and in project files.
        label: For people.
        equation: Plain text.
    """

    name: str
    label: str
    equation: str

    @abstractmethod
    def refusal(self, activation_name: str, /) -> str | None:
        """One sentence why this cost cannot be used with outputs of this activation; None if it can."""

    @abstractmethod
    def target_refusal(self, activation_name: str, y: FloatArray, /) -> str | None:
        """One sentence why this cost cannot be used with these desired outputs; None if it can."""

    @abstractmethod
    def value(self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, /) -> float:
        """Mean cost over the rows, computed from z where that is the stable form."""

    @abstractmethod
    def output_error(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        """Write δ^L = ∂C_x/∂z^L of every row (eq. 29) into `out`; not divided by the number of rows."""
