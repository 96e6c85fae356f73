"""A learning rate that falls when the cost no longer does."""

from __future__ import annotations

from nndesigner.engine.schedules.schedule import Schedule


class Plateau(Schedule):
    """η falls by the factor where the cost has had no new best for `period` epochs.

    By how much depends on what was measured, so it is not a function of the epochs; see `engine.watch`.
    """

    name = "plateau"
    label = "Reduce on plateau"
    description = "The learning rate is multiplied by the factor after so many epochs without a lower cost."
    watches = True

    def share(self, _epochs: float, _factor: float, _period: int, /) -> float:
        return 1.0


PLATEAU = Plateau()
