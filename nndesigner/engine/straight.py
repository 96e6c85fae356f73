"""One function out of many prepared calls.

A small network spends more time between the calls of a step than in them: taking the next one out of a list,
unpacking its arguments. Python code that names them all, made once per number of rows, spares that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from functools import partial
from typing import Any


class Blank(Enum):
    """An argument that is known only when the function is called."""

    X = "x"
    COLUMNS = "columns"
    Y = "y"
    WEIGHTS = "weights"
    ADDRESS = "address"
    SIGNED = "signed"


# Calls are prepared with these where the batch is not known yet. They fit in any place, whatever its type.
X: Any = Blank.X
COLUMNS: Any = Blank.COLUMNS
Y: Any = Blank.Y
WEIGHTS: Any = Blank.WEIGHTS
ADDRESS: Any = Blank.ADDRESS
SIGNED: Any = Blank.SIGNED

Step = Callable[..., None]
"""Takes the parts of a batch, in the order of the blanks."""


def straight(calls: Iterable[Callable[..., object]]) -> Step:
    """Make a function that makes all these calls, one after the other.

    Args:
        calls: Each a `functools.partial`, its arguments may be blanks, or anything to be called without any.
    """
    kept = tuple(calls)
    # What stands behind a bare address lives as long as its call, and so as long as this.
    names: dict[str, Any] = {"kept": kept}
    lines = [f"    {_line(call, names)}" for call in kept] or ["    pass"]
    head = f"def step({', '.join(f'{blank.value}=None' for blank in Blank)}):"
    exec(compile("\n".join([head, *lines]), "<calls>", "exec"), names)
    made: Step = names["step"]
    return made


def _line(call: Callable[..., object], names: dict[str, Any]) -> str:
    if not isinstance(call, partial):
        return f"{_named(call, names)}()"
    words = [_named(argument, names) for argument in call.args]
    words += [f"{key}={_named(argument, names)}" for key, argument in call.keywords.items()]
    return f"{_named(call.func, names)}({', '.join(words)})"


def _named(value: object, names: dict[str, Any]) -> str:
    """A name for a value; only names and blanks are ever put into the text."""
    if isinstance(value, Blank):
        return value.value
    name = f"v{len(names)}"
    names[name] = value
    return name
