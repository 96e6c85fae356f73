"""What every picture made of cells does alike: hover, click, keyboard, outlines, description."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from nndesigner.ui.plots.grid import Cell
from nndesigner.ui.theme import Theme

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CellView(QWidget):
    """A picture made of cells.

    The pointer and the arrow keys move over cells, a click or Enter chooses one. What a cell is, and what
    choosing it means, is the panel's business.
    """

    cellChosen = Signal(int, int)
    """A cell was clicked, or Enter pressed on it."""
    pointed = Signal(str)
    """One line about the cell under the pointer or the keyboard; empty when there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.describe: Callable[[Cell], str] = lambda _cell: ""
        """One line for the reader of a cell; set by the panel."""
        self.explain: Callable[[Cell], str] | None = None
        """More of it, for the tooltip; `describe` if there is none."""
        self._selected: frozenset[Cell] = frozenset()
        self._current: Cell | None = None
        self._hovered: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.repicture)

    # -- for subclasses

    @abstractmethod
    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell at a position in the widget."""

    @abstractmethod
    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell is."""

    @abstractmethod
    def row_lengths(self) -> tuple[int, ...]:
        """Number of cells in each row."""

    @abstractmethod
    def paint(self, painter: QPainter, exposed: QRectF) -> None:
        """Paint everything but the outlines, at least where it is exposed."""

    def repicture(self) -> None:
        """Colours or size are no longer those of the picture kept."""
        self.update()

    # -- selection

    @property
    def selected(self) -> frozenset[Cell]:
        """Cells with an outline."""
        return self._selected

    def set_selected(self, cells: frozenset[Cell]) -> None:
        """Outline these cells."""
        if cells != self._selected:
            self._selected = cells
            if len(cells) == 1:
                self._current = next(iter(cells))
            self.update()

    @property
    def current(self) -> Cell | None:
        """The cell that the arrow keys have reached, as far as it exists."""
        if self._current is None or not self._exists(self._current):
            return None
        return self._current

    def retell(self) -> None:
        """Say again what is under the pointer, because its value has changed."""
        if self._hovered is not None and self._exists(self._hovered):
            self.pointed.emit(self.describe(self._hovered))

    # -- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, then the outlines over it."""
        with QPainter(self) as painter:
            self.paint(painter, QRectF(event.rect()))
            self._paint_outlines(painter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        self._hover(self.cell_at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer."""
        cell = self.cell_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and cell is not None:
            self._current = cell
            self.update()
            self.cellChosen.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over the cells with arrows, Home and End; choose with Enter."""
        lengths = self.row_lengths()
        key = Qt.Key(event.key())
        if not any(lengths):
            super().keyPressEvent(event)
        elif key in _CHOOSE and self.current is not None:
            self.cellChosen.emit(*self.current)
        elif key in _MOVES or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move_to(_moved(self.current, key, lengths))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show tooltips for cells."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(QPointF(event.pos()))
            if cell is not None:
                QToolTip.showText(event.globalPos(), (self.explain or self.describe)(cell), self)
                return True
        return super().event(event)

    # -- inside

    def _exists(self, cell: Cell) -> bool:
        lengths = self.row_lengths()
        return cell[0] < len(lengths) and cell[1] < lengths[cell[0]]

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.pointed.emit(self.describe(cell) if cell is not None else "")
            self.update()

    def _move_to(self, cell: Cell) -> None:
        self._current = cell
        words = self.describe(cell)
        self.pointed.emit(words)
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _paint_outlines(self, painter: QPainter) -> None:
        tokens = self.theme.tokens
        if self._hovered is not None and self._exists(self._hovered):
            self._outline(painter, [self._hovered], QColor(tokens.muted), 1)
        lengths = self.row_lengths()
        chosen = [cell for cell in self._selected if cell[0] < len(lengths) and cell[1] < lengths[cell[0]]]
        self._outline(painter, chosen, QColor(tokens.text), 2)
        if self.hasFocus() and self.current is not None:
            self._outline(painter, [self.current], QColor(tokens.accent), 2, outside=2)

    def _outline(
        self, painter: QPainter, cells: Sequence[Cell], color: QColor, width: int, outside: int = 0
    ) -> None:
        pen = QPen(color, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2 - 1 - outside
        painter.drawRects([self.cell_rect(cell).adjusted(inset, inset, -inset, -inset) for cell in cells])


def _moved(cell: Cell | None, key: Qt.Key, lengths: tuple[int, ...]) -> Cell:
    """Where a key leads; empty rows are stepped over."""
    filled = [row for row, length in enumerate(lengths) if length]
    if cell is None:
        return filled[0], 0
    row, column = cell
    if key is Qt.Key.Key_Home:
        return row, 0
    if key is Qt.Key.Key_End:
        return row, lengths[row] - 1
    down, right = _MOVES[key]
    place = min(max(filled.index(row) + down, 0), len(filled) - 1)
    row = filled[place]
    return row, min(max(column + right, 0), lengths[row] - 1)
