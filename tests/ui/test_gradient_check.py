"""The window that checks the gradients, and the differences in the inspector, with mouse and keyboard."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from html import unescape
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.gradient_check import GradientCheck
from nndesigner.engine.inspect import inspect_sample
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import Parameters
from nndesigner.session.gradient_checking import gradient_checking
from nndesigner.session.selection import Selection
from nndesigner.session.training import State
from nndesigner.ui.format import number
from nndesigner.ui.gradients import dialog as dialogs
from nndesigner.ui.gradients import words
from nndesigner.ui.gradients.dialog import GradientDialog
from nndesigner.ui.gradients.table import BACKPROP, DIFFERENCE, ERROR, SYMBOL, WHERE
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.panels.inspector import slices
from nndesigner.ui.panels.inspector.neuron import NeuronSubject
from nndesigner.ui.panels.inspector.panel import InspectorPanel
from nndesigner.ui.panels.inspector.weight import WeightSubject
from tests.unit.session.driving import trained_for

SMOOTH = [edits.Hidden(8, "tanh")]


@pytest.fixture
def iris_window(window: MainWindow, iris_document: Document) -> MainWindow:
    window.session.replace(edits.new_network(iris_document, SMOOTH))
    return window


@pytest.fixture
def perfect(iris_document: Document) -> Document:
    """Trained to the minimum, where all gradients are next to nothing."""
    return trained_for(edits.set_training(iris_document, optimizer="lbfgs", learning_rate=1.0), 40)


@pytest.fixture
def dialog(iris_window: MainWindow, qtbot: QtBot) -> GradientDialog:
    """Opened, with everything compared."""
    made = open_dialog(iris_window)
    qtbot.waitUntil(lambda: not made.busy)
    return made


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """One parameter per turn of the window."""
    monkeypatch.setattr(slices, "BUDGET_S", -1.0)


def open_dialog(window: MainWindow) -> GradientDialog:
    window.action_set["check-gradients"].trigger()
    found = window.findChild(GradientDialog)
    assert isinstance(found, GradientDialog)
    return found


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def cell(dialog: GradientDialog, row: int, column: int) -> str:
    return str(dialog.model.index(row, column).data())


def exact_column(dialog: GradientDialog, column: int) -> list[float]:
    tips = (
        dialog.model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
        for row in range(dialog.model.rowCount())
    )
    return [written(str(tip)) for tip in tips]


def written(text: str) -> float:
    """The number that is written as 1.25·10⁻⁷."""
    plain = text.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789"))
    return float(plain.replace("·10", "e"))


def click_cell(dialog: GradientDialog, row: int, column: int) -> None:
    place = dialog.table.visualRect(dialog.model.index(row, column)).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def click_heading(dialog: GradientDialog, column: int) -> None:
    header = dialog.table.horizontalHeader()
    place = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    middle = header.viewport().rect().center()
    middle.setX(place)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)


class TestAction:
    def test_it_is_off_with_a_reason_while_there_is_nothing_to_check(self, window: MainWindow) -> None:
        window.session.apply("Add layer", lambda document: edits.add_layer(document, Role.INPUT, 2))
        action = window.action_set["check-gradients"]
        assert not action.isEnabled()
        assert window.session.problems[0].message in action.toolTip()

    def test_the_shortcut_opens_one_window_that_does_not_block(
        self, iris_window: MainWindow, qtbot: QtBot
    ) -> None:
        iris_window.activateWindow()
        qtbot.waitUntil(iris_window.isActiveWindow)
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(iris_window, Qt.Key.Key_G, both)
        first = iris_window.findChild(GradientDialog)
        assert isinstance(first, GradientDialog)
        assert first.isVisible()
        assert not first.isModal()
        assert open_dialog(iris_window) is first
        QTest.keyClick(first, Qt.Key.Key_Escape)
        assert not first.isVisible()


class TestVerdict:
    def test_all_parameters_agree(self, dialog: GradientDialog, iris_window: MainWindow) -> None:
        document = iris_window.session.document
        checking = gradient_checking(document, document.parameters)
        assert sum(1 for _ in checking) == 67
        worst = number(checking.result().max_relative_error)
        assert dialog.verdict.text() == (
            f"Backpropagation agrees with the differences of the cost in all 67 parameters; "
            f"largest relative error {worst}."
        )
        assert dialog.model.rowCount() == 67
        assert "16 training rows, in double" in dialog.intro.text()

    def test_at_a_minimum_it_says_what_is_too_small_to_compare(
        self, window: MainWindow, perfect: Document, qtbot: QtBot
    ) -> None:
        window.session.replace(perfect)
        dialog = open_dialog(window)
        qtbot.waitUntil(lambda: not dialog.busy)
        assert dialog.verdict.text() == (
            "The gradients of all 67 parameters are too small to compare: "
            "of the differences only rounding is left."
        )

    def test_how_many_are_too_small_is_said(self, perfect: Document) -> None:
        checking = gradient_checking(perfect, perfect.parameters)
        deque(checking, maxlen=0)
        found = checking.result()
        for small, said in ((1, "1 gradient is"), (5, "5 gradients are")):
            text = words.verdict(replace(found, parameters_too_small=small), 67, 67)
            assert f"agrees with the differences of the cost in all 67 parameters; {_error(found)}" in text
            assert f"Of these, {said} too small to compare: of the differences only rounding is left." in text

    def test_a_wrong_gradient_is_said_and_comes_first(
        self, iris_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tanh: Any = type(ACTIVATIONS["tanh"])
        right = tanh.derivative_calls
        monkeypatch.setattr(
            tanh,
            "derivative_calls",
            lambda self, z, a, out: [*right(self, z, a, out), lambda: np.multiply(out, 1.01, out)],
        )
        dialog = open_dialog(iris_window)
        qtbot.waitUntil(lambda: not dialog.busy)
        assert "disagree in 40 of 67 parameters" in dialog.verdict.text()
        assert dialog.verdict.property("role") == "error"
        assert {cell(dialog, row, SYMBOL)[1] for row in range(40)} == {"²"}
        assert {cell(dialog, row, SYMBOL)[1] for row in range(40, 67)} == {"³"}

    def test_terms_of_the_cost_are_named_and_checked(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        iris_window.session.apply(
            "Set",
            lambda document: edits.set_training(
                document, ridge=0.2, l1=0.1, class_weights="balanced", dropout=0.2
            ),
        )
        dialog = open_dialog(iris_window)
        qtbot.waitUntil(lambda: not dialog.busy)
        assert "with ridge, L1 and class weights and without dropout" in dialog.intro.text()
        assert "agrees" in dialog.verdict.text()

    def test_what_sits_at_a_kink_is_counted_and_left_out(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        session = iris_window.session
        connection = session.document.network.connections[0]
        target = session.document.network.layer(connection.target)
        source = session.document.network.layer(connection.source)
        pair = target.neurons[0], source.neurons[0]
        session.apply("0", lambda document: edits.set_weight(document, connection.id, pair, 0.0))
        session.apply("L1", lambda document: edits.set_training(document, l1=0.1))
        dialog = open_dialog(iris_window)
        qtbot.waitUntil(lambda: not dialog.busy)
        assert "agrees with the differences of the cost in 66 of 67 parameters" in dialog.verdict.text()
        assert "1 sits at a kink" in dialog.verdict.text()
        assert cell(dialog, 66, SYMBOL) == "w²₁,₁"
        assert cell(dialog, 66, ERROR) == cell(dialog, 66, DIFFERENCE) == "kink"
        assert cell(dialog, 66, BACKPROP) != "kink"

    def test_of_large_networks_some_parameters_are_drawn(
        self, iris_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dialogs, "MOST", 20)
        dialog = open_dialog(iris_window)
        qtbot.waitUntil(lambda: not dialog.busy)
        assert "in 20 of 67 parameters" in dialog.verdict.text()
        assert dialog.model.rowCount() == 20

    def test_nothing_compared_is_said_to_be_nothing(self, iris_document: Document) -> None:
        checking = gradient_checking(iris_document, iris_document.parameters)
        assert words.verdict(checking.result(), 67, 67) == "No parameter has been compared yet."


class TestTable:
    def test_the_largest_error_comes_first_and_a_heading_sorts_by_another_number(
        self, dialog: GradientDialog
    ) -> None:
        errors = exact_column(dialog, ERROR)
        assert errors == sorted(errors, reverse=True)
        click_heading(dialog, BACKPROP)
        gradients = exact_column(dialog, BACKPROP)
        assert gradients == sorted(gradients)
        click_heading(dialog, BACKPROP)
        assert exact_column(dialog, BACKPROP) == gradients[::-1]
        assert exact_column(dialog, DIFFERENCE) == pytest.approx(gradients[::-1], rel=1e-4, abs=1e-9)

    def test_a_click_selects_the_weight_or_the_neuron(
        self, dialog: GradientDialog, iris_window: MainWindow
    ) -> None:
        session, seen = iris_window.session, set()
        network = session.document.network
        for row in range(8):
            click_cell(dialog, row, WHERE)
            panel = iris_window.findChild(InspectorPanel)
            assert isinstance(panel, InspectorPanel)
            title = re.sub(r"<[^>]*>", "", panel.subject.title.text())
            figures = re.sub(r"[^\d,]", "", cell(dialog, row, SYMBOL).translate(_PLAIN))
            if session.selection.weights:
                seen.add("weight")
                assert title == f"Weight w{figures}"
            else:
                ((layer, neuron),) = session.selection.neurons
                seen.add("bias")
                assert network.layer(layer).index_by_neuron[neuron] + 1 == int(figures[1:])
        assert "weight" in seen

    def test_the_keyboard_goes_through_the_rows_and_sorting_keeps_the_row(
        self, dialog: GradientDialog, iris_window: MainWindow
    ) -> None:
        dialog.table.setFocus()
        click_cell(dialog, 0, WHERE)
        QTest.keyClick(dialog.table, Qt.Key.Key_Down)
        chosen, symbol = iris_window.session.selection, cell(dialog, 1, SYMBOL)
        assert chosen
        click_heading(dialog, SYMBOL)
        now = dialog.table.currentIndex().row()
        assert cell(dialog, now, SYMBOL) == symbol
        assert iris_window.session.selection == chosen
        assert dialog.isVisible()

    def test_what_is_gone_is_not_selected(self, dialog: GradientDialog, iris_window: MainWindow) -> None:
        iris_window.session.apply(
            "New", lambda document: edits.new_network(document, [edits.Hidden(2, "tanh")])
        )
        assert dialog.state.text() == "The project has changed since."
        for row in range(5):
            click_cell(dialog, row, WHERE)
            assert not iris_window.session.selection.weights


class TestWorking:
    def test_it_is_cancelled_at_once_and_keeps_what_was_compared(
        self, iris_window: MainWindow, qtbot: QtBot, slow: None
    ) -> None:
        dialog = open_dialog(iris_window)
        assert dialog.busy
        assert dialog.work.text() == "Cancel"
        QTest.qWait(5)
        click(dialog.work)
        assert not dialog.busy
        rows = dialog.model.rowCount()
        assert 0 < rows < 67
        assert f"in {rows} of 67 parameters" in dialog.verdict.text()
        assert dialog.state.text() == "Cancelled."
        click(dialog.work)
        qtbot.waitUntil(lambda: not dialog.busy)
        assert dialog.model.rowCount() == 67

    def test_the_window_stays_usable_meanwhile(
        self, iris_window: MainWindow, qtbot: QtBot, slow: None
    ) -> None:
        dialog = open_dialog(iris_window)
        layer = iris_window.session.document.network.layers[1]
        iris_window.session.select(Selection.of_layer(layer.id))
        assert dialog.busy
        qtbot.waitUntil(lambda: not dialog.busy)
        assert iris_window.session.selection == Selection.of_layer(layer.id)
        assert dialog.model.rowCount() == 67

    def test_closing_ends_it(self, iris_window: MainWindow, qtbot: QtBot, slow: None) -> None:
        dialog = open_dialog(iris_window)
        assert dialog.busy
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.busy

    def test_it_cannot_run_again_while_training_runs(
        self, dialog: GradientDialog, iris_window: MainWindow, qtbot: QtBot
    ) -> None:
        session = iris_window.session
        session.apply("Set epochs", lambda document: edits.set_training(document, epochs=1_000_000))
        session.train()
        assert not dialog.work.isEnabled()
        assert "Training is running" in dialog.work.toolTip()
        session.stop()
        qtbot.waitUntil(lambda: session.training.state is State.IDLE)
        assert dialog.work.isEnabled()


class TestInspector:
    @pytest.fixture
    def panel(self, iris_window: MainWindow) -> InspectorPanel:
        found = iris_window.findChild(InspectorPanel)
        assert isinstance(found, InspectorPanel)
        iris_window.session.look_at(57)
        return found

    def test_a_weight_shows_the_difference_of_the_costs_of_the_row(
        self, panel: InspectorPanel, iris_window: MainWindow
    ) -> None:
        session = iris_window.session
        session.apply("Terms", lambda document: edits.set_training(document, ridge=5.0, l1=5.0))
        connection = session.document.network.connections[0]
        text = self.of_weight(panel, iris_window, 2, 1)
        upper, lower = (row_cost(session.document, connection.id, by) for by in (1e-5, -1e-5))
        gradient = (upper - lower) / 2e-5
        assert f"(C(w + h) − C(w − h)) / 2h = {number(gradient)}" in text
        found = re.search(r"agrees to (\d+) digits", text)
        assert found is not None
        assert int(found[1]) >= 7

    def test_a_bias_has_it_too(self, panel: InspectorPanel, iris_window: MainWindow) -> None:
        session = iris_window.session
        layer = session.document.network.layers[1]
        session.select(Selection.of_neuron(layer.id, layer.neurons[3]))
        assert isinstance(panel.subject, NeuronSubject)
        text = plain(panel.subject.card.html)
        assert session.inspection is not None
        gradient = float(session.inspection.bias_gradient(layer.id)[3])
        assert f"(C(b + h) − C(b − h)) / 2h = {number(gradient)}" in text
        assert re.search(r"agrees to \d+ digits", text)

    def test_a_slope_below_rounding_is_called_too_small(
        self, panel: InspectorPanel, iris_window: MainWindow, perfect: Document
    ) -> None:
        iris_window.session.replace(perfect)
        iris_window.session.look_at(57)
        texts = [self.of_weight(panel, iris_window, j, k) for j, k in np.ndindex(8, 4)]
        assert any("both too small to compare" in text for text in texts)
        assert not any("does not agree" in text for text in texts)

    def test_inputs_have_none(self, panel: InspectorPanel, iris_window: MainWindow) -> None:
        session = iris_window.session
        layer = session.document.network.layers[0]
        session.select(Selection.of_neuron(layer.id, layer.neurons[0]))
        assert isinstance(panel.subject, NeuronSubject)
        assert "2h" not in panel.subject.card.html

    def test_at_a_kink_it_says_why_not(self, panel: InspectorPanel, iris_window: MainWindow) -> None:
        session = iris_window.session
        session.replace(edits.new_network(session.document, [edits.Hidden(8, "relu")]))
        session.look_at(57)
        zero = {key: np.zeros_like(w) for key, w in session.document.parameters.weights.items()}
        biases = {key: np.zeros_like(b) for key, b in session.document.parameters.biases.items()}
        session.apply("0", lambda document: replace(document, parameters=Parameters(zero, biases)))
        text = self.of_weight(panel, iris_window, 2, 1)
        assert "C has a kink between w − h and w + h" in text
        assert "digits" not in text

    def of_weight(self, panel: InspectorPanel, window: MainWindow, j: int, k: int) -> str:
        network = window.session.document.network
        found = network.connections[0]
        target, source = network.layer(found.target), network.layer(found.source)
        window.session.select(Selection.of_weight(found.id, target.neurons[j], source.neurons[k]))
        assert isinstance(panel.subject, WeightSubject)
        return plain(panel.subject.card.html)


def _error(found: GradientCheck) -> str:
    return f"largest relative error {number(found.max_relative_error)}."


_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html)).replace("\u00a0", " ")


def row_cost(document: Document, connection: int, by: float) -> float:
    """The cost of row 57 after weight (2, 1) was moved."""
    assert document.data is not None
    weights = {key: w.astype(np.float64) for key, w in document.parameters.weights.items()}
    weights[connection][2, 1] += by
    prepared = document.data.prepared
    moved = Parameters(weights, document.parameters.biases)
    cost = document.training.cost
    found = inspect_sample(document.network, moved, cost, prepared.x[57], prepared.y(3)[57])
    assert found.cost is not None
    return found.cost
