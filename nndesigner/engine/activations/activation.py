"""What an activation is: a value and, beside it, the way an error goes back through it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial

import numpy as np

from nndesigner.engine.parameters import FloatArray

ONE = np.ones((), np.float32)
"""A 0-d array: with it a ufunc on a small array is a third faster than with a Python number."""

Call = Callable[[], object]
"""One prepared piece of work: arguments and outputs are bound."""

HALF = np.full((), 0.5, np.float32)


class Activation(ABC):
    """σ of eq. 13, with its derivative. Arrays have shape (rows, neurons), in any memory order.

    Attributes:
        name: Key in the registry and in project files.
        label: For people, as the menus and the axis titles show it.
        equation: Plain text.
        elementwise: Whether a neuron's activation depends on its own z only.
        differentiable: Whether gradient descent can teach a neuron that has it.
        output_only: Whether it belongs in the output layer.
        kinked: Whether the derivative (or the value) jumps at z = 0.
        range: Lower and upper bound of a; infinite where there is none.
        steepest: Largest derivative; None where there is no single number.
    """

    name: str
    label: str
    equation: str
    elementwise: bool = True
    differentiable: bool = True
    output_only: bool = False
    kinked: bool = False
    range: tuple[float, float] = (-np.inf, np.inf)
    steepest: float | None = None

    @abstractmethod
    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        """Write σ(z) into `out`, which must not share memory with z."""

    @abstractmethod
    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray, /) -> None:
        """Write σ′(z) into `out`, which shares no memory with the others; a is σ(z).

        For an activation that is not elementwise: ∂a_j/∂z_j, the diagonal of the Jacobian matrix.
        """

    def backward(self, z: FloatArray, a: FloatArray, grad_a: FloatArray, out: FloatArray, /) -> None:
        """Write ∂C/∂z into `out`, given ∂C/∂a; `out` shares no memory with the others.

        Elementwise this is ∂C/∂a ⊙ σ′(z), the last step of eq. 29 and 43.
        """
        self.derivative(z, a, out)
        np.multiply(out, grad_a, out)

    def value_calls(self, z: FloatArray, out: FloatArray, /) -> list[Call]:
        """The work of `value` for arrays that stay where they are, piece by piece."""
        return [partial(self.value, z, out)]

    def backward_calls(
        self, z: FloatArray, a: FloatArray, grad_a: FloatArray, out: FloatArray, /
    ) -> list[Call]:
        """The work of `backward` for arrays that stay where they are, piece by piece."""
        return [partial(self.backward, z, a, grad_a, out)]


class Straight(Activation):
    """An elementwise activation made of whole calls, which a small network spares a fifth of its time."""

    @abstractmethod
    def value_calls(self, z: FloatArray, out: FloatArray, /) -> list[Call]:
        """What writes σ(z) into `out`."""

    @abstractmethod
    def derivative_calls(self, z: FloatArray, a: FloatArray, out: FloatArray, /) -> list[Call]:
        """What writes σ′(z) into `out`."""

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        for call in self.value_calls(z, out):
            call()

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray, /) -> None:
        for call in self.derivative_calls(z, a, out):
            call()

    def backward_calls(
        self, z: FloatArray, a: FloatArray, grad_a: FloatArray, out: FloatArray, /
    ) -> list[Call]:
        return [*self.derivative_calls(z, a, out), partial(np.multiply, out, grad_a, out)]
