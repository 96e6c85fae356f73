"""Makes one picture: `python -m tests.pictures.camera NAME WIDTHxHEIGHT FILE`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtTest import QTest

from nndesigner.document.model import Document
from nndesigner.ui import preferences
from nndesigner.ui.app import main_window, make_application
from nndesigner.ui.main_window import MainWindow
from tests.pictures.situations import SITUATIONS, Situation

_SETTLE_MS = 700
"""Long enough for everything that is painted at leisure."""


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
            QTest.qWait(_SETTLE_MS)
            if not window.grab().save(str(path)):
                raise OSError(f"{path} cannot be written")
            _close(window)


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
