"""The training settings as options of the command line: one line each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nndesigner.document.settings import CLASS_WEIGHTS, PRECISIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.schedules import SCHEDULES
from nndesigner.errors import UsageError

Setting = int | float | str | None


@dataclass(frozen=True)
class Option:
    """One setting.

    Attributes:
        flag: As it is typed.
        kind: Of its value.
        letters: What stands for the value in the help.
        help: A few words, and the values that are allowed.
        nothing: A word that may stand instead of a number; the setting is None then.
        setting: The field of `TrainingSettings`, where that is not the flag.
    """

    flag: str
    kind: type[int] | type[float] | type[str] | type[bool]
    letters: str
    help: str
    nothing: str = ""
    setting: str = ""

    @property
    def name(self) -> str:
        """The field of `TrainingSettings`."""
        return self.setting or self.flag.removeprefix("--").replace("-", "_")

    def add_to(self, group: argparse._ArgumentGroup) -> None:
        """Make a parser know it."""
        if self.kind is bool:
            group.add_argument(
                self.flag, dest=self.name, action=argparse.BooleanOptionalAction, help=self.help
            )
            return
        read: Callable[[str], Setting] = str if self.nothing else self.kind
        letters = f"{self.letters}|{self.nothing}" if self.nothing else self.letters
        group.add_argument(self.flag, dest=self.name, type=read, metavar=letters, help=self.help)

    def value(self, given: Setting) -> Setting:
        """The value of the setting.

        Raises:
            UsageError: The word is neither a number nor the one allowed instead.
        """
        if not self.nothing:
            return given
        if given == self.nothing:
            return None
        try:
            return self.kind(str(given))
        except ValueError:
            number = "a whole number" if self.kind is int else "a number"
            raise UsageError(
                f"“{given}” is not {number}.", where=self.flag, remedy=f"Give {number} or “{self.nothing}”."
            ) from None


def _one_of(names: Iterable[str]) -> str:
    return f"one of {', '.join(names)}"


TRAINING: dict[str, tuple[Option, ...]] = {
    "training settings": (
        Option("--epochs", int, "N", "passes over the training rows"),
        Option("--learning-rate", float, "X", "η, the size of a step"),
        Option("--batch-size", int, "N", "samples averaged for one step; full: all training rows", "full"),
        Option("--cost", str, "NAME", _one_of(COSTS)),
        Option("--seed", int, "N", "start of all random draws"),
        Option("--class-weights", str, "NAME", f"{_one_of(CLASS_WEIGHTS)}: how rows count"),
        Option("--precision", str, "NAME", _one_of(PRECISIONS)),
        Option("--patience", int, "N", "epochs without a better cost after which training ends", "off"),
    ),
    "optimizer": (
        Option("--optimizer", str, "NAME", _one_of(OPTIMISERS)),
        Option("--momentum", float, "X", "μ of momentum and nesterov, from 0 to below 1"),
        Option("--beta1", float, "X", "β₁ of adam and adamw, from 0 to below 1"),
        Option("--beta2", float, "X", "β₂ of adam and adamw, from 0 to below 1"),
        Option("--rho", float, "X", "ρ of rmsprop, from 0 to below 1"),
        Option("--epsilon", float, "X", "ε of adam, adamw and rmsprop, above 0"),
        Option("--lbfgs-memory", int, "N", "steps that lbfgs remembers, from 1 to 100", setting="memory"),
        Option("--line-search", bool, "", "whether lbfgs tries steps until one lowers the cost enough"),
    ),
    "learning rate over time": (
        Option("--schedule", str, "NAME", _one_of(SCHEDULES)),
        Option("--schedule-factor", float, "X", "what η is multiplied by (step, exponential, plateau)"),
        Option("--schedule-epochs", int, "N", "of the schedule: between steps, of a cosine, at a plateau"),
        Option("--warmup", float, "N", "epochs over which η rises to its value"),
    ),
    "regularisation": (
        Option("--ridge", float, "X", "λ of the ridge term (λ/2m) Σ w²"),
        Option("--l1", float, "X", "λ₁ of the term (λ₁/m) Σ |w|"),
        Option("--dropout", float, "X", "share of the hidden neurons silenced in every step, below 1"),
        Option("--clip-norm", float, "X", "largest length of the gradient", "off"),
        Option("--clip-value", float, "X", "largest magnitude of its entries", "off"),
    ),
}
"""By the headings of the help."""
