"""A bar cut into training, validation and test rows; its two cuts can be dragged."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesigner.data.model import Part
from nndesigner.ui.theme import Theme

PART_COLORS = {Part.TRAIN: "accent", Part.VALIDATION: "validation", Part.TEST: "faint"}
PART_WORDS = {Part.TRAIN: "training", Part.VALIDATION: "validation", Part.TEST: "test"}
_BAR = 8.0
_HEIGHT = 16
_GRIP = 6.0
_REACH = 10.0
_LEAST_TRAINING = 0.1


class PartsBar(QWidget):
    """Shows shares; a whole drag is one decision, told when the button is released."""

    moved = Signal(object)
    """The wanted shares (validation, test)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import:parts")
        self.setFixedHeight(_HEIGHT)
        self.setMouseTracking(True)
        self._theme = theme
        self._any = False
        self._cuts = [1.0, 1.0]
        self._held: int | None = None
        self._before = list(self._cuts)
        theme.changed.connect(self.update)

    def show_counts(self, counts: Mapping[Part, int], validation: float, test: float) -> None:
        """Show how many rows each part has, and the shares that were asked for."""
        self._any = any(counts.values())
        self._cuts = [1.0 - validation - test, 1.0 - test]
        self.setAccessibleName(counts_words(counts))
        self.setToolTip(f"{counts_words(counts)}\nDrag the cuts, or type the shares below.")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pieces with round ends, and a grip at every cut."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            bar = QRectF(0, (self.height() - _BAR) / 2, self.width(), _BAR)
            outline = QPainterPath()
            outline.addRoundedRect(bar, _BAR / 2, _BAR / 2)
            painter.save()
            painter.setClipPath(outline)
            edges = [0.0, *self._cuts, 1.0]
            for place, token in enumerate(PART_COLORS.values()):
                left, right = (edges[place + end] * self.width() for end in (0, 1))
                piece = QRectF(left, bar.top(), right - left, _BAR)
                painter.fillRect(piece, self._theme.color(token if self._any else "line"))
            painter.restore()
            painter.setPen(QPen(self._theme.color("muted"), 1))
            painter.setBrush(self._theme.color("surface"))
            for cut in self._cuts if self._any else ():
                painter.drawEllipse(QPointF(self._x(cut), self.height() / 2), _GRIP - 1, _GRIP - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer cut."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held, self._before = self._near(event.position().x()), list(self._cuts)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the cut in whole percents."""
        x = event.position().x()
        near = self._held is not None or self._near(x) is not None
        self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)
        if self._held is None:
            return
        share = round(x / max(self.width(), 1), 2)
        low = _LEAST_TRAINING if self._held == 0 else self._cuts[0]
        high = self._cuts[1] if self._held == 0 else 1.0
        self._cuts[self._held] = min(max(share, low), high)
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Tell what was decided."""
        held, self._held = self._held, None
        if held is not None and self._cuts != self._before:
            first, second = self._cuts
            self.moved.emit((round(second - first, 2), round(1.0 - second, 2)))

    def _x(self, cut: float) -> float:
        return min(max(cut * self.width(), _GRIP), self.width() - _GRIP)

    def _near(self, x: float) -> int | None:
        apart = [abs(self._x(cut) - x) for cut in self._cuts]
        # Where both cuts lie together, the one that has room is meant.
        nearest = 0 if apart[0] < apart[1] or (apart[0] == apart[1] and self._cuts[1] >= 1.0) else 1
        return nearest if self._any and min(apart) <= _REACH else None


def counts_words(counts: Mapping[Part, int]) -> str:
    """“105 training · 22 validation · 23 test”."""
    return " · ".join(f"{count:,} {PART_WORDS[part]}" for part, count in counts.items())
