"""Starting the program with a window."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from nndesigner import __version__
from nndesigner.session.session import Session
from nndesigner.ui import preferences
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.hooks import CrashReporter
from nndesigner.ui.icons import app_icon
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notices import Notices
from nndesigner.ui.style import apply_style
from nndesigner.ui.theme import SWAPPED, Mode, Theme

DEMO_EXAMPLE = "digits"
_SIGNAL_MS = 250


def run(project: Path | None, *, demo: bool = False) -> int:
    """Open the window and stay until it is closed.

    Args:
        project: A project, or a table to import, to begin with; None for the start page.
        demo: Begin with the digits example, training.

    Returns:
        The exit code.
    """
    application = make_application()
    with main_window(application, preferences.theme_mode()) as window:
        window.show()
        if project is not None:
            QTimer.singleShot(0, window, lambda: window.files.open_path(project))
        elif demo:
            QTimer.singleShot(0, window, lambda: window.start_example(DEMO_EXAMPLE, train=True))
        with _closed_by_ctrl_c(window):
            return application.exec()


def make_application() -> QApplication:
    """The one QApplication of this process, with its name, its icon and exact scaling."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName(preferences.NAME)
    application.setApplicationDisplayName(preferences.NAME)
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("nndesigner")
    application.setWindowIcon(app_icon())
    return application


@contextmanager
def main_window(application: QApplication, mode: Mode) -> Iterator[MainWindow]:
    """A window with everything around it; afterwards the training is ended and Python has its hooks back."""
    theme = Theme(mode, swapped=preferences.switched(SWAPPED, otherwise=False))
    apply_style(application, theme)
    bridge, notices = Bridge(Session()), Notices()
    window = MainWindow(bridge, theme, notices)
    reporter = CrashReporter(bridge, notices, window)
    reporter.install()
    try:
        yield window
    finally:
        reporter.uninstall()
        bridge.session.close()
        bridge.close()
        window.deleteLater()


@contextmanager
def _closed_by_ctrl_c(window: MainWindow) -> Iterator[None]:
    """Let Ctrl+C in the terminal close the window as its own button does.

    Python handles signals between its own instructions only, so a timer gives it some to handle them at.
    These may be in the middle of painting, so closing waits for its turn.
    """

    def close() -> None:
        if QApplication.activeModalWidget() is None:
            window.close()

    before = signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, window, close))
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(_SIGNAL_MS)
    try:
        yield
    finally:
        timer.stop()
        signal.signal(signal.SIGINT, before)
