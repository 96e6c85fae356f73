"""A window's surroundings for one test: fresh settings, a bridge, a theme; and no timer or widget left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nndesigner.document.model import Document
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.fonts import load_fonts
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Mode, Theme

if TYPE_CHECKING:
    from nndesigner.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def fresh_settings(tmp_path: Path, qapp: QApplication) -> None:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    load_fonts()


@pytest.fixture(autouse=True)
def no_widget_left(qtbot: QtBot, fresh_settings: None) -> Iterator[None]:
    before = set(QApplication.topLevelWidgets())
    yield
    visible = [widget for widget in QApplication.topLevelWidgets() if widget not in before and widget.isVisible()]
    registered = [reference() for reference, _ in getattr(qtbot._request.node, "qt_widgets", [])]
    left = [widget for widget in visible if widget not in registered and widget.parent() is None]
    assert not left, f"top-level widgets left open: {left}"


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
def window(bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> MainWindow:
    """The whole main window, shown; at the end it is closed without a question."""
    from nndesigner.ui.main_window import MainWindow

    made = MainWindow(bridge, theme, notices)
    qtbot.addWidget(made, before_close_func=lambda closing: closing.session.replace(Document.empty()))
    made.resize(1440, 900)
    made.show()
    return made
