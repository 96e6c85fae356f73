"""The errors panel and the choice of the row looked at."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from nndesigner.data.model import Part
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.inspect import inspect_sample
from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import exact
from nndesigner.ui.notices import Notices
from nndesigner.ui.plots.error_values import mean_errors
from nndesigner.ui.plots.errors import ErrorsPanel
from nndesigner.ui.plots.sample_bar import SampleBar, row_words
from nndesigner.ui.theme import Theme
from tests.conftest import with_network


@pytest.fixture
def panel(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> ErrorsPanel:
    return shown(ErrorsPanel(iris_bridge, theme, notices), qtbot)


def shown(panel: ErrorsPanel, qtbot: QtBot) -> ErrorsPanel:
    qtbot.addWidget(panel)
    panel.resize(740, 300)
    panel.show()
    return panel


def test_every_layer_with_errors_has_a_strip_the_output_last(
    panel: ErrorsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    session = iris_bridge.session
    inspection = session.inspection
    assert inspection is not None
    hidden, output = session.document.network.layers[1:]
    assert [strip.name for strip in panel.strips.strips] == [hidden.name, output.name]
    for strip, layer in zip(panel.strips.strips, (hidden, output), strict=True):
        assert strip.values.tolist() == inspection.delta[layer.id][0].tolist()
    assert tuple(panel.strips.strips[1].cells) == ("setosa", "versicolor", "virginica")


def test_all_layers_share_one_scale_so_that_vanishing_errors_are_seen(panel: ErrorsPanel) -> None:
    largest = max(float(np.abs(strip.values).max()) for strip in panel.strips.strips)
    assert largest <= panel.strips.limit <= 1.51 * largest


def test_another_row_shows_its_errors(panel: ErrorsPanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    session = iris_bridge.session
    session.look_at(120)
    inspection = session.inspection
    assert inspection is not None
    output = session.document.network.layers[-1]
    wanted = inspection.delta[output.id][0].tolist()
    qtbot.waitUntil(lambda: panel.strips.strips[1].values.tolist() == wanted)


def test_errors_move_while_the_network_is_trained(
    panel: ErrorsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    before = panel.strips.strips[0].values.tolist()
    iris_bridge.session.step_epoch()
    qtbot.waitUntil(lambda: panel.strips.strips[0].values.tolist() != before)


def test_the_mean_is_that_of_the_sizes_over_training_rows(
    panel: ErrorsPanel, iris_bridge: Bridge, iris_document: Document
) -> None:
    assert iris_document.data is not None
    prepared = iris_document.data.prepared
    rows = prepared.select(Part.TRAIN)
    assert len(rows) <= 256, "all of them are used"
    every = inspect_sample(
        iris_document.network,
        iris_document.parameters,
        iris_document.training.cost,
        prepared.x[rows],
        prepared.y(3)[rows],
    )
    panel.mean.setChecked(True)
    for strip, layer in zip(panel.strips.strips, iris_document.network.layers[1:], strict=True):
        assert strip.values == pytest.approx(np.abs(every.delta[layer.id]).mean(axis=0))
        assert (strip.values >= 0).all()
    assert panel.caption.text() == f"mean |δ| over {len(rows)} training rows"
    assert not panel.samples.isVisible(), "the mean does not depend on the row looked at"


def test_the_mean_uses_fewer_rows_for_larger_networks(digits_data: DataSource) -> None:
    small = with_network(digits_data, (10, "relu"))
    large = with_network(digits_data, (2000, "relu"), (100, "relu"))
    few, many = mean_errors(large, large.parameters), mean_errors(small, small.parameters)
    assert few is not None
    assert many is not None
    assert 1 <= few.rows < many.rows == 256


def test_a_click_selects_the_neuron(panel: ErrorsPanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    hidden = iris_bridge.session.document.network.layers[1]
    place = panel.strips.cell_rect((0, 6)).center().toPoint()
    QTest.mouseClick(panel.strips, Qt.MouseButton.LeftButton, pos=place)
    assert iris_bridge.session.selection == Selection.of_neuron(hidden.id, hidden.neurons[6])
    qtbot.waitUntil(lambda: panel.strips.selected == {(0, 6)})


def test_arrow_keys_pass_from_layer_to_layer(panel: ErrorsPanel, iris_bridge: Bridge) -> None:
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(panel.strips, key)
    output = iris_bridge.session.document.network.layers[-1]
    assert iris_bridge.session.selection == Selection.of_neuron(output.id, output.neurons[2])


def test_the_words_give_the_exact_error_and_the_neuron(panel: ErrorsPanel, iris_bridge: Bridge) -> None:
    inspection = iris_bridge.session.inspection
    assert inspection is not None
    output = iris_bridge.session.document.network.layers[-1]
    assert panel.strips.explain is not None
    value = exact(float(inspection.delta[output.id][0, 1]))
    assert panel.strips.explain((1, 1)) == f"δ³₂ = {value} · versicolor of output"


def test_without_data_it_says_what_is_missing(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    panel = shown(ErrorsPanel(bridge, theme, notices), qtbot)
    assert panel.empty.isVisible()
    assert "table" in panel.empty.text
    assert not panel.samples.isVisible()


def test_a_network_that_does_not_fit_has_no_errors_and_says_why(
    panel: ErrorsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    session = iris_bridge.session
    output = session.document.network.layers[-1]
    session.apply("Resize", lambda document: edits.resize_layer(document, output.id, 2))
    qtbot.waitUntil(lambda: panel.errors is None)
    assert session.problems[0].message in panel.empty.text
    panel.mean.setChecked(True)
    assert panel.errors is None
    session.undo()
    qtbot.waitUntil(lambda: panel.errors is not None)


def test_a_hidden_panel_does_nothing_until_it_is_shown(
    panel: ErrorsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    panel.hide()
    before = panel.errors
    iris_bridge.session.look_at(77)
    qtbot.wait(30)
    assert panel.errors is before
    panel.show()
    assert panel.errors is not before


# -- the row looked at


@pytest.fixture
def bar(iris_bridge: Bridge, theme: Theme, qtbot: QtBot) -> SampleBar:
    made = SampleBar(iris_bridge, theme)
    qtbot.addWidget(made)
    made.show()
    return made


def press(bar: SampleBar, name: str) -> None:
    button = bar.findChild(QToolButton, name)
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_arrows_go_to_the_next_and_the_previous_row(bar: SampleBar, iris_bridge: Bridge) -> None:
    assert not bar.previous.isEnabled()
    assert bar.previous.toolTip() == "This is the first row"
    press(bar, "sampleNext")
    press(bar, "sampleNext")
    assert iris_bridge.session.sample == 2
    press(bar, "samplePrevious")
    assert iris_bridge.session.sample == 1
    assert bar.row.text() == "row 2"


def test_a_row_can_be_typed(bar: SampleBar, iris_bridge: Bridge) -> None:
    bar.row.selectAll()
    QTest.keyClicks(bar.row, "51")
    QTest.keyClick(bar.row, Qt.Key.Key_Return)
    assert iris_bridge.session.sample == 50


def test_the_words_are_the_part_and_the_class(bar: SampleBar, iris_bridge: Bridge) -> None:
    data = iris_bridge.session.document.data
    assert data is not None
    iris_bridge.session.look_at(60)
    part = list(Part)[data.prepared.parts[60]]
    named = {Part.TRAIN: "training", Part.VALIDATION: "validation", Part.TEST: "test"}[part]
    assert bar.words.text() == f"{named} · versicolor"


def test_rows_that_were_left_out_are_stepped_over(bridge: Bridge, theme: Theme, qtbot: QtBot) -> None:
    prices = ["" if k in (3, 4) else f"{k * 0.37:.2f}" for k in range(30)]
    rows = [f"{k * 1.1:.1f},{k % 3 / 7:.4f},{price}" for k, price in enumerate(prices)]
    data = source_from_bytes(("a,b,price\n" + "\n".join(rows) + "\n").encode(), "prices.csv")
    bridge.session.replace(edits.new_network(edits.set_data(Document.empty(), data)))
    prepared = data.prepared
    assert 3 not in prepared.rows
    bar = SampleBar(bridge, theme)
    qtbot.addWidget(bar)
    bar.show()
    bridge.session.look_at(2)
    assert bar.findChild(QSpinBox) is bar.row
    QTest.keyClick(bar.row, Qt.Key.Key_Up)
    assert prepared.rows[bridge.session.sample or 0] == 5
    assert bar.row.value() == 6
    assert "price = " in row_words(prepared, 3)
