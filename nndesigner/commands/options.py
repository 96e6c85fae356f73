"""Options that several commands share, and how their words become values."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nndesigner.engine.costs import COSTS
from nndesigner.errors import UsageError

OPTIMIZERS = ("sgd",)
FULL_BATCH = "full"


def add_project(parser: argparse.ArgumentParser) -> None:
    """The project that a command works on."""
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project file (.nnd)")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Output for programs."""
    parser.add_argument("--json", action="store_true", help="write JSON, for programs")


def add_training(parser: argparse.ArgumentParser) -> None:
    """Training settings; each stays as it is where its option is not given."""
    group = parser.add_argument_group("training settings")
    group.add_argument("--epochs", type=int, metavar="N", help="passes over the training rows")
    group.add_argument("--learning-rate", type=float, metavar="X", help="η, the size of a step")
    group.add_argument(
        "--batch-size", metavar="N|full", help="samples averaged for one step; full: all training rows"
    )
    group.add_argument("--optimizer", metavar="NAME", help=f"one of {', '.join(OPTIMIZERS)}")
    group.add_argument("--cost", metavar="NAME", help=f"one of {', '.join(COSTS)}")
    group.add_argument("--ridge", type=float, metavar="X", help="λ of the ridge term (λ/2m) Σ w²")
    group.add_argument("--seed", type=int, metavar="N", help="start of all random draws")
    group.add_argument("--precision", metavar="NAME", help="float32 or float64")


def training_changes(arguments: argparse.Namespace) -> dict[str, int | float | str | None]:
    """The settings given on the command line, for `edits.set_training`.

    Raises:
        UsageError: The batch size is neither a number nor “full”, or there is no such optimizer.
    """
    if arguments.optimizer not in (None, *OPTIMIZERS):
        raise UsageError(
            f"There is no optimizer “{arguments.optimizer}”.",
            remedy=f"Choose one of {', '.join(OPTIMIZERS)}.",
        )
    names = ("epochs", "learning_rate", "cost", "ridge", "seed", "precision")
    given: Mapping[str, Any] = vars(arguments)
    changes: dict[str, int | float | str | None] = {
        name: given[name] for name in names if given[name] is not None
    }
    if arguments.batch_size is not None:
        changes["batch_size"] = _batch_size(arguments.batch_size)
    return changes


def names(words: str | None) -> tuple[str, ...]:
    """Column names separated by commas."""
    return () if words is None else tuple(word.strip() for word in words.split(",") if word.strip())


def _batch_size(word: str) -> int | None:
    if word == FULL_BATCH:
        return None
    if not word.isdecimal():
        raise UsageError(f"“{word}” is not a batch size.", remedy="Choose 1 or more, or “full”.")
    return int(word)
