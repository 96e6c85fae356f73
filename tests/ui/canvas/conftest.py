"""A canvas that is shown, and hands to use it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme
from tests.ui.canvas.hands import Hands


@pytest.fixture
def hands(bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> Hands:
    view = CanvasView(bridge, theme, notices)
    qtbot.addWidget(view)
    view.resize(1100, 600)
    view.show()
    qtbot.waitExposed(view)
    view.setFocus()
    return Hands(view, bridge.session)
