"""A learning rate that stays."""

from __future__ import annotations

from nndesigner.engine.schedules.schedule import Schedule


class Constant(Schedule):
    """η is what it is set to."""

    name = "constant"
    label = "Constant"
    description = "The learning rate stays what it is set to."
    uses_factor = uses_epochs = False

    def share(self, _epochs: float, _factor: float, _period: int, /) -> float:
        return 1.0


CONSTANT = Constant()
