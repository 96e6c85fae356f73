"""The frame that the reading windows share: a title, something to read, a button to close."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

_LARGEST = QSize(720, 560)


class ReadingArea(QScrollArea):
    """Something long that is read, and scrolled by the keyboard from beginning to end."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages as everywhere; Home and End go to the ends."""
        if not self.turn(event.key()):
            super().keyPressEvent(event)

    def turn(self, key: int) -> bool:
        """Scroll as a key says; whether it says anything."""
        bar = self.verticalScrollBar()
        ways = {
            Qt.Key.Key_Up: bar.value() - bar.singleStep(),
            Qt.Key.Key_Down: bar.value() + bar.singleStep(),
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
            Qt.Key.Key_Home: bar.minimum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        to = ways.get(Qt.Key(key))
        if to is not None:
            bar.setValue(to)
        return to is not None


class PlainDialog(QDialog):
    """A window that is read and closed. It does not block the main window."""

    def __init__(
        self,
        name: str,
        title: str,
        content: QWidget,
        parent: QWidget,
        above: QWidget | None = None,
        largest: QSize = _LARGEST,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        scroll = self.area = ReadingArea(content)
        size = content.minimumSizeHint().expandedTo(content.sizeHint()).boundedTo(largest)
        scroll.setMinimumSize(size + QSize(scroll.verticalScrollBar().sizeHint().width(), 0))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        if above is not None:
            column.addWidget(above)
        column.addWidget(scroll, 1)
        column.addWidget(self.buttons)
        (above or scroll).setFocus(Qt.FocusReason.PopupFocusReason)


def reading(text: str, width: int) -> QLabel:
    """Rich text of a given width, with links that open in the browser."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setOpenExternalLinks(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    label.setFixedWidth(width)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label
