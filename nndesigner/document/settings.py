"""How the network is to be trained."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.rules import Rules
from nndesigner.engine.watch import Watch
from nndesigner.errors import UsageError

PRECISIONS = ("float32", "float64")
CLASS_WEIGHTS = ("equal", "balanced")


@dataclass(frozen=True)
class TrainingSettings(Rules):
    """Settings of mini-batch gradient descent, beside those of `Rules`.

    Attributes:
        epochs: Passes over the training rows that one training is meant to have.
        batch_size: Samples N averaged for one step; None is the full batch, 1 a single sample.
        learning_rate: η.
        cost: Registry name of the cost.
        ridge: λ of the ridge term (λ/2m) Σ w².
        seed: Start of every random draw: first weights and the order of the rows.
        precision: Floating-point type of weights and arithmetic.
        class_weights: "equal": every row counts alike; "balanced": every class does, however few its rows.
        patience: Epochs without a better cost after which training ends with the best weights; None: never.

    Raises:
        UsageError: A value is out of its range.
    """

    epochs: int = 100
    batch_size: int | None = 10
    learning_rate: float = 0.5
    cost: str = "cross_entropy"
    ridge: float = 0.0
    seed: int = 1
    precision: str = "float32"
    class_weights: str = "equal"
    patience: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.epochs < 1:
            raise UsageError(f"{self.epochs} is not a number of epochs.", remedy="Choose 1 or more.")
        if self.batch_size is not None and self.batch_size < 1:
            raise UsageError(f"{self.batch_size} is not a batch size.", remedy="Choose 1 or more, or “full”.")
        if not 0.0 < self.learning_rate < float("inf"):
            raise UsageError(
                f"{self.learning_rate} is not a learning rate.", remedy="Choose a number above 0."
            )
        if not 0.0 <= self.ridge < float("inf"):
            raise UsageError(f"{self.ridge} is not a ridge strength λ.", remedy="Choose 0 or more.")
        if not 0 <= self.seed < 2**63:
            raise UsageError(f"{self.seed} is not a seed.", remedy="Choose a whole number from 0.")
        if self.precision not in PRECISIONS:
            raise UsageError(f"“{self.precision}” is not a precision.", remedy="Choose float32 or float64.")
        if self.class_weights not in CLASS_WEIGHTS:
            raise UsageError(
                f"“{self.class_weights}” is no way to weigh classes.", remedy="Choose equal or balanced."
            )
        if self.patience is not None and self.patience < 1:
            raise UsageError(f"{self.patience} is not a number of epochs.", remedy="Choose 1 or more.")

    @property
    def cost_ridge(self) -> float:
        """λ in the cost that is minimised: none where ridge only shrinks the weights beside Adam's steps."""
        return 0.0 if self.optimizer == "adamw" else self.ridge

    @property
    def rules(self) -> Rules:
        """The part that says how a gradient becomes a step."""
        return Rules(**{rule.name: getattr(self, rule.name) for rule in fields(Rules)})

    @property
    def batch_in_force(self) -> int | None:
        """N, which an optimiser that needs all rows in every step leaves no choice of."""
        return None if OPTIMISERS[self.optimizer].whole_batch else self.batch_size


@dataclass(frozen=True)
class Progress:
    """How far the parameters have been trained since they were first drawn.

    Together with the settings this fixes everything that follows: the order of the rows in an epoch is a
    function of seed and epoch, so going on from here equals never having stopped.

    Attributes:
        epoch: Completed epochs.
        offset: Training samples already used in the epoch that has begun.
        steps: Updates made.
        run: Id of the run these belong to; None before the first step.
        watch: What the measurements have shown so far.
    """

    epoch: int = 0
    offset: int = 0
    steps: int = 0
    run: int | None = None
    watch: Watch = field(default_factory=Watch)

    def epochs_with(self, samples: int) -> float:
        """Epochs including the part of the one begun, for a training set of so many samples."""
        return self.epoch + self.offset / samples if samples else float(self.epoch)
