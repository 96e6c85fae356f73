"""A learning rate that falls by the same share in every epoch."""

from __future__ import annotations

from nndesigner.engine.schedules.schedule import Schedule


class Exponential(Schedule):
    """η · factor^epochs, falling within an epoch too."""

    name = "exponential"
    label = "Exponential"
    description = "The learning rate is multiplied by the factor in every epoch, little by little."
    uses_epochs = False

    def share(self, epochs: float, factor: float, _period: int, /) -> float:
        return float(factor**epochs)


EXPONENTIAL = Exponential()
