"""The palette: by role and activation, in sections that fold, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidgetItem, QScrollArea
from pytestqt.qtbot import QtBot

from nndesigner.ui import preferences
from nndesigner.ui.actions import Page
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.items import HIDDEN_KINDS, ITEMS
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.palette import PalettePanel
from nndesigner.ui.panels.palette_entries import entries
from nndesigner.ui.panels.palette_painter import ENTRY
from nndesigner.ui.theme import Theme
from tests.ui.driving import activate

KINDS, READY = "Hidden layers by activation", "Ready-made"


def shown(bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> PalettePanel:
    panel = PalettePanel(bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.resize(200, 900)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def palette(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> PalettePanel:
    """With all sections open."""
    for heading in (entry.words for entry in entries() if not entry.kind):
        preferences.remember_switch(f"palette/{heading}", True)
    return shown(iris_bridge, theme, notices, qtbot)


def item(palette: PalettePanel, kind_or_heading: str) -> QListWidgetItem:
    rows = (palette.rows.item(row) for row in range(palette.rows.count()))
    return next(row for row in rows if kind_or_heading == (row.data(ENTRY).kind or row.data(ENTRY).words))


def area(palette: PalettePanel, kind_or_heading: str) -> QRect:
    return palette.rows.visualItemRect(item(palette, kind_or_heading))


def click(palette: PalettePanel, kind_or_heading: str) -> None:
    place = area(palette, kind_or_heading).center()
    QTest.mouseClick(palette.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)


def double_click(palette: PalettePanel, kind_or_heading: str) -> None:
    """Press, release, press, release: as a hand does it."""
    click(palette, kind_or_heading)
    place = area(palette, kind_or_heading).center()
    QTest.mouseDClick(palette.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)


def asked(palette: PalettePanel) -> list[str]:
    kinds: list[str] = []
    palette.addRequested.connect(kinds.append)
    return kinds


def test_it_offers_each_item_of_the_canvas_once() -> None:
    kinds = [entry.kind for entry in entries() if entry.kind]
    assert sorted(kinds) == sorted(ITEMS)


@pytest.mark.parametrize("kind", ["layer:input", "neuron:step", "layer:output:softmax", "start:figure5"])
def test_enter_on_a_row_asks_for_that_kind(palette: PalettePanel, kind: str) -> None:
    kinds = asked(palette)
    palette.rows.setCurrentItem(item(palette, kind))
    QTest.keyClick(palette.rows, Qt.Key.Key_Return)
    assert kinds == [kind]


def test_headings_cannot_be_added(palette: PalettePanel) -> None:
    kinds = asked(palette)
    double_click(palette, "Layers")
    palette.rows.setCurrentItem(item(palette, "Layers"))
    QTest.keyClick(palette.rows, Qt.Key.Key_Return)
    assert kinds == []


def test_two_activations_stand_beside_each_other_and_nothing_is_cut_off(palette: PalettePanel) -> None:
    sigmoid, tanh, relu = (area(palette, f"layer:hidden:{name}") for name in HIDDEN_KINDS[:3])
    assert sigmoid.top() == tanh.top() < relu.top()
    assert sigmoid.right() < tanh.left()
    assert tanh.right() < palette.rows.width()
    last = palette.rows.visualItemRect(palette.rows.item(palette.rows.count() - 1))
    assert palette.rows.height() - 4 <= last.bottom() <= palette.rows.height()


def test_a_click_on_a_heading_folds_its_section_and_that_is_remembered(
    palette: PalettePanel, bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    before = palette.rows.height()
    click(palette, KINDS)
    assert item(palette, "layer:hidden:relu").isHidden()
    assert not item(palette, "neuron").isHidden()
    assert palette.rows.height() < before - 100
    again = shown(bridge, theme, notices, qtbot)
    assert item(again, "layer:hidden:relu").isHidden()
    assert again.rows.height() == palette.rows.height()
    click(palette, KINDS)
    assert palette.rows.height() == before


def test_a_double_click_adds_once(palette: PalettePanel) -> None:
    kinds = asked(palette)
    double_click(palette, "layer:hidden:relu")
    double_click(palette, "start:deep")
    assert kinds == ["layer:hidden:relu", "start:deep"]


def test_the_keyboard_reaches_adds_and_folds_everything(palette: PalettePanel) -> None:
    kinds, rows = asked(palette), palette.rows
    rows.setFocus()
    rows.setCurrentItem(item(palette, "layer:hidden:sigmoid"))
    QTest.keyClick(rows, Qt.Key.Key_Right)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Enter)
    assert kinds == ["layer:hidden:tanh", "layer:hidden:leaky_relu"]
    rows.setCurrentItem(item(palette, READY))
    QTest.keyClick(rows, Qt.Key.Key_Left)
    assert item(palette, "start:xor").isHidden()
    QTest.keyClick(rows, Qt.Key.Key_Left)
    assert item(palette, "start:xor").isHidden()
    QTest.keyClick(rows, Qt.Key.Key_Right)
    assert not item(palette, "start:xor").isHidden()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert item(palette, "start:xor").isHidden()
    assert len(kinds) == 2


def test_screen_readers_hear_what_a_tile_is_and_whether_a_section_is_open(palette: PalettePanel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert item(palette, "layer:hidden:relu").data(role).startswith("ReLU hidden layer. ")
    assert item(palette, READY).data(role) == "Ready-made, section, open"
    palette.rows.toggle(item(palette, READY))
    assert item(palette, READY).data(role).startswith("Ready-made, section, closed")


def test_a_heading_is_not_dragged(palette: PalettePanel) -> None:
    assert not item(palette, KINDS).flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert item(palette, "start:xor").flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_a_narrower_column_keeps_two_tiles_in_a_row(palette: PalettePanel, qtbot: QtBot) -> None:
    palette.resize(168, 900)
    qtbot.waitUntil(lambda: area(palette, "layer:input").width() <= 168)
    first, second = area(palette, "layer:hidden:sigmoid"), area(palette, "layer:hidden:tanh")
    assert first.top() == second.top()
    assert palette.rows.itemAt(second.center()) is item(palette, "layer:hidden:tanh")


def test_the_column_scrolls_to_what_the_keyboard_reaches(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page(Page.WORKSPACE)
    window.resize(1000, 600)
    activate(window, qtbot)
    rows = window.workspace.palette_panel.rows
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_End)
    last = rows.visualItemRect(rows.currentItem())
    column = window.workspace.findChild(QScrollArea, "scrolled:palette")
    assert column is not None
    place = rows.mapTo(column.viewport(), last.center())
    assert column.viewport().rect().contains(place)
    assert column.verticalScrollBar().value() > 0
