"""By what rules descent turns a gradient into a step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.schedules import SCHEDULES
from nndesigner.errors import UsageError

_INFINITY = float("inf")


@dataclass(frozen=True)
class Rules:
    """Everything about descent but η, λ and the batch size. Each may change between two steps.

    Attributes:
        optimizer: Registry name.
        momentum: μ of momentum and Nesterov: the share of the last step that is kept.
        beta1: Adam's share of the mean gradient that is kept.
        beta2: Adam's share of the mean squared gradient that is kept.
        rho: The same of RMSProp.
        epsilon: Added to the root of the mean squared gradient.
        memory: Pairs of steps and gradient changes that L-BFGS remembers.
        line_search: Whether L-BFGS tries steps until one lowers the cost enough, instead of always taking η.
        l1: Strength of the term (λ₁/m) Σ |w|.
        clip_norm: Largest length of the gradient of the data's cost; None for any.
        clip_value: Largest magnitude of one of its entries; None for any.
        dropout: Share of the hidden neurons that is silenced at random in every step.
        schedule: Registry name: how η changes with the epochs.
        schedule_factor: What η is multiplied by: per step, per epoch, or at a plateau.
        schedule_epochs: Epochs between steps, of a cosine's fall, or of patience at a plateau.
        warmup: Epochs over which η rises to its value.

    Raises:
        UsageError: A value is out of its range.
    """

    optimizer: str = "sgd"
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    rho: float = 0.9
    epsilon: float = 1e-8
    memory: int = 10
    line_search: bool = True
    l1: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None
    dropout: float = 0.0
    schedule: str = "constant"
    schedule_factor: float = 0.5
    schedule_epochs: int = 10
    warmup: float = 0.0

    def __post_init__(self) -> None:
        _one_of(self.optimizer, OPTIMISERS, "optimizer")
        _one_of(self.schedule, SCHEDULES, "schedule")
        for name, words in _SHARES.items():
            value = getattr(self, name)
            if not 0.0 <= value < 1.0:
                raise UsageError(f"{value:g} is not {words}.", remedy="Choose 0 or more, and less than 1.")
        for name, words in _POSITIVE.items():
            value = getattr(self, name)
            if value is not None and not 0.0 < value < _INFINITY:
                raise UsageError(f"{value:g} is not {words}.", remedy="Choose a number above 0.")
        if self.epsilon < _LEAST_EPSILON:
            raise UsageError(
                f"{self.epsilon:g} is too small an ε.", remedy=f"Choose {_LEAST_EPSILON:g} or more."
            )
        for name, words in _NOT_NEGATIVE.items():
            value = getattr(self, name)
            if not 0.0 <= value < _INFINITY:
                raise UsageError(f"{value:g} is not {words}.", remedy="Choose 0 or more.")
        if not 0.0 < self.schedule_factor <= 1.0:
            raise UsageError(
                f"{self.schedule_factor:g} is not a factor for the learning rate.",
                remedy="Choose a number above 0, at most 1.",
            )
        for name, (words, most) in _COUNTS.items():
            if not 1 <= getattr(self, name) <= most:
                remedy = f"Choose from 1 to {most:,}."
                raise UsageError(f"{getattr(self, name):,} is not {words}.", remedy=remedy)


_SHARES = {
    "momentum": "a momentum μ",
    "beta1": "a share β₁",
    "beta2": "a share β₂",
    "rho": "a share ρ",
    "dropout": "a share of neurons to drop",
}
_LEAST_EPSILON = 1e-30
"""Less vanishes in single precision, and a weight that never had a gradient would be 0/0."""

_POSITIVE = {
    "epsilon": "an ε",
    "clip_norm": "a largest length of the gradient",
    "clip_value": "a largest entry of the gradient",
}
_NOT_NEGATIVE = {"l1": "an L1 strength λ₁", "warmup": "a number of epochs to warm up"}
_COUNTS = {
    "memory": ("a number of steps to remember", 100),
    "schedule_epochs": ("a number of epochs", 1_000_000_000),
}


def _one_of(name: str, known: Collection[str], noun: str) -> None:
    if name not in known:
        raise UsageError(f"There is no {noun} “{name}”.", remedy=f"Choose one of {', '.join(known)}.")
