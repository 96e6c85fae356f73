"""The evaluation panel: it says which rows it speaks of, and its numbers are those of the metrics."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nndesigner.commands.scoring import score
from nndesigner.data.model import Part, Recipe
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.evaluate import Evaluator
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels import evaluating
from nndesigner.ui.panels.evaluation import EvaluationPanel
from nndesigner.ui.plots.scatter import MOST_POINTS, Scatter
from nndesigner.ui.theme import Theme


@pytest.fixture
def panel(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> EvaluationPanel:
    return shown(EvaluationPanel(iris_bridge, theme, notices), qtbot)


def shown(panel: EvaluationPanel, qtbot: QtBot) -> EvaluationPanel:
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    panel.show()
    qtbot.waitUntil(lambda: panel.evaluation is not None or panel.empty.isVisible())
    return panel


def train(session: Session, qtbot: QtBot, epochs: int) -> None:
    session.apply("Epochs", lambda document: edits.set_training(document, epochs=epochs))
    session.train()
    qtbot.waitUntil(lambda: session.training.state is State.IDLE, timeout=20_000)


def prices(rows: int = 60) -> DataSource:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(rows, 2))
    y = 1000 + 250 * x[:, 0] - 80 * x[:, 1]
    lines = [f"{a:.4f},{b:.4f},{c:.3f}" for (a, b), c in zip(x, y, strict=True)]
    return source_from_bytes(("size,age,price\n" + "\n".join(lines) + "\n").encode(), "prices.csv")


def test_it_begins_with_validation_rows_and_says_so(panel: EvaluationPanel, iris_bridge: Bridge) -> None:
    data = iris_bridge.session.document.data
    assert data is not None
    count = len(data.prepared.select(Part.VALIDATION))
    assert panel.part is Part.VALIDATION
    assert panel.parts[Part.VALIDATION].isChecked()
    assert panel.summary.text().startswith(f"{count} validation rows:")


def test_the_test_rows_are_looked_at_only_when_asked_for(panel: EvaluationPanel) -> None:
    QTest.mouseClick(panel.parts[Part.TEST], Qt.MouseButton.LeftButton)
    assert panel.evaluation is not None
    assert panel.evaluation.part is Part.TEST
    assert " test rows:" in panel.summary.text()


def test_its_numbers_are_those_of_the_run(panel: EvaluationPanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    session = iris_bridge.session
    train(session, qtbot, 30)
    last = session.run_history.last()
    assert last is not None
    panel.choose(Part.VALIDATION)
    assert panel.evaluation is not None
    assert panel.evaluation.scores["accuracy"] == pytest.approx(last.validation_score)
    assert panel.evaluation.cost == pytest.approx(last.validation_cost, rel=1e-5)
    panel.choose(Part.TRAIN)
    assert panel.evaluation.scores["accuracy"] == pytest.approx(last.score)


def test_the_confusion_matrix_counts_every_row_once(panel: EvaluationPanel) -> None:
    found = panel.evaluation
    assert found is not None
    assert found.confusion.sum() == len(found.rows)
    actual = np.bincount(found.prepared.labels[found.rows], minlength=3)
    assert found.confusion.sum(axis=1).tolist() == actual.tolist()
    shares = np.abs(panel.matrix.values).sum(axis=1)
    assert shares == pytest.approx(np.ones(3))
    assert (np.diag(panel.matrix.values) >= 0).all()
    assert panel.matrix.axes.rows == ("setosa", "versicolor", "virginica")


def test_a_click_on_a_cell_looks_at_its_rows_one_after_the_other(
    panel: EvaluationPanel, iris_bridge: Bridge
) -> None:
    found = panel.evaluation
    assert found is not None
    cell = np.unravel_index(int(np.argmax(found.confusion)), found.confusion.shape)
    actual, predicted = int(cell[0]), int(cell[1])
    samples = found.samples_in(actual, predicted)
    assert len(samples) > 1
    place = panel.matrix.cell_rect((actual, predicted)).center().toPoint()
    for sample in samples[:2]:
        QTest.mouseClick(panel.matrix, Qt.MouseButton.LeftButton, pos=place)
        assert iris_bridge.session.sample == sample
    assert found.prepared.labels[samples].tolist() == [actual] * len(samples)


def test_an_empty_cell_leads_nowhere(panel: EvaluationPanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    train(iris_bridge.session, qtbot, 60)
    panel.choose(Part.VALIDATION)
    assert panel.evaluation is not None
    assert panel.evaluation.confusion[0, 2] == 0
    before = iris_bridge.session.sample
    panel.matrix.cellChosen.emit(0, 2)
    assert iris_bridge.session.sample == before


def test_the_scores_of_each_class_are_listed(panel: EvaluationPanel) -> None:
    found = panel.evaluation
    assert found is not None
    model = panel.scores
    assert model.rowCount() == 3
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(5)] == [
        "class", "precision", "recall", "F1", "rows",
    ]  # fmt: skip
    for row in range(3):
        assert model.index(row, 0).data() == found.prepared.classes[row]
        said = float(str(model.index(row, 2).data(Qt.ItemDataRole.ToolTipRole)))
        assert said == found.by_class.recall[row]
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(QModelIndex()) == 5


def test_parts_without_rows_cannot_be_chosen_and_say_why(
    bridge: Bridge, xor_document: Document, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    bridge.session.replace(xor_document)
    panel = shown(EvaluationPanel(bridge, theme, notices), qtbot)
    assert panel.part is Part.TRAIN
    for part in (Part.VALIDATION, Part.TEST):
        assert not panel.parts[part].isEnabled()
        assert panel.parts[part].toolTip() == f"There are no {part.value} rows"
    assert panel.summary.text().startswith("4 training rows:")


def test_one_output_neuron_is_judged_by_two_classes(
    bridge: Bridge, xor_document: Document, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    bridge.session.replace(xor_document)
    panel = shown(EvaluationPanel(bridge, theme, notices), qtbot)
    assert panel.evaluation is not None
    assert panel.evaluation.outputs.shape == (4, 1)
    assert panel.evaluation.confusion.shape == (2, 2)


def test_numbers_are_judged_in_the_users_unit(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    data = prices()
    bridge.session.replace(edits.new_network(edits.set_data(Document.empty(), data)))
    panel = shown(EvaluationPanel(bridge, theme, notices), qtbot)
    found = panel.evaluation
    assert found is not None
    actual = data.table.column("price").numbers[data.prepared.rows[found.rows]]
    assert found.actual_numbers[:, 0] == pytest.approx(actual)
    wrong = found.predicted_numbers[:, 0] - actual
    assert found.scores["rmse"] == pytest.approx(float(np.sqrt(np.mean(wrong**2))))
    assert [name for name, _ in found.figures] == ["R²", "RMSE", "MAE", "MSE", "cost"]
    assert panel.scatter.isVisible()
    place = panel.scatter.position(float(actual[4]), float(found.predicted_numbers[4, 0]))
    near = panel.scatter.point_at(place)
    assert near is not None
    QTest.mouseClick(panel.scatter, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert bridge.session.sample == found.rows[near]


def test_many_points_are_thinned(theme: Theme, qtbot: QtBot) -> None:
    scatter = Scatter(theme)
    qtbot.addWidget(scatter)
    y = np.linspace(0, 1, 20_001)
    y[5] = np.nan
    scatter.set_points(y, y * 2, "price")
    assert scatter.drawn == MOST_POINTS
    scatter.resize(300, 200)
    assert not scatter.grab().isNull()


def test_its_figures_are_those_of_the_command_line(panel: EvaluationPanel, iris_bridge: Bridge) -> None:
    document, found = iris_bridge.session.document, panel.evaluation
    assert found is not None
    assert document.data is not None
    prepared = document.data.prepared
    rows = prepared.select(Part.VALIDATION)
    told = score(document, prepared.x[rows], prepared.targets[rows])
    assert found.scores == pytest.approx(told.metrics, rel=1e-5)
    assert list(found.scores) == ["accuracy", "balanced_accuracy", "macro_f1", "roc_auc", "log_loss"]
    assert [name for name, _ in found.figures] == [
        "accuracy", "balanced", "macro F1", "ROC AUC", "log-loss", "cost",
    ]  # fmt: skip


def test_a_network_that_learnt_with_hinge_divides_its_only_output_at_zero(
    bridge: Bridge, xor_document: Document, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    last = xor_document.network.layers[-1]
    document = edits.set_activation(xor_document, last.id, "tanh")
    bridge.session.replace(edits.set_training(document, cost="hinge"))
    panel = shown(EvaluationPanel(bridge, theme, notices), qtbot)
    found = panel.evaluation
    assert found is not None
    assert "log_loss" not in found.scores
    assert found.predicted.tolist() == (found.outputs[:, 0] > 0.0).astype(int).tolist()
    assert ((found.outputs > 0.0) & (found.outputs < 0.5)).any()
    bridge.session.apply("Cost", lambda document: edits.set_training(document, cost="mse"))
    qtbot.waitUntil(lambda: panel.evaluation is not found)
    again = panel.evaluation
    assert again is not None
    assert again.predicted.tolist() == (again.outputs[:, 0] > 0.5).astype(int).tolist()


def test_a_long_evaluation_is_done_in_slices_with_the_same_result(
    panel: EvaluationPanel, iris_bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = panel.evaluation
    assert at_once is not None
    monkeypatch.setattr(evaluating, "_WORK", 1)
    monkeypatch.setattr(evaluating, "_FEWEST_ROWS", 4)
    panel.choose(Part.VALIDATION)
    qtbot.waitUntil(lambda: panel.evaluation is not at_once)
    found = panel.evaluation
    assert found is not None
    assert found.outputs == pytest.approx(at_once.outputs, rel=1e-5)
    assert found.cost == pytest.approx(at_once.cost, rel=1e-5)


def test_a_result_that_comes_too_late_is_dropped(
    panel: EvaluationPanel, iris_bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluating, "_WORK", 1)
    monkeypatch.setattr(evaluating, "_FEWEST_ROWS", 1)
    panel.choose(Part.TRAIN)
    panel.choose(Part.TEST)
    seen: list[Part] = []

    def arrived() -> bool:
        if panel.evaluation is not None:
            seen.append(panel.evaluation.part)
        return Part.TEST in seen

    qtbot.waitUntil(arrived)
    assert Part.TRAIN not in seen


def test_it_follows_training(panel: EvaluationPanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    session = iris_bridge.session
    train(session, qtbot, 5)
    document = session.document
    assert document.data is not None
    prepared = document.data.prepared
    rows = prepared.select(Part.VALIDATION)
    outputs = Evaluator(document.network, None).outputs(document.parameters, prepared.x[rows])

    def up_to_date() -> bool:
        found = panel.evaluation
        return found is not None and np.array_equal(found.outputs, outputs)

    qtbot.waitUntil(up_to_date, timeout=5000)


def test_a_network_that_does_not_fit_is_explained_instead(
    panel: EvaluationPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    session = iris_bridge.session
    output = session.document.network.layers[-1]
    session.apply("Resize", lambda document: edits.resize_layer(document, output.id, 5))
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    assert panel.evaluation is None
    assert "needs 3 output neurons" in panel.empty.text
    first = session.document.network.layers[0]
    session.apply("Resize", lambda document: edits.resize_layer(document, first.id, 7))
    qtbot.waitUntil(lambda: "input layer" in panel.empty.text)


def test_without_data_it_says_what_is_missing(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    panel = shown(EvaluationPanel(bridge, theme, notices), qtbot)
    assert panel.part is None
    assert "Open a table" in panel.empty.text


def test_another_split_is_evaluated_on_its_own_rows(
    panel: EvaluationPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    session = iris_bridge.session

    def halved(document: Document) -> Document:
        assert document.data is not None
        recipe: Recipe = document.data.recipe
        return edits.set_data(
            document, document.data.with_recipe(replace(recipe, split=replace(recipe.split, validation=0.5)))
        )

    session.apply("Split", halved)
    data = session.document.data
    assert data is not None
    rows = data.prepared.select(Part.VALIDATION).tolist()
    assert len(rows) > 60
    qtbot.waitUntil(lambda: panel.evaluation is not None and panel.evaluation.rows.tolist() == rows)


def test_a_hidden_panel_does_nothing_until_it_is_shown(
    panel: EvaluationPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    before = panel.evaluation
    panel.hide()
    train(iris_bridge.session, qtbot, 3)
    qtbot.wait(30)
    assert panel.evaluation is before
    panel.show()
    assert panel.evaluation is not before
