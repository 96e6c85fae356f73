"""The runs panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.runs import Outcome
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import exact, number
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.run_columns import COLUMNS
from nndesigner.ui.panels.runs import RunsPanel
from nndesigner.ui.theme import Theme


@pytest.fixture
def panel(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> RunsPanel:
    made = RunsPanel(iris_bridge, theme, notices)
    qtbot.addWidget(made)
    made.resize(800, 240)
    made.show()
    return made


def train(bridge: Bridge, qtbot: QtBot, epochs: int, rate: float) -> None:
    bridge.session.apply(
        "Settings", lambda document: edits.set_training(document, epochs=epochs, learning_rate=rate)
    )
    bridge.session.train()
    qtbot.waitUntil(lambda: bridge.session.training.state is State.IDLE, timeout=20_000)


def cells(panel: RunsPanel, row: int) -> dict[str, str]:
    return {column.name: str(panel.model.index(row, place).data()) for place, column in enumerate(COLUMNS)}


def test_before_the_first_run_it_says_what_will_appear(panel: RunsPanel) -> None:
    assert panel.empty.isVisible()
    assert "settings" in panel.empty.text


def test_runs_are_listed_newest_first_with_settings_and_results(
    panel: RunsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    train(iris_bridge, qtbot, 3, 0.5)
    iris_bridge.session.reset()
    train(iris_bridge, qtbot, 4, 0.25)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    newest, first = cells(panel, 0), cells(panel, 1)
    assert (newest["#"], first["#"]) == ("2", "1")
    assert (newest["η"], first["η"]) == ("0.250", "0.500")
    assert (newest["epochs"], first["epochs"]) == ("4", "3")
    last = iris_bridge.session.document.runs[1].history.last()
    assert last is not None
    assert newest["final cost"] == number(last.cost)
    assert newest["validation"] == number(last.validation_cost)
    assert newest["accuracy"] == number(last.validation_score)
    assert newest["ended"] == Outcome.FINISHED.value
    assert newest["network"] == iris_bridge.session.document.runs[1].architecture


def test_the_tooltip_has_all_settings_with_full_precision(
    panel: RunsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    train(iris_bridge, qtbot, 2, 0.3)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    words = str(panel.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    run = iris_bridge.session.document.runs[0]
    last = run.history.last()
    assert last is not None
    assert words.startswith("The present weights are of this run.")
    for part in (
        f"training cost {exact(last.cost)}",
        "η 0.3",
        "seed 1",
        "ridge λ 0.0",
        f"{run.samples:,} samples",
    ):
        assert part in words


def test_the_optimiser_and_what_else_is_unusual_are_told(
    panel: RunsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    iris_bridge.session.apply(
        "Settings",
        lambda document: edits.set_training(
            document, optimizer="adam", ridge=0.1, dropout=0.2, schedule="cosine", schedule_epochs=4
        ),
    )
    train(iris_bridge, qtbot, 2, 0.01)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    told = cells(panel, 0)
    assert told["optimiser"] == "Adam"
    assert told["other settings"] == "ridge 0.1 · dropout 0.2 · Cosine · schedule epochs 4"
    words = str(panel.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "Adam · β₁ 0.9 · β₂ 0.999 · ε 1e−08 · L1 0 · dropout 0.2" in words


def test_undoing_a_training_takes_its_run_from_the_list(
    panel: RunsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    train(iris_bridge, qtbot, 2, 0.3)
    qtbot.waitUntil(lambda: panel.table.isVisible())
    iris_bridge.session.undo()
    qtbot.waitUntil(lambda: panel.empty.isVisible())


def test_a_hidden_panel_does_nothing_until_it_is_shown(
    panel: RunsPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    panel.hide()
    train(iris_bridge, qtbot, 1, 0.3)
    qtbot.wait(30)
    assert panel.model.rowCount() == 0
    panel.show()
    assert panel.model.rowCount() == 1
