"""The bar at the bottom of the window that says what went wrong and what to do about it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from nndesigner.ui.icons import icon, pixmap
from nndesigner.ui.notices import Notices
from nndesigner.ui.style import set_look
from nndesigner.ui.theme import Theme

NOTE_MS = 3000
"""How long good news stays at least; trouble stays until it is dismissed or no longer holds."""
REFUSAL_MS = 6000
"""How long a refusal stays at least; the next edit takes it away sooner."""
_READING_MS = 70
"""For every letter: nobody reads faster."""
_ICON = 18
_MARGIN = 12
_WIDEST = 760


class NoticeBar(QFrame):
    """Shows the latest message over the lower edge of its parent. It takes no focus and blocks nothing."""

    def __init__(self, theme: Theme, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self._theme, self._notices, self._parent = theme, notices, parent
        self._row = QHBoxLayout(self)
        self._picture = QLabel()
        self._words = QLabel()
        self._close = QToolButton()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._is_note = self._passes = False
        self.text = ""
        """What is being said; empty when nothing is."""
        self._arrange()
        notices.message.connect(self._say)
        notices.note.connect(self._tell)
        notices.cleared.connect(self.dismiss)
        theme.changed.connect(self._paint)
        parent.installEventFilter(self)
        self.hide()

    def settle(self) -> None:
        """The document has changed: what was refused before is history."""
        if self._passes:
            self.dismiss()

    def dismiss(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.text = ""
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge of the parent."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Good news and refusals count their time while they are seen."""
        self._notices.showing = True
        if self._is_note or self._passes:
            least = NOTE_MS if self._is_note else REFUSAL_MS
            self._timer.start(max(least, _READING_MS * len(self.text)))
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._notices.showing = False
        self._timer.stop()
        super().hideEvent(event)

    def _arrange(self) -> None:
        self._words.setObjectName("noticeText")
        self._words.setWordWrap(True)
        self._close.setObjectName("noticeDismiss")
        self._close.setAccessibleName("Dismiss the message")
        self._close.setToolTip("Dismiss")
        self._close.clicked.connect(self.dismiss)
        self._row.setContentsMargins(12, 6, 6, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self._picture)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._close)

    def _say(self, what: str, remedy: str) -> None:
        self._show(what, remedy, note=False)

    def _tell(self, what: str) -> None:
        self._show(what, "", note=True)

    def _show(self, what: str, remedy: str, *, note: bool) -> None:
        self.hide()
        self._is_note, self._passes = note, self._notices.passing and not note
        self.text = f"{what} {remedy}".strip()
        strong = escape(what) if note else f"<b>{escape(what)}</b>"
        self._words.setText(f"{strong} {escape(remedy)}".strip())
        self.setAccessibleName(f"Message: {self.text}")
        self._paint()
        self.show()
        self._place()
        self.raise_()

    def _place(self) -> None:
        """Centre at the lower edge, as narrow as the words allow."""
        room = self._parent.size()
        plain = self._words.fontMetrics().horizontalAdvance(self.text)
        wanted = round(plain * 1.1) + _ICON + self._close.sizeHint().width() + 56
        width = min(wanted, _WIDEST, room.width() - 2 * _MARGIN)
        height = self._row.heightForWidth(width)
        self.setGeometry((room.width() - width) // 2, room.height() - height - _MARGIN, width, height)

    def _paint(self) -> None:
        set_look(self, "surface", "card" if self._is_note else "warning")
        name, color = ("note", "good") if self._is_note else ("warning", "warning")
        tokens = self._theme.tokens
        self._picture.setPixmap(pixmap(name, tokens, _ICON, color, self.devicePixelRatioF()))
        self._close.setIcon(icon("close", tokens))
