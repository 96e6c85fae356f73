"""What a migration is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Plain = dict[str, Any]
"""The JSON documents of a project by entry name, such as "network.json"."""


@dataclass(frozen=True)
class Migration:
    """One step.

    Attributes:
        start: Format it reads, such as "1.0".
        end: Format it makes.
        migrate: Returns new plain data; may not change what it is given.
    """

    start: str
    end: str
    migrate: Callable[[Plain], Plain]
