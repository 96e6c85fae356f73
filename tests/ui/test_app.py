"""Starting the program with a window, and leaving it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from nndesigner.document.model import Document
from nndesigner.storage.project import save_project
from nndesigner.ui import files
from nndesigner.ui.actions import Page
from nndesigner.ui.app import make_application, run
from nndesigner.ui.dialogs.unsaved import Choice
from nndesigner.ui.main_window import MainWindow

PATIENCE_MS = 20_000


@pytest.fixture(autouse=True)
def discard_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ask_about_changes", lambda *_: Choice.DISCARD)


class Visitor:
    """Looks at the window of a running program until something holds, and closes it then."""

    def __init__(self, ready: Callable[[MainWindow], bool]) -> None:
        self.saw = False
        self._ready = ready
        self._waited = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(20)

    def _look(self) -> None:
        self._waited += 20
        windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
        shown = next((window for window in windows if window.isVisible()), None)
        if shown is None:
            return
        self.saw = self._ready(shown)
        if self.saw or self._waited > PATIENCE_MS:
            self._timer.stop()
            shown.close()


def test_the_program_begins_with_the_start_page_and_ends_with_its_window(qapp: QApplication) -> None:
    hook, handler = sys.excepthook, signal.getsignal(signal.SIGINT)
    visitor = Visitor(lambda window: window.page is Page.START)
    assert run(None) == 0
    assert visitor.saw
    assert sys.excepthook is hook
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_project_can_be_given(qapp: QApplication, iris_document: Document, tmp_path: Path) -> None:
    path = tmp_path / "iris.nnd"
    save_project(iris_document, path)
    visitor = Visitor(lambda window: window.session.path == path)
    assert run(path) == 0
    assert visitor.saw


def test_a_table_can_be_given(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("a,b,kind\n" + "1,2,x\n3,4,y\n" * 20, encoding="utf-8")
    visitor = Visitor(lambda window: window.page is Page.IMPORT)
    assert run(path) == 0
    assert visitor.saw


def test_the_demonstration_trains_the_digits(qapp: QApplication) -> None:
    visitor = Visitor(lambda window: window.session.document.progress.steps > 0)
    assert run(None, demo=True) == 0
    assert visitor.saw


def test_ctrl_c_in_the_terminal_closes_the_window(qapp: QApplication) -> None:
    QTimer.singleShot(300, lambda: os.kill(os.getpid(), signal.SIGINT))
    assert run(None) == 0


def test_there_is_one_application_per_process(qapp: QApplication) -> None:
    assert make_application() is qapp
