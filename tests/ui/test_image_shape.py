"""The inspector offers every shape that fits a layer, sets it and takes it back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.image_shape import ShapeField, factorings
from nndesigner.ui.panels.inspector.panel import InspectorPanel
from nndesigner.ui.theme import Theme


@given(st.integers(1, 3000))
def test_every_factoring_is_offered_once_the_squarest_first(size: int) -> None:
    found = factorings(size)
    assert set(found) == {(rows, size // rows) for rows in range(1, size + 1) if size % rows == 0}
    assert len(found) == len(set(found))
    ratios = [abs(math.log(rows / columns)) for rows, columns in found]
    assert ratios == pytest.approx(sorted(ratios))


@pytest.mark.parametrize("role", Role)
def test_a_shape_is_chosen_cleared_and_undone(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot, role: Role
) -> None:
    session = bridge.session
    session.replace(edits.add_layer(Document.empty(), role, 16))
    panel = InspectorPanel(bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.show()
    layer = session.document.network.layers[0].id
    session.select(Selection.of_layer(layer))
    field = panel.findChild(ShapeField)
    assert field is not None
    assert field.isVisible()

    def choose(words: str) -> None:
        menu = field.menu()
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.deleteLater()

    choose("4 × 4")
    assert session.document.network.layer(layer).image_shape == (4, 4)
    choose("No picture")
    assert session.document.network.layer(layer).image_shape is None
    assert session.undo_name == "Set image shape"
    session.undo()
    assert session.document.network.layer(layer).image_shape == (4, 4)
    assert [action.text() for action in field.menu().actions() if action.isChecked()] == ["4 × 4"]


def test_a_shape_that_does_not_fit_stays_to_be_mended_and_others_are_offered(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    session = bridge.session
    session.replace(edits.add_layer(Document.empty(), Role.INPUT, 784))
    panel = InspectorPanel(bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.show()
    layer = session.document.network.layers[0].id
    session.select(Selection.of_layer(layer))
    field = panel.findChild(ShapeField)
    assert field is not None
    field.field.setFocus()
    QTest.keyClicks(field.field, "20x39")
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    assert field.field.text() == "20x39"
    assert field.refusal.isVisible()
    assert session.document.network.layer(layer).image_shape is None
    field.refusal.linkActivated.emit("28 × 28")
    assert session.document.network.layer(layer).image_shape == (28, 28)
    assert not field.refusal.isVisible()
    assert field.field.text() == "28 × 28"
