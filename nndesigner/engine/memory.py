"""What an optimiser remembers from step to step, by the ids of the parameters it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nndesigner.engine.parameters import Parameters


@dataclass(frozen=True, eq=False)
class Memory:
    """Velocities, mean squares and the like. Going on with it is the same, to the last bit, as not stopping.

    Attributes:
        optimizer: Registry name of the optimiser it belongs to; another one begins afresh.
        steps: Steps made since it was empty.
        slots: Vectors by name, each laid out like the parameters; one that is missing is zero.
    """

    optimizer: str = "sgd"
    steps: int = 0
    slots: Mapping[str, Parameters] = field(default_factory=dict)

    def equals(self, other: Memory) -> bool:
        """Whether both remember the same, to the last bit."""
        return (
            (self.optimizer, self.steps, self.slots.keys())
            == (other.optimizer, other.steps, other.slots.keys())
        ) and all(slot.equals(other.slots[name]) for name, slot in self.slots.items())
