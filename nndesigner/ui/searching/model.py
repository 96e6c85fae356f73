"""The rows that were found, as a list for a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from nndesigner.ui.searching.rows import Row, Rows, Source

Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole
"""The whole `Row` of an index; None for a heading."""


class FoundRows(QStringListModel):
    """Rows in the order in which they fit; headings stand between them while nothing is typed.

    A view asks for the number of rows several times per row. So Qt's own list, of empty texts, counts them.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._source: Source = Rows(())
        self._lines: Sequence[int | str] = ()
        self.found: Sequence[int] = ()
        """Places of the rows in the source."""

    def show(self, source: Source, typed: str) -> None:
        """Look through a source."""
        self._source, self.found = source, source.find(typed)
        self._lines = self.found if typed.strip() else _under_headings(source, self.found)
        self.setStringList([""] * len(self._lines))

    def row_at(self, line: int) -> Row | None:
        """The row in a line; None for a heading, and where there is no line."""
        place = self._lines[line] if 0 <= line < len(self._lines) else ""
        return None if isinstance(place, str) else self._source.row(place)

    def line_of(self, place: int) -> int:
        """The line of a row of the source that was found; -1 for any other."""
        return next((line for line, at in enumerate(self._lines) if at == place), -1)

    def next_line(self, line: int, step: int) -> int:
        """The line of the row before or after a line; the line itself where there is none."""
        at = line + step
        while 0 <= at < len(self._lines):
            if not isinstance(self._lines[at], str):
                return at
            at += 1 if step > 0 else -1
        return line

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, the whole row, and what a screen reader says."""
        line = self._lines[index.row()]
        if isinstance(line, str):
            return line if role == Qt.ItemDataRole.DisplayRole else None
        if role == ROW:
            return self._without_heading(self._source.row(line))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._source.row(line).words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._source.row(line).spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not index.isValid() or isinstance(self._lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _without_heading(self, row: Row) -> Row:
        """A row that says only what the heading above it does not say."""
        headed = self._lines is not self.found and row.detail == row.section
        return replace(row, detail="") if headed else row


def _under_headings(source: Source, places: Sequence[int]) -> list[int | str]:
    lines: list[int | str] = []
    heading = ""
    for place in places:
        section = source.section(place)
        if section != heading:
            heading = section
            lines.append(section)
        lines.append(place)
    return lines
