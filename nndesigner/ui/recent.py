"""The projects opened lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nndesigner.ui.preferences import settings

_KEY = "recent"
LENGTH = 8
"""Projects remembered."""


class RecentFiles(QObject):
    """Paths of the latest projects, newest first; kept in the settings."""

    changed = Signal()

    def paths(self) -> list[Path]:
        """All of them, whether or not the files are still there."""
        stored = settings().value(_KEY, [])
        texts = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(text) for text in texts if isinstance(text, str) and text]

    def add(self, path: Path) -> None:
        """Put a project first."""
        path = path.resolve()
        self._store([path, *(other for other in self.paths() if other != path)][:LENGTH])

    def remove(self, path: Path) -> None:
        """Forget a project, because its file is gone."""
        self._store([other for other in self.paths() if other not in (path, path.resolve())])

    def clear(self) -> None:
        """Forget all."""
        self._store([])

    def _store(self, paths: list[Path]) -> None:
        settings().setValue(_KEY, [str(path) for path in paths])
        self.changed.emit()
