"""What stands under the settings of a section: the rule that they make."""

from __future__ import annotations

from collections.abc import Callable

from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.schedules import SCHEDULES

_USUAL_RATES = {
    "sgd": "0.01 to 1",
    "momentum": "0.001 to 0.1",
    "nesterov": "0.001 to 0.1",
    "rmsprop": "0.0001 to 0.01",
    "adam": "0.0001 to 0.01",
    "adamw": "0.0001 to 0.01",
    "lbfgs": "1",
}
"""η that suits most networks. After the papers of the optimisers, and what their authors start from."""


def optimiser_note(settings: TrainingSettings) -> str:
    """The update rule, what it is good for, and the η that suits it."""
    known = OPTIMISERS[settings.optimizer]
    return f"{known.equation}\n{known.description} η is usually {_USUAL_RATES[known.name]}."


def schedule_note(settings: TrainingSettings) -> str:
    """How η changes."""
    words = SCHEDULES[settings.schedule].description
    return f"{words} Before that it rises from 0 over the warm-up." if settings.warmup else words


def patience_note(settings: TrainingSettings) -> str:
    """What is waited for."""
    if settings.patience is None:
        return "Training goes on for all its epochs."
    return (
        "Training ends, with the best weights, when the cost of the validation rows, or of the training rows "
        "where there are none, has not fallen for so many epochs."
    )


NOTES: dict[str, Callable[[TrainingSettings], str]] = {
    "optimiser": optimiser_note,
    "schedule": schedule_note,
    "stopping": patience_note,
}
"""By section."""
