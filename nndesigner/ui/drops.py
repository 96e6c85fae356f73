"""Files dragged over the window: what they are, and the frame that says what dropping will do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesigner.ui.files import SUFFIX
from nndesigner.ui.fonts import TITLE, font
from nndesigner.ui.theme import Theme

_INSET = 10
_RADIUS = 8
_VEIL = 0.86


def dropped_file(mime: QMimeData) -> Path | None:
    """The one local file that is dragged; None if it is something else, or several."""
    urls = mime.urls() if mime.hasUrls() else []
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def words_for(path: Path) -> str:
    """What dropping this file will do."""
    return f"Drop to {'open' if path.suffix.lower() == SUFFIX else 'import'} {path.name}"


class DropFrame(QWidget):
    """Lies over the window while a file is dragged over it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dropFrame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme, self._over = theme, parent
        self.words = ""
        """What it says."""
        self.hide()

    def announce(self, path: Path) -> None:
        """Appear, and say what dropping will do."""
        self.words = words_for(path)
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A veil with a dashed frame and the words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            veil = QColor(self._theme.tokens.surface)
            veil.setAlphaF(_VEIL)
            painter.fillRect(self.rect(), veil)
            accent = QColor(self._theme.tokens.accent)
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            inset = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
            painter.drawRoundedRect(inset, _RADIUS, _RADIUS)
            painter.setFont(font(TITLE, QFont.Weight.DemiBold))
            painter.drawText(inset, Qt.AlignmentFlag.AlignCenter, self.words)
