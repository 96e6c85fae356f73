"""Options that several commands share, and how their words become values."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nndesigner.commands.training_options import TRAINING, Setting


def add_project(parser: argparse.ArgumentParser) -> None:
    """The project that a command works on."""
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project file (.nnd)")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Output for programs."""
    parser.add_argument("--json", action="store_true", help="write JSON, for programs")


def add_training(parser: argparse.ArgumentParser) -> None:
    """Training settings; each stays as it is where its option is not given."""
    for title, options in TRAINING.items():
        group = parser.add_argument_group(title)
        for option in options:
            option.add_to(group)


def training_changes(arguments: argparse.Namespace) -> dict[str, Setting]:
    """The settings given on the command line, for `edits.set_training`.

    Raises:
        UsageError: Something is neither a number nor the word that is allowed instead.
    """
    given: Mapping[str, Any] = vars(arguments)
    return {
        option.name: option.value(given[option.name])
        for options in TRAINING.values()
        for option in options
        if given[option.name] is not None
    }


def names(words: str | None) -> tuple[str, ...]:
    """Column names separated by commas."""
    return () if words is None else tuple(word.strip() for word in words.split(",") if word.strip())
