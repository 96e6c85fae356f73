"""What the inspector shows of the inside: paths to the cost, rows that push a weight, and doing without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nndesigner.data.model import Part
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.inspect import inspect_sample
from nndesigner.engine.metrics import accuracy
from nndesigner.engine.network import Role
from nndesigner.errors import NetworkError
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import number
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.naming import row_words
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector import slices
from nndesigner.ui.panels.inspector.connection import ConnectionSubject
from nndesigner.ui.panels.inspector.layer import LayerSubject
from nndesigner.ui.panels.inspector.neuron import NeuronSubject
from nndesigner.ui.panels.inspector.panel import InspectorPanel
from nndesigner.ui.panels.inspector.slices import Slices
from nndesigner.ui.panels.inspector.weight import WeightSubject
from nndesigner.ui.panels.inspector.widgets.bars import BarsView
from nndesigner.ui.panels.inspector.widgets.bars_model import NAME
from nndesigner.ui.theme import Mode, Theme


@pytest.fixture
def panel(qtbot: QtBot, iris_bridge: Bridge, theme: Theme, notices: Notices) -> InspectorPanel:
    made = InspectorPanel(iris_bridge, theme, notices)
    qtbot.addWidget(made)
    made.resize(290, 1200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def iris(iris_bridge: Bridge) -> Session:
    return iris_bridge.session


def choose_weight(panel: InspectorPanel, session: Session, connection: int, j: int, k: int) -> WeightSubject:
    """Select a weight by the place of its connection and of its two neurons."""
    network = session.document.network
    found = network.connections[connection]
    target, source = network.layer(found.target), network.layer(found.source)
    session.select(Selection.of_weight(found.id, target.neurons[j], source.neurons[k]))
    assert isinstance(panel.subject, WeightSubject)
    return panel.subject


def choose_neuron(panel: InspectorPanel, session: Session, role: Role, place: int) -> NeuronSubject:
    layer = session.document.network.with_role(role)[0]
    session.select(Selection.of_neuron(layer.id, layer.neurons[place]))
    assert isinstance(panel.subject, NeuronSubject)
    return panel.subject


def choose_layer(panel: InspectorPanel, session: Session, role: Role) -> LayerSubject:
    session.select(Selection.of_layer(session.document.network.with_role(role)[0].id))
    assert isinstance(panel.subject, LayerSubject)
    return panel.subject


def shown(qtbot: QtBot, page: WeightSubject) -> WeightSubject:
    """The page once all its sections are there."""
    qtbot.waitUntil(lambda: page.pushes.isVisible() and page.without.isVisible() and page.paths.isVisible())
    return page


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html)).replace("\u00a0", " ")


def values(bars: BarsView) -> list[float]:
    found = [bars.rows.value(row) for row in range(bars.rows.rowCount())]
    return [value for value in found if value is not None]


def names(bars: BarsView) -> list[str]:
    return [bars.rows.name(row) for row in range(bars.rows.rowCount())]


def click_row(bars: BarsView, row: int) -> None:
    place = bars.visualRect(bars.rows.index(row, NAME)).center()
    QTest.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=place)


def train(session: Session, qtbot: QtBot, epochs: int) -> None:
    session.apply("Epochs", lambda document: edits.set_training(document, epochs=epochs))
    session.train()
    qtbot.waitUntil(lambda: session.training.state is State.IDLE, timeout=20_000)


class TestPaths:
    def test_their_sum_is_the_gradient_of_the_row(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        inspection = iris.inspection
        assert inspection is not None
        gradient = float(inspection.weight_gradient(iris.document.network.connections[0].id)[2, 1])
        assert f"Σ over 3 paths = {number(gradient)}" in plain(page.paths.card.html).replace("  ", " ")
        assert sum(values(page.paths.bars)) == pytest.approx(gradient)
        assert sorted(names(page.paths.bars)) == ["setosa", "versicolor", "virginica"]

    def test_they_follow_the_row_looked_at(self, panel: InspectorPanel, iris: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        before = page.paths.card.html
        iris.look_at(100)
        qtbot.waitUntil(lambda: page.paths.card.html != before)
        inspection = iris.inspection
        assert inspection is not None
        gradient = float(inspection.weight_gradient(iris.document.network.connections[0].id)[2, 1])
        assert sum(values(page.paths.bars)) == pytest.approx(gradient)

    def test_the_keyboard_leads_to_the_neuron_where_a_path_ends(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        bars = page.paths.bars
        bars.setFocus()
        QTest.keyClick(bars, Qt.Key.Key_Down)
        ends_in = names(bars)[bars.currentIndex().row()]
        QTest.keyClick(bars, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert isinstance(panel.subject, NeuronSubject)
        assert panel.subject.name.placeholderText() == ends_in

    def test_through_several_layers_the_strongest_are_listed_with_their_neurons(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        iris.replace(edits.new_network(iris.document, [edits.Hidden(6, "tanh"), edits.Hidden(5, "sigmoid")]))
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        assert "Σ over 15 paths" in plain(page.paths.card.html)
        assert page.paths.caption.text() == "The strongest 5 of 15 lead through neuron"
        assert all(
            re.fullmatch(r"[1-5] → (setosa|versicolor|virginica)", name) for name in names(page.paths.bars)
        )
        sizes = np.abs(values(page.paths.bars))
        assert np.all(np.diff(sizes) <= 0.0)

    def test_where_the_sender_is_silent_it_says_why_all_are_0(
        self, panel: InspectorPanel, digits_data: object, iris: Session, qtbot: QtBot
    ) -> None:
        document = edits.set_data(Document.empty(), digits_data)  # type: ignore[arg-type]
        iris.replace(edits.new_network(document, [edits.Hidden(4, "relu")]))
        prepared = iris.document.data.prepared  # type: ignore[union-attr]
        silent = int(np.flatnonzero(prepared.x[0] == 0.0)[0])
        page = shown(qtbot, choose_weight(panel, iris, 0, 1, silent))
        assert page.paths.caption.text() == "All are 0: a is 0 for this row."
        assert not page.paths.bars.isVisible()


class TestPushes:
    def test_the_hardest_training_rows_are_listed_and_a_click_looks_at_one(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        document = iris.document
        assert document.data is not None
        prepared, connection = document.data.prepared, document.network.connections[0].id
        training = prepared.select(Part.TRAIN)
        each = {}
        for row in training:
            found = inspect_sample(
                document.network,
                document.parameters,
                document.training.cost,
                prepared.x[row],
                prepared.y(3)[row],
            )
            each[int(row)] = float(found.weight_gradient(connection)[2, 1])
        hardest = sorted(each, key=lambda row: -abs(each[row]))[:5]
        assert names(page.pushes.bars) == [row_words(document, row) for row in hardest]
        assert values(page.pushes.bars) == pytest.approx([each[row] for row in hardest])
        mean = number(float(np.mean(list(each.values()))))
        assert page.pushes.caption.text() == f"δ a; the mean of {len(training)} training rows is {mean}"
        click_row(page.pushes.bars, 3)
        assert iris.sample == hardest[3]
        assert page.row.text() == f"For {row_words(document, hardest[3])}"
        # The list stays as it is, so that the next click finds its row.
        assert names(page.pushes.bars) == [row_words(document, row) for row in hardest]

    def test_training_moves_them(self, panel: InspectorPanel, iris: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 1, 2, 1))
        before = values(page.pushes.bars)
        train(iris, qtbot, 30)
        qtbot.waitUntil(lambda: not page.pushes.slices.busy)
        after = values(page.pushes.bars)
        assert after != before
        page.pushes.forget()
        page.refresh_values()
        qtbot.waitUntil(page.pushes.isVisible)
        assert values(page.pushes.bars) == after


class TestWithout:
    def test_deleting_the_neuron_gives_the_cost_that_was_shown(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        train(iris, qtbot, 30)
        page = choose_neuron(panel, iris, Role.HIDDEN, 3)
        qtbot.waitUntil(page.without.isVisible)
        document, layer = iris.document, iris.document.network.with_role(Role.HIDDEN)[0]
        after = edits.remove(document, neurons=[(layer.id, layer.neurons[3])])
        words = plain(page.without.card.html)
        for name, made in (("Now", document), ("Deleted", after)):
            cost, score = quality(made)
            assert re.search(rf"{name}\s+{re.escape(number(cost))}\s+{100 * score:.1f} %", words)
        assert re.search(r"Held at its mean\s+0\.\d+\s+\d+\.\d %", words)
        assert "106 training rows" in page.without.caption.text()
        assert iris.document is document

    def test_removing_the_weight_gives_the_cost_that_was_shown(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        foretold = plain(page.without.card.html)
        QTest.mouseClick(page.toggle, Qt.MouseButton.LeftButton)
        cost, score = quality(iris.document)
        assert re.search(rf"Removed\s+{re.escape(number(cost))}\s+{100 * score:.1f} %", foretold)
        assert re.search(r"Held at its mean\s+\d\.\d+\s+\d+\.\d %", foretold)
        assert not page.without.isVisible()
        assert not page.paths.isVisible()
        assert not page.pushes.isVisible()
        QTest.mouseClick(page.toggle, Qt.MouseButton.LeftButton)
        shown(qtbot, page)

    def test_removing_the_connection_gives_the_cost_that_was_shown(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        train(iris, qtbot, 10)
        document, connection = iris.document, iris.document.network.connections[1]
        iris.select(Selection.of_connection(connection.id))
        page = panel.subject
        assert isinstance(page, ConnectionSubject)
        qtbot.waitUntil(page.without.isVisible)
        target, source = (document.network.layer(n) for n in (connection.target, connection.source))
        pairs = [(j, k) for j in target.neurons for k in source.neurons]
        after = edits.remove_weights(document, connection.id, pairs)
        words = plain(page.without.card.html)
        for name, made in (("Now", document), ("Removed", after)):
            cost, score = quality(made)
            assert re.search(rf"{name}\s+{re.escape(number(cost))}\s+{100 * score:.1f} %", words)
        assert re.search(r"Held at its mean\s+\d\.\d+\s+\d+\.\d %", words)
        iris.select(Selection.of_connection(document.network.connections[0].id))
        qtbot.waitUntil(lambda: page.without.isVisible() and plain(page.without.card.html) != words)

    def test_output_neurons_cannot_go(self, panel: InspectorPanel, iris: Session, qtbot: QtBot) -> None:
        page = choose_neuron(panel, iris, Role.HIDDEN, 0)
        qtbot.waitUntil(page.without.isVisible)
        choose_neuron(panel, iris, Role.OUTPUT, 0)
        assert not page.without.isVisible()

    def test_other_colours_are_taken_up(
        self, panel: InspectorPanel, iris: Session, theme: Theme, qtbot: QtBot
    ) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        assert theme.tokens.faint in page.without.card.html
        theme.set_mode(Mode.DARK)
        assert theme.tokens.faint in page.without.card.html
        assert theme.tokens.faint in page.paths.card.html


class TestRanking:
    def test_the_ends_of_the_ranking_are_listed_when_asked_for(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        iris.replace(edits.new_network(iris.document, [edits.Hidden(13, "tanh")]))
        train(iris, qtbot, 10)
        page = choose_layer(panel, iris, Role.HIDDEN)
        assert page.ranking.isVisible()
        assert not page.ranking.bars.isVisible()
        QTest.mouseClick(page.ranking.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.ranking.bars.isVisible)
        document, layer = iris.document, iris.document.network.with_role(Role.HIDDEN)[0]
        before = quality(document)[0]
        rises = [
            quality(edits.remove(document, neurons=[(layer.id, neuron)]))[0] - before
            for neuron in layer.neurons
        ]
        order = sorted(range(13), key=lambda place: -rises[place])
        ends = [*order[:5], *order[-5:]]
        assert names(page.ranking.bars) == [f"neuron {place + 1}" for place in ends]
        # Deleting for good stores its weights in single precision.
        assert values(page.ranking.bars) == pytest.approx([rises[place] for place in ends], abs=1e-5)
        assert "the 5 most and the 5 least needed of 13" in page.ranking.caption.text()
        assert not page.ranking.button.isVisible()
        assert page.ranking.bars.hasFocus()
        click_row(page.ranking.bars, 9)
        assert iris.selection == Selection.of_neuron(layer.id, layer.neurons[ends[9]])

    def test_another_layer_is_measured_only_when_asked_for_and_outputs_never(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        page = choose_layer(panel, iris, Role.HIDDEN)
        QTest.mouseClick(page.ranking.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.ranking.bars.isVisible)
        choose_layer(panel, iris, Role.OUTPUT)
        assert not page.ranking.isVisible()
        choose_layer(panel, iris, Role.INPUT)
        assert page.ranking.button.text() == "Measure"
        assert not page.ranking.bars.isVisible()
        QTest.mouseClick(page.ranking.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.ranking.bars.isVisible)
        assert sorted(names(page.ranking.bars)) == [
            "petal length",
            "petal width",
            "sepal length",
            "sepal width",
        ]

    def test_it_follows_training_once_it_is_open(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        page = choose_layer(panel, iris, Role.HIDDEN)
        QTest.mouseClick(page.ranking.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.ranking.bars.isVisible)
        before = values(page.ranking.bars)
        train(iris, qtbot, 10)
        qtbot.waitUntil(lambda: not page.ranking.slices.busy)
        assert values(page.ranking.bars) != before

    def test_it_takes_its_time_in_slices(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(slices, "BUDGET_S", -1.0)
        page = choose_layer(panel, iris, Role.HIDDEN)
        QTest.mouseClick(page.ranking.button, Qt.MouseButton.LeftButton)
        assert page.ranking.button.text() == "Measuring…"
        QTest.mouseClick(page.ranking.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.ranking.bars.isVisible)


class TestWorking:
    def test_work_that_takes_long_leaves_the_window_its_turns(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(slices, "BUDGET_S", -1.0)  # one slice per turn
        page = choose_weight(panel, iris, 0, 2, 1)
        assert not page.without.isVisible()
        other = choose_weight(panel, iris, 0, 3, 1)
        assert other is page
        shown(qtbot, page)
        late = plain(page.without.card.html), values(page.pushes.bars)
        monkeypatch.undo()
        page.refresh()
        page.take(iris.selection)
        page.refresh()
        assert (plain(page.without.card.html), values(page.pushes.bars)) == late

    def test_without_data_there_is_nothing_to_show(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        iris.apply("No data", lambda document: edits.set_data(document, None))
        assert not any(part.isVisible() for part in (page.paths, page.pushes, page.without))

    def test_data_that_does_not_fit_shows_nothing_either(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        page = shown(qtbot, choose_weight(panel, iris, 0, 2, 1))
        network = iris.document.network
        last, first = network.with_role(Role.OUTPUT)[0], network.with_role(Role.INPUT)[0]
        for layer in (last, first):
            iris.apply("Add neuron", partial(edits.add_neurons, layer_id=layer.id, count=1))
            assert not page.pushes.isVisible()
            assert not page.without.isVisible()
            iris.undo()
            shown(qtbot, page)

    def test_the_whole_window_shows_them(
        self, window: MainWindow, iris_document: Document, qtbot: QtBot
    ) -> None:
        window.session.replace(iris_document)
        panel = window.findChild(InspectorPanel)
        assert isinstance(panel, InspectorPanel)
        page = shown(qtbot, choose_weight(panel, window.session, 0, 2, 1))
        click_row(page.pushes.bars, 0)
        assert window.session.sample is not None
        assert row_words(window.session.document, window.session.sample) == names(page.pushes.bars)[0]


class TestSlices:
    def test_what_is_asked_for_meanwhile_comes_after_it_the_latest_only(
        self, qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(slices, "BUDGET_S", -1.0)
        monkeypatch.setattr(slices, "REST_MS", 1)
        found: list[str | None] = []
        owner = QObject()
        work: Slices[str] = Slices(found.append, owner)

        def of(name: str) -> Iterator[str | None]:
            yield None
            yield f"{name} so far"
            yield name

        for name in ("first", "second", "third"):
            work.ask(partial(of, name))
        qtbot.waitUntil(lambda: not work.busy)
        assert found == ["first", "third"]

    def test_what_is_stopped_gives_no_result(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(slices, "BUDGET_S", -1.0)
        found: list[int | None] = []
        owner = QObject()
        work: Slices[int] = Slices(found.append, owner)
        work.ask(lambda: iter([None, 1]))
        work.stop()
        QTest.qWait(20)
        assert found == []
        assert not work.busy

    def test_what_the_network_refuses_has_no_result(self, qtbot: QtBot) -> None:
        found: list[int | None] = []
        owner = QObject()
        work: Slices[int] = Slices(found.append, owner)

        def refused() -> Iterator[int | None]:
            yield 1
            raise NetworkError("No.")

        work.ask(refused)
        assert found == [None]


def quality(document: Document) -> tuple[float, float]:
    """Cost and accuracy over the training rows."""
    assert document.data is not None
    prepared = document.data.prepared
    rows = prepared.select(Part.TRAIN)
    x, y = prepared.x[rows], prepared.y(3)[rows]
    evaluator = Evaluator(document.network, document.training.cost, np.float64)
    outputs, cost = evaluator.measure(document.parameters, x, y)
    return cost.data, accuracy(outputs, y)
