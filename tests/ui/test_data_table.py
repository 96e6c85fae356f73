"""The data panel: the table, its parts and its predictions."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nndesigner.data.bundled import BUNDLED
from nndesigner.data.model import Part
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.data_table import DataTablePanel
from nndesigner.ui.theme import Theme
from tests.conftest import with_network


@pytest.fixture
def panel(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> DataTablePanel:
    return shown(DataTablePanel(iris_bridge, theme, notices), qtbot)


def shown(panel: DataTablePanel, qtbot: QtBot) -> DataTablePanel:
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    panel.show()
    return panel


def cell(panel: DataTablePanel, row: int, name: str) -> str:
    names = [column.name for column in panel.model.columns]
    return str(panel.model.index(row, names.index(name)).data())


def predicted(session: Session) -> list[str]:
    document = session.document
    assert document.data is not None
    prepared = document.data.prepared
    outputs = Evaluator(document.network, None).outputs(session.parameters, prepared.x)
    return [prepared.classes[label] for label in outputs.argmax(axis=1)]


def test_part_target_and_prediction_come_before_the_columns_of_the_file(panel: DataTablePanel) -> None:
    assert [(column.name, column.role) for column in panel.model.columns] == [
        ("used for", ""),
        ("species", "target"),
        ("predicted", "by the network"),
        ("output a", "that decides"),
        ("sepal length", "input"),
        ("sepal width", "input"),
        ("petal length", "input"),
        ("petal width", "input"),
    ]
    assert panel.model.headerData(4, Qt.Orientation.Horizontal) == "sepal length\ninput"
    assert panel.model.headerData(0, Qt.Orientation.Vertical) == 1


def test_every_row_has_its_part_its_cells_and_its_prediction(
    panel: DataTablePanel, iris_bridge: Bridge, iris_data: DataSource
) -> None:
    wanted = predicted(iris_bridge.session)
    for row in range(0, 150, 7):
        part = list(Part)[iris_data.prepared.parts[row]]
        named = {Part.TRAIN: "training", Part.VALIDATION: "validation", Part.TEST: "test"}[part]
        assert cell(panel, row, "used for") == named
        assert cell(panel, row, "species") == iris_data.table.column("species").text[row]
        assert cell(panel, row, "petal width") == iris_data.table.column("petal width").text[row]
        assert cell(panel, row, "predicted") == wanted[row]


def test_right_and_wrong_predictions_differ_in_colour(
    panel: DataTablePanel, iris_bridge: Bridge, theme: Theme
) -> None:
    wanted = predicted(iris_bridge.session)
    for row in range(0, 150, 10):
        right = wanted[row] == cell(panel, row, "species")
        color = panel.model.index(row, 2).data(Qt.ItemDataRole.ForegroundRole)
        assert color == theme.color("good_text" if right else "warning_text")


def test_predictions_follow_training(panel: DataTablePanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    session = iris_bridge.session
    before = [cell(panel, row, "output a") for row in range(10)]
    session.apply("Epochs", lambda document: edits.set_training(document, epochs=40))
    session.train()
    qtbot.waitUntil(lambda: session.training.state is State.IDLE, timeout=20_000)
    qtbot.waitUntil(lambda: [cell(panel, row, "output a") for row in range(10)] != before, timeout=5000)
    panel.refresh()
    assert [cell(panel, row, "predicted") for row in range(150)] == predicted(session)


def test_going_to_a_row_looks_at_it_and_looking_at_a_row_goes_there(
    panel: DataTablePanel, iris_bridge: Bridge
) -> None:
    place = panel.table.visualRect(panel.model.index(4, 1)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert iris_bridge.session.sample == 4
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert iris_bridge.session.sample == 5
    iris_bridge.session.look_at(120)
    assert panel.table.currentIndex().row() == 120
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [120]


def test_only_the_rows_of_one_part_can_be_shown(
    panel: DataTablePanel, iris_bridge: Bridge, iris_data: DataSource
) -> None:
    panel.filter.setCurrentIndex(3)
    rows = iris_data.prepared.rows[iris_data.prepared.select(Part.TEST)]
    assert panel.model.rowCount() == len(rows)
    numbers = [panel.model.headerData(row, Qt.Orientation.Vertical) for row in range(len(rows))]
    assert numbers == (rows + 1).tolist()
    assert {cell(panel, row, "used for") for row in range(len(rows))} == {"test"}
    place = panel.table.visualRect(panel.model.index(2, 1)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert iris_bridge.session.sample == iris_data.prepared.select(Part.TEST)[2]
    iris_bridge.session.look_at(int(iris_data.prepared.select(Part.TEST)[7]))
    assert panel.table.currentIndex().row() == 7
    iris_bridge.session.look_at(int(iris_data.prepared.select(Part.TRAIN)[7]))
    assert panel.table.selectionModel().selectedRows() == [], "that row is not shown"


def test_rows_without_a_target_are_left_out_and_say_so(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    prices = ["" if k == 3 else f"{k * -0.37:.2f}" for k in range(30)]
    lines = [f"{k * 1.1:.1f},{k % 3 / 7:.4f},{price}" for k, price in enumerate(prices)]
    data = source_from_bytes(("a,b,price\n" + "\n".join(lines) + "\n").encode(), "prices.csv")
    bridge.session.replace(edits.new_network(edits.set_data(Document.empty(), data)))
    panel = shown(DataTablePanel(bridge, theme, notices), qtbot)
    assert cell(panel, 3, "used for") == "left out"
    assert cell(panel, 3, "predicted") == ""
    assert panel.model.sample_at(3) is None
    assert panel.model.sample_at(4) == 3
    assert panel.model.row_of(3) == 4
    assert "1 left out" in panel.summary.text()
    assert cell(panel, 5, "price") == "−1.85"
    prepared = data.prepared
    outputs = Evaluator(bridge.session.document.network, None).outputs(
        bridge.session.parameters, prepared.x[4:5]
    )
    unit = float(outputs[0, 0]) * prepared.target_scale + prepared.target_offset
    assert float(cell(panel, 5, "predicted").replace("−", "-")) == pytest.approx(unit, rel=1e-5)


def test_a_network_that_does_not_fit_has_no_predictions(
    panel: DataTablePanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    session = iris_bridge.session
    for layer, size in ((session.document.network.layers[0], 9), (session.document.network.layers[-1], 7)):
        session.apply("Resize", partial(edits.resize_layer, layer_id=layer.id, size=size))
        assert "predicted" not in [column.name for column in panel.model.columns]
        session.undo()
        assert "predicted" in [column.name for column in panel.model.columns]


def test_other_data_replaces_the_table_at_once(
    panel: DataTablePanel, iris_bridge: Bridge, xor_document: Document
) -> None:
    iris_bridge.session.look_at(140)
    iris_bridge.session.replace(xor_document)
    assert panel.model.rowCount() == 4
    iris_bridge.session.replace(Document.empty())
    assert panel.empty.isVisible()


def test_only_the_rows_in_sight_are_computed(
    bridge: Bridge, digits_data: DataSource, theme: Theme, notices: Notices, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    computed: list[int] = []
    outputs = Evaluator.outputs

    def counted(self: Evaluator, parameters: Parameters, x: FloatArray) -> FloatArray:
        computed.append(len(x))
        return outputs(self, parameters, x)

    bridge.session.replace(with_network(digits_data, (10, "relu")))
    monkeypatch.setattr(Evaluator, "outputs", counted)
    panel = shown(DataTablePanel(bridge, theme, notices), qtbot)
    panel.grab()
    assert 0 < sum(computed) < 400


def test_without_data_it_offers_to_open_some(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    panel = shown(DataTablePanel(bridge, theme, notices), qtbot)
    opening = panel.findChild(QPushButton, "dataOpen")
    bundled = panel.findChild(QPushButton, "dataBundled")
    assert isinstance(opening, QPushButton)
    assert isinstance(bundled, QPushButton)
    with qtbot.waitSignal(panel.openDataRequested):
        QTest.mouseClick(opening, Qt.MouseButton.LeftButton)
    asked: list[str] = []
    panel.bundledRequested.connect(asked.append)
    for action in bundled.menu().actions():
        action.trigger()
    assert asked == list(BUNDLED)


def test_a_hidden_panel_does_nothing_until_it_is_shown(
    panel: DataTablePanel, iris_bridge: Bridge, xor_document: Document, qtbot: QtBot
) -> None:
    panel.hide()
    iris_bridge.session.replace(xor_document)
    iris_bridge.session.look_at(2)
    qtbot.wait(30)
    assert panel.model.rowCount() == 150
    panel.show()
    assert panel.model.rowCount() == 4
    assert panel.table.currentIndex().row() == 2


def test_a_network_that_learns_with_hinge_divides_its_only_output_at_zero(
    bridge: Bridge, xor_document: Document, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    last = xor_document.network.layers[-1]
    document = edits.set_activation(xor_document, last.id, "tanh")
    bridge.session.replace(edits.set_training(document, cost="hinge"))
    panel = shown(DataTablePanel(bridge, theme, notices), qtbot)
    assert document.data is not None
    outputs = Evaluator(document.network, None).outputs(document.parameters, document.data.prepared.x)[:, 0]
    assert ((outputs > 0.0) & (outputs < 0.5)).any()

    def classes() -> list[str]:
        return [cell(panel, row, "predicted") for row in range(4)]

    assert classes() == ["1" if output > 0.0 else "0" for output in outputs]
    bridge.session.apply("Cost", lambda document: edits.set_training(document, cost="mse"))
    qtbot.waitUntil(lambda: classes() == ["1" if output > 0.5 else "0" for output in outputs])
