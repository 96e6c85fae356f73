"""What was chosen lately from a list: it stands first there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nndesigner.ui.preferences import settings
from nndesigner.ui.searching.rows import Row

LENGTH = 5
"""Choices remembered."""
SECTION = "Recently used"


class Used:
    """Keys of the latest choices, the newest first; kept in the settings."""

    def __init__(self, name: str) -> None:
        self._key = f"used/{name}"

    def keys(self) -> list[str]:
        """All of them."""
        stored = settings().value(self._key, [])
        return [stored] if isinstance(stored, str) else list(stored) if isinstance(stored, list) else []

    def add(self, key: str) -> None:
        """Put a choice first."""
        keys = [key, *(other for other in self.keys() if other != key)]
        settings().setValue(self._key, keys[:LENGTH])

    def first(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with the latest choices before all others, under a heading of their own."""
        by_key = {row.key: row for row in rows}
        latest = [by_key[key] for key in self.keys() if key in by_key]
        used = {row.key for row in latest}
        return [replace(row, section=SECTION) for row in latest] + [
            row for row in rows if row.key not in used
        ]
