"""What a command is, and how it speaks."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Command:
    """One command of the command line.

    Attributes:
        name: The word after `nndesigner`.
        summary: A few words for the list of commands.
        description: A sentence or two for its own help.
        configure: Adds its arguments to a parser.
        run: Does the work and returns the exit code; raises NNDesignerError where it fails.
    """

    name: str
    summary: str
    description: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def say(line: str = "") -> None:
    """Write one line to stdout."""
    sys.stdout.write(f"{line}\n")


def note(sentence: str) -> None:
    """Write something worth knowing to stderr, where it cannot get into results."""
    sys.stderr.write(f"nndesigner: {sentence}\n")


def say_json(value: Any) -> None:
    """Write JSON to stdout: indented, ASCII, with null where a number is not finite."""
    sys.stdout.write(json.dumps(_finite(value), indent=2, allow_nan=False) + "\n")


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
