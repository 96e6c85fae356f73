"""The palette offers what can be added; the outline is the canvas in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidgetItem, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.outline import OutlinePanel
from nndesigner.ui.panels.palette import PalettePanel
from nndesigner.ui.theme import Theme


@pytest.fixture
def palette(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> PalettePanel:
    panel = PalettePanel(iris_bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.show()
    return panel


@pytest.fixture
def outline(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> OutlinePanel:
    panel = OutlinePanel(iris_bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.resize(220, 400)
    panel.show()
    return panel


def row(palette: PalettePanel, words: str) -> QListWidgetItem:
    return palette.rows.findItems(words, Qt.MatchFlag.MatchExactly)[0]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("Input", "layer:input"), ("Perceptron", "neuron:step"), ("Figure 5", "start:figure5")],
)
def test_enter_on_a_row_asks_for_that_kind(palette: PalettePanel, words: str, kind: str) -> None:
    asked: list[str] = []
    palette.addRequested.connect(asked.append)
    palette.rows.setCurrentItem(row(palette, words))
    QTest.keyClick(palette.rows, Qt.Key.Key_Return)
    assert asked == [kind]


def test_headings_cannot_be_added(palette: PalettePanel) -> None:
    asked: list[str] = []
    palette.addRequested.connect(asked.append)
    place = palette.rows.visualItemRect(row(palette, "Layers")).center()
    QTest.mouseDClick(palette.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == []


def layers(outline: OutlinePanel) -> list[QTreeWidgetItem]:
    found = [outline.tree.topLevelItem(index) for index in range(outline.tree.topLevelItemCount())]
    return [item for item in found if item is not None]


def test_the_outline_lists_layers_and_neurons(outline: OutlinePanel) -> None:
    assert [(item.text(0), item.text(1)) for item in layers(outline)] == [
        ("input", "4"),
        ("hidden 1", "8 · Sigmoid"),
        ("output", "3 · Softmax"),
    ]
    neurons = [layers(outline)[2].child(index) for index in range(3)]
    assert [item and item.text(0) for item in neurons] == ["setosa", "versicolor", "virginica"]


def test_selecting_in_the_outline_selects_in_the_session(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    hidden = iris_bridge.session.document.network.layers[1]
    outline.tree.setCurrentItem(layers(outline)[1])
    assert iris_bridge.session.selection == Selection.of_layer(hidden.id)
    layers(outline)[1].setExpanded(True)
    third = layers(outline)[1].child(2)
    assert third is not None
    outline.tree.setCurrentItem(third)
    assert iris_bridge.session.selection == Selection.of_neuron(hidden.id, hidden.neurons[2])


def test_the_outline_follows_the_selection(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    last = iris_bridge.session.document.network.layers[2]
    iris_bridge.session.select(Selection.of_neuron(last.id, last.neurons[1]))
    assert [item.text(0) for item in outline.tree.selectedItems()] == ["versicolor"]


def test_delete_removes_what_is_selected_as_one_step(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    session = iris_bridge.session
    hidden = session.document.network.layers[1]
    before = session.document
    session.select(Selection(neurons=frozenset((hidden.id, hidden.neurons[place]) for place in (0, 5))))
    QTest.keyClick(outline.tree, Qt.Key.Key_Delete)
    assert session.document.network.layer(hidden.id).size == 6
    session.undo()
    assert session.document is before


def test_renaming_in_place_renames_the_layer(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    layers(outline)[1].setText(0, "petals")
    assert iris_bridge.session.document.network.layers[1].name == "petals"
    assert iris_bridge.session.undo_name == "Rename layer"


def test_an_empty_name_is_refused_and_the_old_one_comes_back(
    outline: OutlinePanel, iris_bridge: Bridge, notices: Notices
) -> None:
    said: list[str] = []
    notices.message.connect(lambda what, _: said.append(what))
    layers(outline)[1].setText(0, "  ")
    assert said == ["A layer needs a name."]
    assert layers(outline)[1].text(0) == "hidden 1"


def test_the_outline_follows_edits_and_keeps_what_is_open(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    session = iris_bridge.session
    layers(outline)[1].setExpanded(True)
    session.apply("Add neuron", lambda d: edits.add_neurons(d, d.network.layers[1].id))
    assert layers(outline)[1].isExpanded()
    assert layers(outline)[1].childCount() == 9
    assert layers(outline)[1].text(1) == "9 · Sigmoid"
