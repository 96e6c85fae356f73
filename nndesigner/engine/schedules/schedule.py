"""What a schedule is: the factor of the learning rate as a function of the epochs."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Schedule(ABC):
    """How η changes while training goes on.

    Attributes:
        name: Key in the registry and in project files.
        label: For people.
        description: One sentence for people.
        uses_factor: Whether `factor` below depends on it.
        uses_epochs: Likewise.
        watches: Whether η falls when the measured cost no longer does (`nndesigner.engine.watch`).
    """

    name: str
    label: str
    description: str
    uses_factor: bool = True
    uses_epochs: bool = True
    watches: bool = False

    @abstractmethod
    def share(self, epochs: float, factor: float, period: int, /) -> float:
        """What η is multiplied by.

        Args:
            epochs: Since the first weights, with the fraction of the one begun.
            factor: The setting `schedule_factor`.
            period: The setting `schedule_epochs`.
        """


def warming(epochs: float, warmup: float) -> float:
    """The share of η over the first `warmup` epochs: half way through it is half, and 1 from there on.

    The very first step has to move something, so it begins at a hundredth.
    """
    return 1.0 if epochs >= warmup else max(epochs / warmup, 0.01)
