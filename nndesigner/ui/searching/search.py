"""What can be searched for."""

from __future__ import annotations

from enum import StrEnum


class Search(StrEnum):
    """The lists that can be opened."""

    COMMANDS = "commands"
    ADD = "add"
    NEURONS = "neurons"
    HISTORY = "history"
