"""What training left behind: a record per run, a run being everything from fresh weights to a reset."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nndesigner.document.settings import TrainingSettings

Series = NDArray[np.float64]


def _none_yet() -> Series:
    return np.empty(0)


class Outcome(StrEnum):
    """How training last ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"


@dataclass(frozen=True)
class Measurement:
    """Cost and score at one moment; NaN where there are no such rows.

    Attributes:
        epoch: Epochs since the first weights, with the fraction of the one begun.
        cost: The cost that is minimised, regulariser included, over all training rows.
        penalty: The regulariser's share of it.
        validation_cost: Cost without regulariser over the validation rows.
        score: Accuracy for classes, R² for numbers, over the training rows.
        validation_score: The same over the validation rows.
        learning_rate: η in force.
    """

    epoch: float
    cost: float
    penalty: float
    validation_cost: float
    score: float
    validation_score: float
    learning_rate: float


@dataclass(frozen=True, eq=False)
class History:
    """Measurements as columns of equal length (float64, read-only); the fields are those of `Measurement`."""

    epoch: Series = field(default_factory=_none_yet)
    cost: Series = field(default_factory=_none_yet)
    penalty: Series = field(default_factory=_none_yet)
    validation_cost: Series = field(default_factory=_none_yet)
    score: Series = field(default_factory=_none_yet)
    validation_score: Series = field(default_factory=_none_yet)
    learning_rate: Series = field(default_factory=_none_yet)

    def __len__(self) -> int:
        return len(self.epoch)

    def extended(self, measurements: list[Measurement]) -> History:
        """The same history with more measurements at its end."""
        if not measurements:
            return self
        columns: dict[str, Series] = {}
        for name in HISTORY_COLUMNS:
            added = np.array([getattr(measurement, name) for measurement in measurements])
            columns[name] = np.concatenate([getattr(self, name), added])
            columns[name].flags.writeable = False
        return History(**columns)

    def last(self) -> Measurement | None:
        """The latest measurement."""
        if not len(self):
            return None
        return Measurement(**{name: float(getattr(self, name)[-1]) for name in HISTORY_COLUMNS})


HISTORY_COLUMNS = tuple(column.name for column in fields(History))


@dataclass(frozen=True, eq=False)
class Run:
    """One training from fresh weights.

    Attributes:
        started: Local time as ISO 8601, to the second.
        settings: As they were when it last went on.
        seconds: Time spent computing.
        samples: Training samples processed.
        architecture: Layer sizes and activations in words, such as "4 – 8 ReLU – 3 softmax".
    """

    id: int
    started: str
    settings: TrainingSettings
    outcome: Outcome
    history: History
    seconds: float
    samples: int
    architecture: str
