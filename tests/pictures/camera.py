"""Makes one picture: `python -m tests.pictures.camera NAME WIDTHxHEIGHT FILE`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from nndesigner.document.model import Document
from nndesigner.ui import preferences
from nndesigner.ui.app import main_window, make_application
from nndesigner.ui.main_window import MainWindow
from tests.pictures.situations import SITUATIONS, Situation

_SETTLE_MS = 350
"""Long enough for everything that is painted at leisure."""
_QUIET, _PATIENCE = 2, 60
"""Looks in a row that find nothing being drawn, until all is there; and looks at most."""


def photograph(situation: Situation, size: tuple[int, int], path: Path) -> None:
    """Bring the window into a situation, and keep what it looks like."""
    application = make_application()
    with tempfile.TemporaryDirectory() as forgotten:
        preferences.keep_in(Path(forgotten))
        with main_window(application, situation.theme) as window:
            window.resize(*size)
            window.show()
            QTest.qWait(_SETTLE_MS)
            situation.arrange(window)
            _settle(window)
            if not _picture(window).save(str(path)):
                raise OSError(f"{path} cannot be written")
            _close(window)


def _settle(window: MainWindow) -> None:
    """Wait until lines that are drawn on another thread, one connection after the other, are all there."""
    quiet = 0
    for _ in range(_PATIENCE):
        QTest.qWait(_SETTLE_MS)
        quiet = 0 if window.canvas.display.drawing else quiet + 1
        if quiet == _QUIET:
            return


def _picture(window: MainWindow) -> QPixmap:
    """The window with the dialogs over it."""
    picture = window.grab()
    with QPainter(picture) as painter:
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                painter.drawPixmap(dialog.pos() - window.pos(), dialog.grab())
    return picture


def _close(window: MainWindow) -> None:
    window.session.replace(Document.empty())
    window.close()


def main() -> None:
    """Make the picture that the command line names."""
    name, size, path = sys.argv[1:]
    width, _, height = size.partition("x")
    photograph(SITUATIONS[name], (int(width), int(height)), Path(path))


if __name__ == "__main__":
    main()
