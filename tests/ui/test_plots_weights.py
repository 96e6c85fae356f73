"""The weights panel: heatmap and receptive fields."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import exact
from nndesigner.ui.notices import Notices
from nndesigner.ui.plots.bands import Bands, runs
from nndesigner.ui.plots.cells import CellView
from nndesigner.ui.plots.color_scale import MIDDLE, REMOVED
from nndesigner.ui.plots.grid import Cell
from nndesigner.ui.plots.heatmap import Axes, Heatmap
from nndesigner.ui.plots.weight_matrix import choices
from nndesigner.ui.plots.weights import WeightsPanel
from nndesigner.ui.theme import Theme
from tests.conftest import with_network


@pytest.fixture
def panel(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> WeightsPanel:
    return shown(WeightsPanel(iris_bridge, theme, notices), qtbot)


@pytest.fixture
def digits(
    bridge: Bridge, digits_data: DataSource, theme: Theme, notices: Notices, qtbot: QtBot
) -> WeightsPanel:
    bridge.session.replace(with_network(digits_data, (12, "relu")))
    return shown(WeightsPanel(bridge, theme, notices), qtbot)


def shown(panel: WeightsPanel, qtbot: QtBot) -> WeightsPanel:
    qtbot.addWidget(panel)
    panel.resize(740, 300)
    panel.show()
    return panel


def click(view: CellView, cell: Cell) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.cell_rect(cell).center().toPoint())


def test_rows_receive_and_columns_send_and_the_bias_stands_apart(
    panel: WeightsPanel, iris_document: Document
) -> None:
    network, parameters = iris_document.network, iris_document.parameters
    connection = network.connections[0]
    assert panel.heatmap.values[:, :4].tolist() == parameters.weights[connection.id].tolist()
    assert panel.heatmap.values[:, 4].tolist() == parameters.biases[connection.target].tolist()
    axes = panel.heatmap.axes
    assert axes.columns == ("sepal length", "sepal width", "petal length", "petal width", "b")
    assert axes.rows[1] == "neuron 2"
    assert axes.last_apart


def test_a_click_selects_the_weight_under_it(panel: WeightsPanel, iris_bridge: Bridge) -> None:
    connection = iris_bridge.session.document.network.connections[0]
    source = iris_bridge.session.document.network.layer(connection.source)
    target = iris_bridge.session.document.network.layer(connection.target)
    click(panel.heatmap, (5, 2))
    expected = Selection.of_weight(connection.id, target.neurons[5], source.neurons[2])
    assert iris_bridge.session.selection == expected
    assert panel.heatmap.selected == {(5, 2)}


def test_a_click_on_a_bias_selects_the_neuron(panel: WeightsPanel, iris_bridge: Bridge) -> None:
    target = iris_bridge.session.document.network.layers[1]
    click(panel.heatmap, (3, 4))
    assert iris_bridge.session.selection == Selection.of_neuron(target.id, target.neurons[3])
    assert panel.heatmap.selected == {(3, 4)}


def test_a_selected_neuron_is_marked_along_its_row_and_where_it_sends_along_its_column(
    panel: WeightsPanel, iris_bridge: Bridge
) -> None:
    session = iris_bridge.session
    hidden, second = session.document.network.layers[1], session.document.network.connections[1]
    assert panel.heatmap.bands == Bands()
    session.select(Selection.of_neuron(hidden.id, hidden.neurons[3]))
    assert panel.heatmap.bands == Bands(rows=frozenset({3}))
    panel.chooser.activated.emit(1)
    assert panel.choice is not None
    assert panel.choice.connection == second.id
    assert panel.heatmap.bands == Bands(columns=frozenset({3}))


def test_neighbours_share_a_frame() -> None:
    assert runs({4, 2, 3, 7, 9}, 9) == [(2, 4), (7, 7)]


def test_arrow_keys_move_and_enter_selects(panel: WeightsPanel, iris_bridge: Bridge) -> None:
    heatmap = panel.heatmap
    heatmap.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(heatmap, key)
    assert heatmap.current == (0, 2)
    assert "petal length" in heatmap.accessibleDescription()
    QTest.keyClick(heatmap, Qt.Key.Key_Return)
    assert heatmap.selected == {(0, 2)}
    assert len(iris_bridge.session.selection.weights) == 1
    QTest.keyClick(heatmap, Qt.Key.Key_End)
    assert heatmap.current == (0, 4)


def test_it_follows_the_selected_connection_and_the_selected_neuron(
    panel: WeightsPanel, iris_bridge: Bridge
) -> None:
    network = iris_bridge.session.document.network
    first, second = network.connections
    iris_bridge.session.select(Selection.of_connection(second.id))
    assert panel.choice is not None
    assert panel.choice.connection == second.id
    assert panel.heatmap.values.shape == (3, 9)
    hidden, source = network.layers[1], network.layers[0]
    iris_bridge.session.select(Selection.of_neuron(hidden.id, hidden.neurons[0]))
    assert panel.choice.connection == second.id, "the neuron sends over the connection shown"
    iris_bridge.session.select(Selection.of_neuron(source.id, source.neurons[0]))
    assert panel.choice.connection == first.id


def test_weights_move_while_they_are_trained(panel: WeightsPanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    session = iris_bridge.session
    before = panel.heatmap.values
    session.step_epoch()
    qtbot.waitUntil(lambda: session.training.live is None and panel.heatmap.values is not before)
    weights = session.parameters.weights[session.document.network.connections[0].id]
    qtbot.waitUntil(lambda: panel.heatmap.values[:, :4].tolist() == weights.tolist())


def test_removed_weights_have_no_colour_and_say_so(
    panel: WeightsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    session = iris_bridge.session
    network = session.document.network
    connection, source, target = network.connections[0], network.layers[0], network.layers[1]
    session.apply(
        "Remove weight",
        lambda document: edits.remove_weights(
            document, connection.id, [(target.neurons[2], source.neurons[1])]
        ),
    )
    qtbot.waitUntil(lambda: panel.heatmap.cells[2, 1] == REMOVED)
    assert np.count_nonzero(panel.heatmap.cells == REMOVED) == 1
    assert "removed" in panel.heatmap.describe((2, 1))


def test_the_words_give_symbol_value_names_and_gradient(panel: WeightsPanel, iris_bridge: Bridge) -> None:
    session = iris_bridge.session
    connection = session.document.network.connections[0]
    session.look_at(3)
    inspection = session.inspection
    assert inspection is not None
    assert panel.heatmap.explain is not None
    lines = panel.heatmap.explain((1, 0)).splitlines()
    weight = session.parameters.weights[connection.id][1, 0]
    gradient = inspection.weight_gradient(connection.id)[1, 0]
    assert lines[0] == f"w²₂,₁ = {exact(float(weight))}"
    assert lines[1] == "sepal length → neuron 2 of hidden 1"
    assert lines[2].startswith("∂C/∂w = ")
    said = float(lines[2].split()[2].replace("−", "-"))
    assert said == pytest.approx(gradient, rel=1e-12)
    bias = panel.heatmap.explain((1, 4)).splitlines()
    assert bias[0].startswith("b²₂ = ")
    said = float(bias[2].split()[2].replace("−", "-"))
    assert said == pytest.approx(inspection.bias_gradient(connection.target)[1], rel=1e-12)


def test_the_scale_is_symmetric_round_and_holds_every_value(panel: WeightsPanel) -> None:
    largest = float(np.abs(panel.heatmap.values).max())
    assert largest <= panel.heatmap.limit <= 1.51 * largest
    zero = panel.heatmap.values == 0.0
    assert zero.any()
    assert (panel.heatmap.cells[zero] == MIDDLE).all()


def test_an_edit_of_the_network_renames_the_axes(
    panel: WeightsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    session = iris_bridge.session
    layer = session.document.network.layers[1]
    session.apply(
        "Rename", lambda document: edits.rename_neuron(document, layer.id, layer.neurons[0], "shape")
    )
    qtbot.waitUntil(lambda: panel.heatmap.axes.rows[0] == "shape")
    session.apply("Add", lambda document: edits.add_neurons(document, layer.id, 2))
    qtbot.waitUntil(lambda: panel.heatmap.values.shape == (10, 5))
    session.undo()
    qtbot.waitUntil(lambda: panel.heatmap.values.shape == (8, 5))


def test_without_connections_it_says_what_will_appear(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    panel = shown(WeightsPanel(bridge, theme, notices), qtbot)
    assert panel.empty.isVisible()
    assert not panel.chooser.isVisible()
    bridge.session.apply("Start", lambda document: edits.STARTS["xor"].build(document, (0.0, 0.0)))
    qtbot.waitUntil(lambda: panel.heatmap.isVisible())
    bridge.session.undo()
    qtbot.waitUntil(lambda: panel.empty.isVisible())


def test_a_picture_as_input_is_shown_as_receptive_fields(digits: WeightsPanel, bridge: Bridge) -> None:
    session = bridge.session
    network = session.document.network
    assert digits.tiles.isVisible()
    assert digits.tiles.cells.shape == (12, 8, 8)
    weights = session.parameters.weights[network.connections[0].id]
    signs = np.sign(digits.tiles.cells.reshape(12, 64).astype(int) - MIDDLE)
    strong = np.abs(weights) > digits.tiles._limit / 100
    assert (signs[strong] == np.sign(weights[strong])).all()
    click(digits.tiles, digits.tiles.cell_of(7))
    hidden = network.layers[1]
    assert session.selection == Selection.of_neuron(hidden.id, hidden.neurons[7])
    assert digits.tiles.selected == {digits.tiles.cell_of(7)}


def test_the_chooser_lists_matrix_and_fields_and_shows_what_is_chosen(
    digits: WeightsPanel, bridge: Bridge, qtbot: QtBot
) -> None:
    network = bridge.session.document.network
    assert [choice.words(network) for choice in choices(network)] == [
        "receptive fields · input → hidden 1",
        "input → hidden 1",
        "hidden 1 → output",
    ]
    digits.chooser.activated.emit(1)
    assert digits.heatmap.isVisible()
    assert digits.heatmap.values.shape == (12, 65)
    bridge.session.step_batch()
    qtbot.waitUntil(lambda: bridge.session.training.live is None)
    assert digits.chooser.currentIndex() == 1


def test_skip_connections_are_offered_too(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    document = edits.STARTS["xor"].build(Document.empty(), (0.0, 0.0))
    first, _, last = document.network.layers
    bridge.session.replace(edits.connect(document, first.id, last.id))
    panel = shown(WeightsPanel(bridge, theme, notices), qtbot)
    words = [panel.chooser.itemText(at) for at in range(panel.chooser.count())]
    assert words == ["input → hidden 1", "input → output", "hidden 1 → output"]


def test_a_hidden_panel_does_nothing_until_it_is_shown(
    panel: WeightsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    before = panel.heatmap.values
    panel.hide()
    iris_bridge.session.step_epoch()
    qtbot.waitUntil(lambda: iris_bridge.session.training.live is None)
    qtbot.wait(30)
    assert panel.heatmap.values is before
    panel.show()
    assert panel.heatmap.values is not before


def test_a_panel_hidden_before_it_could_refresh_does_not(
    panel: WeightsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    before = panel.heatmap.values
    layer = iris_bridge.session.document.network.layers[1]
    iris_bridge.session.apply(
        "Bias", lambda document: edits.set_bias(document, layer.id, layer.neurons[0], 3.0)
    )
    panel.hide()
    qtbot.wait(30)
    assert panel.heatmap.values is before


def test_a_large_matrix_is_drawn_with_every_strong_weight(theme: Theme, qtbot: QtBot) -> None:
    values = np.zeros((512, 512), np.float32)
    values[300, 411] = -2.0
    heatmap = Heatmap(theme)
    qtbot.addWidget(heatmap)
    heatmap.resize(500, 260)
    names = [f"neuron {place}" for place in range(512)]
    heatmap.set_axes(Axes(names, names))
    heatmap.set_values(values, 2.0)
    heatmap.show()
    image = heatmap.grab().toImage()
    place = heatmap.cell_rect((300, 411)).center()
    minus = theme.color("minus")
    pixel = image.pixelColor(int(place.x()), int(place.y()))
    assert abs(pixel.red() - minus.red()) <= 2
    assert heatmap.cell_at(place) == (300, 411)


def test_every_size_of_the_panel_can_be_painted(panel: WeightsPanel, digits_data: DataSource) -> None:
    for view in (panel, panel.heatmap, panel.tiles):
        for width, height in ((160, 100), (1, 1), (2000, 30), (300, 900)):
            view.setMinimumSize(1, 1)
            view.resize(width, height)
            assert not view.grab().isNull()


def test_mixed_selection_leaves_the_choice_alone(panel: WeightsPanel, iris_bridge: Bridge) -> None:
    network = iris_bridge.session.document.network
    before = panel.choice
    both = frozenset(connection.id for connection in network.connections)
    iris_bridge.session.select(replace(Selection(), connections=both))
    assert panel.choice == before


def test_names_of_outputs_are_the_classes(panel: WeightsPanel, iris_bridge: Bridge) -> None:
    network = iris_bridge.session.document.network
    assert network.layers[-1].role is Role.OUTPUT
    iris_bridge.session.select(Selection.of_connection(network.connections[1].id))
    assert panel.heatmap.axes.rows == ("setosa", "versicolor", "virginica")


def test_pointing_at_a_cell_says_it_above_the_picture(panel: WeightsPanel, qtbot: QtBot) -> None:
    caption = panel.findChild(QWidget, "weightsCaption")
    assert caption is not None
    before = caption.property("text")
    with qtbot.waitSignal(panel.heatmap.pointed) as said:
        QTest.mouseMove(panel.heatmap, panel.heatmap.cell_rect((2, 3)).center().toPoint())
    assert caption.property("text") == said.args[0] == panel.heatmap.describe((2, 3))
    QTest.mouseMove(panel.heatmap, QPoint(1, 1))
    assert caption.property("text") == before
