"""What an optimiser is: how a gradient becomes a step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.parameters import FloatArray

if TYPE_CHECKING:
    from nndesigner.engine.rules import Rules


Numbers = tuple[FloatArray, ...]
"""The numbers of a step as 0-d arrays."""


class Block(NamedTuple):
    """Equally long pieces of flat vectors, lying at the same place.

    Attributes:
        p: Parameters.
        g: Their gradient.
        slots: What is remembered of them.
        spare: Room of the same size.
    """

    p: FloatArray
    g: FloatArray
    slots: tuple[FloatArray, ...]
    spare: FloatArray


class Optimiser(ABC):
    """One way of descent.

    Attributes:
        name: Key in the registry and in project files.
        label: For people.
        equation: Plain text, g being the gradient.
        description: One sentence for people.
        uses: The fields of `Rules` that it reads.
        shrinks: Whether ridge shrinks the weights beside the step (eq. 21) instead of adding to the gradient.
        whole_batch: Whether it needs all training rows in every step.
    """

    name: str
    label: str
    equation: str
    description: str
    uses: tuple[str, ...] = ()
    shrinks: bool = False
    whole_batch: bool = False

    @abstractmethod
    def remembers(self, names: Collection[str], /) -> bool:
        """Whether these are names of vectors that it remembers together; true of none at all."""


class Elementwise(Optimiser):
    """An optimiser that treats every parameter by itself, so the flat vector may be cut into blocks.

    Attributes:
        slots: Names of the vectors that it remembers from step to step.
        scaled: Whether the gradient comes to it multiplied by η already.
    """

    slots: tuple[str, ...] = ()
    scaled: bool = False

    def remembers(self, names: Collection[str], /) -> bool:
        return not names or set(names) == set(self.slots)

    @abstractmethod
    def numbers(self, rules: Rules, rate: float, step: int, /) -> tuple[float, ...]:
        """The numbers k that `calls` need in this step.

        Args:
            rules: Settings in force.
            rate: η in force.
            step: Number of this step, counted from 1 since the slots were zero.
        """

    @abstractmethod
    def calls(self, block: Block, k: Numbers, /) -> list[Call]:
        """What takes one step with a block of parameters: p and the slots are changed in place, g is used up.

        Args:
            block: The parameters and what belongs to them.
            k: The numbers of each step, as `numbers` gives them.
        """
