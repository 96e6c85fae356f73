"""A small window inside the window: a field to type into, and the list of what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from nndesigner.ui.icons import icon
from nndesigner.ui.searching.backdrop import Backdrop
from nndesigner.ui.searching.found_list import FoundList
from nndesigner.ui.searching.row_painter import HEIGHT
from nndesigner.ui.searching.rows import Row, Rows, Source
from nndesigner.ui.theme import Theme
from nndesigner.ui.typing_undo import leaves_to_window

MARGIN = 12
"""Kept free between the list and the edges of the window."""
_PADDING = 6
_NEXT = (Qt.Key.Key_Down, Qt.Key.Key_Tab)
_PREVIOUS = (Qt.Key.Key_Up, Qt.Key.Key_Backtab)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Kind:
    """What kind of list it is.

    Attributes:
        name: Of the widget.
        title: What a screen reader calls it.
        prompt: In the empty field.
        nothing: Said where nothing fits.
        width: At most, in pixels.
        lines: Shown at once, at most.
        stays: Whether it stays open beside the work until it is closed; else a choice, or a press elsewhere,
            closes it.
    """

    name: str
    title: str
    prompt: str
    nothing: str
    width: int = 580
    lines: int = 12
    stays: bool = False


class SearchPopup(QFrame):
    """Opens over a part of the window, and gives the keyboard back to whoever had it."""

    typed = Signal(str)
    """Something else is in the field."""
    chosen = Signal(object)
    """Enter, or a click on a row that can be chosen; carries its key."""
    entered = Signal(object)
    """Enter, but no click."""
    closed = Signal()

    def __init__(self, kind: Kind, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._kind, self._theme, self._window = kind, theme, window
        self._backdrop = None if kind.stays else Backdrop(window, self)
        self._source: Source = Rows(())
        self._place: Callable[[], QRect | QPoint] = window.rect
        self._came_from: QWidget | None = None
        self.field, self.list, self.foot = QLineEdit(), FoundList(theme), QLabel()
        self._close = QToolButton()
        self._arrange()
        self._listen()
        self.hide()

    # -- opening and closing

    def open_over(self, place: Callable[[], QRect | QPoint], source: Source, typed: str = "") -> None:
        """Open, and take the keyboard.

        Args:
            place: Where, in the coordinates of the window: a point for its corner, or an area at whose top
                it opens, in the middle, or at the right if it stays.
            source: What is looked through.
            typed: What is in the field to begin with.
        """
        if not self.has_keyboard():
            self._came_from = QApplication.focusWidget()
        self._place, self._source = place, source
        if self._backdrop is not None:
            self._backdrop.cover()
        self.field.setText(typed)
        self.show()
        self.raise_()
        self.look_through(source)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close; whoever had the keyboard before has it again."""
        if self.isHidden():
            return
        had_keyboard, back = self.has_keyboard(), self._came_from
        self.hide()
        if self._backdrop is not None:
            self._backdrop.hide()
        if had_keyboard and back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def has_keyboard(self) -> bool:
        """Whether it is open and being typed into."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    # -- what is in it

    def look_through(self, source: Source, place: int | None = None) -> None:
        """Show the rows of a source that fit; stand on the first, or on the one at a place of the source."""
        self._source = source
        self.list.look_through(source, self.field.text(), place)
        self._fit()
        self.list.scroll_to_current()

    @property
    def current(self) -> Row | None:
        """The row that Enter chooses."""
        return self.list.current

    def say(self, words: str) -> None:
        """Say something at the foot."""
        self.foot.setText(words)
        self.foot.setVisible(bool(words))
        self.field.setAccessibleDescription(words)
        self._fit()

    # -- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move about the list; the window's new size."""
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._fit()
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress:
                return self._key(event)
            if event.type() is QEvent.Type.ShortcutOverride:
                return self._keep(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the field has no use for mean nothing to the window behind."""
        event.accept()

    def _keep(self, event: QKeyEvent) -> bool:
        """Keep keys from the shortcuts of the window: all of them while it lies over everything."""
        if self._kind.stays:
            return leaves_to_window(self.field, event)
        event.accept()
        return True

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _NEXT:
            self.list.step(1)
        elif key in _PREVIOUS:
            self.list.step(-1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.list.page(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def _enter(self) -> None:
        row = self.current
        if row is not None and not row.off:
            self.entered.emit(row.key)
            self._choose(row)

    def _choose(self, row: Row) -> None:
        if row.off:
            return
        if not self._kind.stays:
            self.dismiss()
        self.chosen.emit(row.key)

    def _typed(self, text: str) -> None:
        if self.isVisible():
            self.look_through(self._source)
            self.typed.emit(text)

    def _follow(self) -> None:
        """Say what there is to say about the row that the list stands on."""
        row = self.current
        if row is None:
            self.say(self._kind.nothing if self.field.text().strip() else "")
            return
        self.say(" ".join(part for part in (row.hint, row.off) if part))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, row.spoken))

    # -- looks

    def _fit(self) -> None:
        """As high as what was found, never higher than the window."""
        if self.isHidden():
            return
        place, room = self._place(), self._window.rect()
        area = place.intersected(room) if isinstance(place, QRect) else room
        self.setFixedWidth(min(self._kind.width, area.width() - 2 * MARGIN))
        self._set_lines(min(self.list.lines, self._kind.lines))
        excess = self.sizeHint().height() - (room.height() - 2 * MARGIN)
        if excess > 0:
            self._set_lines(max((self.list.height() - excess) // HEIGHT, 1))
        self.setFixedHeight(self.sizeHint().height())
        corner = self._corner_in(place) if isinstance(place, QRect) else place
        right, bottom = room.width() - self.width() - MARGIN, room.height() - self.height() - MARGIN
        self.move(max(min(corner.x(), right), MARGIN), max(min(corner.y(), bottom), MARGIN))

    def _set_lines(self, lines: int) -> None:
        self.list.setVisible(lines > 0)
        self.list.setFixedHeight(lines * HEIGHT)
        self._column.invalidate()
        self._column.activate()

    def _corner_in(self, area: QRect) -> QPoint:
        spare = area.width() - self.width()
        return area.topLeft() + QPoint(spare - MARGIN if self._kind.stays else spare // 2, MARGIN)

    def _arrange(self) -> None:
        kind = self._kind
        self.setObjectName(kind.name)
        self.setAccessibleName(kind.title)
        self.setProperty("surface", "search")
        self.field.setObjectName(f"{kind.name}Field")
        self.field.setAccessibleName(kind.title)
        self.field.setPlaceholderText(kind.prompt)
        self.list.setObjectName(f"{kind.name}List")
        self.list.setAccessibleName(f"{kind.title}: what was found")
        self.foot.setProperty("role", "small")
        self.foot.setWordWrap(True)
        self.foot.setContentsMargins(_PADDING, 0, _PADDING, 0)
        self._close.setAccessibleName(f"Close {kind.title}")
        self._close.setToolTip("Close (Esc)")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.setVisible(kind.stays)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self._close)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        self._column.setSpacing(_PADDING)
        self._column.addLayout(row)
        self._column.addWidget(self.list)
        self._column.addWidget(self.foot)

    def _listen(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self._window.installEventFilter(self)
        self.list.moved.connect(self._follow)
        self.list.picked.connect(self._choose)
        self._close.clicked.connect(self.dismiss)
        self._theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        self._close.setIcon(icon("close", self._theme.tokens))
