"""Typing on the canvas itself: a name, or a number of neurons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from nndesigner.document.edits import LARGEST_LAYER

_LEAST_WIDTH, _MOST_WIDTH, _HEIGHT = 112, 320, 28
_AROUND = 24
"""Room beside the text of a field."""


class InlineEdit(QObject):
    """One field on the canvas. Enter and leaving it take what was typed, Escape does not."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._field: QLineEdit | QSpinBox | None = None
        self._take: Callable[[], object] = lambda: None

    @property
    def active(self) -> bool:
        """Whether something is being typed."""
        return self._field is not None

    def ask_name(self, area: QRectF, name: str, take: Callable[[str], object], *, of: str = "") -> None:
        """Ask for a name over an area of the canvas widget; `of` says of what while nothing is typed."""
        field = QLineEdit(name, self._canvas)
        field.setObjectName("inlineName")
        field.setAccessibleName(f"Name of {of}" if of else "Name")
        field.setPlaceholderText(of)
        # A field that has the focus shows no placeholder in its middle.
        side = Qt.AlignmentFlag.AlignHCenter if name else Qt.AlignmentFlag.AlignLeft
        field.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._open(field, area, lambda: take(field.text()) if field.text() != name else None)
        field.textChanged.connect(lambda: self._grow(field, area))
        self._grow(field, area)
        field.selectAll()

    def ask_size(self, area: QRectF, size: int, take: Callable[[int], object]) -> None:
        """Ask for a number of neurons over an area of the canvas widget."""
        field = QSpinBox(self._canvas)
        field.setObjectName("inlineSize")
        field.setAccessibleName("Number of neurons")
        field.setRange(1, LARGEST_LAYER)
        field.setValue(size)
        self._open(field, area, lambda: take(field.value()) if field.value() != size else None)
        field.selectAll()

    def finish(self) -> None:
        """Take what was typed."""
        take = self._take
        if isinstance(self._field, QSpinBox):
            self._field.interpretText()
        if self._close():
            take()

    def cancel(self) -> bool:
        """Forget what was typed; whether there was anything."""
        return self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Escape and losing the focus end it; every other key belongs to the field."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.finish()
                return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and watched is self._field:
            self._left(event.reason())
        return super().eventFilter(watched, event)

    def _left(self, reason: Qt.FocusReason) -> None:
        """The focus went elsewhere; its own menu takes it only for a moment."""
        if reason is not Qt.FocusReason.PopupFocusReason:
            self.finish()

    def _open(self, field: QLineEdit | QSpinBox, area: QRectF, take: Callable[[], object]) -> None:
        self.finish()
        self._field, self._take = field, take
        self._place(field, area, max(area.width(), _LEAST_WIDTH))
        field.installEventFilter(self)
        field.show()
        field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _grow(self, field: QLineEdit, area: QRectF) -> None:
        """Make room for what is typed, up to a limit."""
        words = field.text() or field.placeholderText()
        wanted = min(field.fontMetrics().horizontalAdvance(words) + _AROUND, _MOST_WIDTH)
        self._place(field, area, max(area.width(), _LEAST_WIDTH, wanted))

    def _place(self, field: QWidget, area: QRectF, width: float) -> None:
        left = min(max(area.center().x() - width / 2, 0), self._canvas.width() - width)
        field.setGeometry(round(left), round(area.center().y() - _HEIGHT / 2), round(width), _HEIGHT)

    def _close(self) -> bool:
        field, self._field, self._take = self._field, None, lambda: None
        if field is None:
            return False
        focused = field.hasFocus()
        field.removeEventFilter(self)
        field.hide()
        field.deleteLater()
        if focused:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
