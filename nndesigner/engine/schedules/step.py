"""A learning rate that falls in steps."""

from __future__ import annotations

from nndesigner.engine.schedules.schedule import Schedule


class Step(Schedule):
    """η · factor^⌊epochs / period⌋."""

    name = "step"
    label = "Step"
    description = "Every so many epochs the learning rate is multiplied by the factor."

    def share(self, epochs: float, factor: float, period: int, /) -> float:
        return float(factor ** (int(epochs) // period))


STEP = Step()
