"""A window's surroundings for one test: fresh settings, a bridge, a theme; nothing is left behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nndesigner.document.model import Document
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas import flight
from nndesigner.ui.fonts import load_fonts
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notices import Notices
from nndesigner.ui.style import apply_style
from nndesigner.ui.theme import Mode, Theme


@pytest.fixture(autouse=True)
def fresh_settings(tmp_path: Path, qapp: QApplication) -> None:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    load_fonts()


@pytest.fixture(autouse=True)
def no_flights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The canvas shows another part of itself at once."""
    monkeypatch.setattr(flight, "DURATION_MS", 0)


@pytest.fixture(autouse=True)
def nothing_left(qtbot: QtBot, fresh_settings: None) -> Iterator[None]:
    """A test that leaves a window open or a timer running fails; qtbot has closed its own by then."""
    windows, timers = set(QApplication.topLevelWidgets()), running_timers()
    yield
    # Qt keeps what is to be deleted until an event loop runs; tests have none, and windows would pile up.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    now = QApplication.topLevelWidgets()
    left = [widget for widget in now if widget.isVisible() and widget not in windows]
    assert not left, f"windows left open: {left}"
    ticking = running_timers() - timers
    assert not ticking, f"timers left running: {ticking}"


def running_timers() -> set[QTimer]:
    """Every repeating timer that Python knows of and that is running."""
    known = [found for found in gc.get_objects() if type(found) is QTimer and isValid(found)]
    # Collecting them may free some of their owners.
    return {timer for timer in known if isValid(timer) and timer.isActive() and not timer.isSingleShot()}


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(Mode.LIGHT)


@pytest.fixture
def notices(qapp: QApplication) -> Notices:
    return Notices()


@pytest.fixture
def bridge(qapp: QApplication, session: Session) -> Iterator[Bridge]:
    made = Bridge(session)
    yield made
    made.close()


@pytest.fixture
def iris_bridge(bridge: Bridge, iris_document: Document) -> Bridge:
    """A bridge whose session has iris and a network that can be trained."""
    bridge.session.replace(iris_document)
    return bridge


@pytest.fixture
def window(
    bridge: Bridge, theme: Theme, notices: Notices, qapp: QApplication, qtbot: QtBot
) -> MainWindow:
    """The whole main window as users see it; at the end it is closed without a question."""
    apply_style(qapp, theme)
    made = MainWindow(bridge, theme, notices)
    qtbot.addWidget(made, before_close_func=lambda closing: closing.session.replace(Document.empty()))
    made.resize(1440, 900)
    made.show()
    return made
