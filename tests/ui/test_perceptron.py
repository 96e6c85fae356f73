"""A perceptron in the real window: offered its rule and trained; diverged training shows where it broke."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nndesigner.data.model import Kind, Scaling
from nndesigner.data.source import source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.runs import Outcome
from nndesigner.session.selection import Selection
from nndesigner.session.training import State
from nndesigner.ui.actions import Page
from nndesigner.ui.main_window import MainWindow
from tests.ui.driving import button, click, notice

AND = "x1,x2,output\n0,0,0\n0,1,0\n1,0,0\n1,1,1\n"


def trained(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "train")
    qtbot.waitUntil(lambda: window.session.training.state is State.IDLE)


@pytest.fixture
def gate_window(window: MainWindow) -> MainWindow:
    """Two inputs and a step neuron, with the truth table of AND and the cost of a new network."""
    document = edits.set_data(Document.empty(), source_from_bytes(AND.encode(), "and.csv"))
    document = edits.new_network(document, [])
    document = edits.set_activation(document, document.network.layers[-1].id, "step")
    window.session.replace(document)
    window.show_page(Page.WORKSPACE)
    return window


def test_a_step_output_learns_and_by_the_rule_that_the_fix_brings(
    gate_window: MainWindow, qtbot: QtBot
) -> None:
    session = gate_window.session
    assert not button(gate_window, "train").isEnabled()
    fix = gate_window.findChild(QPushButton, "problemFix")
    assert isinstance(fix, QPushButton)
    assert fix.text() == "Use the perceptron rule"
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert session.document.training.cost == "perceptron"
    assert session.problems == ()
    trained(gate_window, qtbot)
    run = session.document.current_run
    assert run is not None
    assert run.outcome is Outcome.FINISHED
    assert run.history.score[-1] == 1.0
    click(gate_window, "undo")
    click(gate_window, "undo")
    assert not button(gate_window, "train").isEnabled()


def test_the_football_perceptron_comes_with_its_cases_and_answers_each_as_the_text_does(
    window: MainWindow,
) -> None:
    window.show_page(Page.WORKSPACE)
    window.canvas.add_at_centre("start:perceptron")
    session = window.session
    data = session.document.data
    assert data is not None
    assert session.problems == ()
    last = session.document.network.layers[-1]
    for row, case in enumerate(data.prepared.x.tolist()):
        session.look_at(row)
        assert session.inspection is not None
        a = float(session.inspection.a[last.id][0, 0])
        assert a == (3.0 * case[0] + 1.0 * case[1] + 5.0 * case[2] > 3.0)
        assert a == data.prepared.labels[row]


def test_a_perceptron_that_was_reset_learns_the_football_cases_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page(Page.WORKSPACE)
    window.canvas.add_at_centre("start:perceptron")
    session = window.session
    session.reset()
    trained(window, qtbot)
    run = session.document.current_run
    assert run is not None
    assert run.history.score[-1] == 1.0


def test_the_neuron_that_overflowed_first_is_selected_and_named(
    window: MainWindow, iris_document: Document, qtbot: QtBot
) -> None:
    linear = edits.set_activation(iris_document, iris_document.network.layers[-1].id, "linear")
    session = window.session
    session.replace(edits.set_training(linear, cost="mse", learning_rate=1e6))
    window.show_page(Page.WORKSPACE)
    trained(window, qtbot)
    ended = session.training.last
    assert ended is not None
    assert ended.diagnosis is not None
    broken = ended.diagnosis.broken
    assert broken is not None
    assert session.selection == Selection.of_neuron(broken.layer, broken.neuron)
    layer = session.document.network.layer(broken.layer)
    assert f"{layer.neuron_name(broken.neuron)} of {layer.name}" in notice(window)
    assert "η = 1·10⁶" in notice(window)


def test_the_row_with_a_number_that_is_too_large_is_looked_at(window: MainWindow, qtbot: QtBot) -> None:
    rows = "".join(f"{number},{2 * place}\n" for place, number in enumerate((1, 2, "1e39", 3, 4)))
    data = source_from_bytes(f"size,price\n{rows}".encode(), "prices.csv", target="price")
    plans = tuple(replace(plan, kind=Kind.NUMBER, scaling=Scaling.NONE) for plan in data.recipe.columns)
    split = replace(data.recipe.split, validation=0.0, test=0.0)
    data = data.with_recipe(replace(data.recipe, columns=plans, split=split))
    window.session.replace(edits.new_network(edits.set_data(Document.empty(), data), []))
    window.show_page(Page.WORKSPACE)
    trained(window, qtbot)
    assert window.session.sample == 2
    assert notice(window).startswith("Row 3 has 1·10³⁹ in “size”, too large for float32.")
