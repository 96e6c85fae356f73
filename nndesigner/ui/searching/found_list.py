"""The list of what was found, moved about in by keys that the field above it hands on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView

from nndesigner.ui.searching.model import FoundRows
from nndesigner.ui.searching.row_painter import HEIGHT, RowPainter
from nndesigner.ui.searching.rows import Row, Source
from nndesigner.ui.theme import Theme


class FoundList(QListView):
    """Always stands on a row if there is one; never on a heading."""

    moved = Signal()
    """It stands on another row, or on none."""
    picked = Signal(object)
    """A row was clicked; carries the `Row`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rows = FoundRows(self)
        self.setModel(self._rows)
        self.setItemDelegate(RowPainter(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._clicked)
        theme.changed.connect(self.viewport().update)

    @property
    def found(self) -> Sequence[int]:
        """Places in the source of the rows that were found, as they are shown."""
        return self._rows.found

    @property
    def lines(self) -> int:
        """Rows and headings."""
        return self._rows.rowCount()

    @property
    def current(self) -> Row | None:
        """The row that it stands on."""
        return self._rows.row_at(self.currentIndex().row())

    def look_through(self, source: Source, typed: str, place: int | None = None) -> None:
        """Show what fits, and stand on the first row, or on the one at a place of the source."""
        self._rows.show(source, typed)
        line = -1 if place is None else self._rows.line_of(place)
        self.stand_on(line if line >= 0 else self._rows.next_line(-1, 1))

    def step(self, by: int) -> None:
        """Go to the next row or the one before, from the last to the first and vice versa."""
        before = self.currentIndex().row()
        line = self._rows.next_line(before, by)
        if line == before:
            line = self._rows.next_line(-1 if by > 0 else self.lines, by)
        self.stand_on(line)

    def page(self, by: int) -> None:
        """Go on or back by as many rows as are seen, at most to the last or first one."""
        seen = max(self.height() // HEIGHT - 1, 1)
        line = min(max(self.currentIndex().row() + by * seen, 0), self.lines - 1)
        for step in (by, -by):
            if self._rows.row_at(line) is None:
                line = self._rows.next_line(line, step)
        self.stand_on(line)

    def stand_on(self, line: int) -> None:
        """Make the row in a line the current one, in sight."""
        self.setCurrentIndex(self._rows.index(line, 0))
        self.scroll_to_current()
        self.moved.emit()

    def scroll_to_current(self) -> None:
        """Bring the current row into sight, and the heading over it."""
        line = self.currentIndex().row()
        self.scrollTo(self._rows.index(line - 1 if self._begins_section(line) else line, 0))

    def centre_current(self) -> None:
        """Bring the current row into the middle, with what is before and after it."""
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _begins_section(self, line: int) -> bool:
        """Whether a heading stands over a line."""
        return line > 0 and self._rows.row_at(line - 1) is None

    def _clicked(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row())
        if row is not None:
            self.moved.emit()
            self.picked.emit(row)
