"""The real window with the keyboard, and hands on its canvas."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from nndesigner.ui.actions import Page
from nndesigner.ui.main_window import MainWindow
from tests.ui.canvas.hands import Hands
from tests.ui.driving import activate


@pytest.fixture
def desk(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window, turned to the canvas, which has the keyboard."""
    activate(window, qtbot)
    window.show_page(Page.WORKSPACE)
    assert window.canvas.hasFocus()
    return window


@pytest.fixture
def canvas(desk: MainWindow) -> Hands:
    """Hands on the canvas of the window."""
    return Hands(desk.canvas, desk.session)
