"""The progress panel in a session."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot

from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.runs import HISTORY_COLUMNS, History
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.plots.progress import COST, RATE, SCORE, ProgressPanel
from nndesigner.ui.plots.progress_plot import cost_plot, restored_markers
from nndesigner.ui.theme import Theme


@pytest.fixture
def panel(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> ProgressPanel:
    made = ProgressPanel(iris_bridge, theme, notices)
    qtbot.addWidget(made)
    made.resize(640, 300)
    made.show()
    return made


def numbers_data() -> DataSource:
    rows = "\n".join(f"{k / 40:.3f},{(k % 7) / 7:.3f},{k / 20 - 1:.3f}" for k in range(40))
    return source_from_bytes(f"a,b,price\n{rows}\n".encode(), "prices.csv")


def train(bridge: Bridge, qtbot: QtBot, epochs: int) -> None:
    bridge.session.apply("Epochs", lambda document: edits.set_training(document, epochs=epochs))
    bridge.session.train()
    qtbot.waitUntil(lambda: bridge.session.training.state is State.IDLE, timeout=20_000)


def page(panel: ProgressPanel) -> object:
    stack = panel.findChild(QStackedWidget)
    assert isinstance(stack, QStackedWidget)
    return stack.currentWidget()


def test_before_training_it_says_what_will_appear(panel: ProgressPanel) -> None:
    assert page(panel) is panel.empty
    assert "cost" in panel.empty.text
    panel.tabs.setCurrentIndex(SCORE)
    assert "accuracy" in panel.empty.text


def test_every_measurement_of_a_run_is_drawn(panel: ProgressPanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    train(iris_bridge, qtbot, 6)
    history = iris_bridge.session.run_history
    qtbot.waitUntil(
        lambda: page(panel) is panel.chart and len(panel.chart.drawn("training")[0]) == len(history)
    )
    assert panel.chart.drawn("training")[1].tolist() == history.cost.tolist()
    assert panel.chart.drawn("validation")[1].tolist() == history.validation_cost.tolist()
    panel.tabs.setCurrentIndex(SCORE)
    assert panel.chart.drawn("training")[1].tolist() == history.score.tolist()


def test_while_training_the_axis_reaches_to_the_last_epoch_asked_for(
    panel: ProgressPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    iris_bridge.session.apply("Epochs", lambda document: edits.set_training(document, epochs=1_000_000))
    iris_bridge.session.train()
    qtbot.waitUntil(lambda: page(panel) is panel.chart, timeout=10_000)
    assert panel.chart.visible_range == (0.0, 1_000_000.0)
    iris_bridge.session.close()


def test_a_change_of_the_learning_rate_leaves_a_marker(
    panel: ProgressPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    iris_bridge.session.apply("η", lambda document: edits.set_training(document, learning_rate=0.5))
    train(iris_bridge, qtbot, 3)
    iris_bridge.session.apply("η", lambda document: edits.set_training(document, learning_rate=0.3))
    train(iris_bridge, qtbot, 3)
    panel.refresh()
    assert [(marker.x, marker.words) for marker in panel.chart.plot.markers] == [(3.0, "η 0.5 → 0.3")]


def test_the_learning_rate_in_force_has_its_own_axis(
    panel: ProgressPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    iris_bridge.session.apply(
        "η",
        lambda document: edits.set_training(
            document, learning_rate=0.4, schedule="exponential", schedule_factor=0.5
        ),
    )
    train(iris_bridge, qtbot, 5)
    panel.tabs.setCurrentIndex(RATE)
    history = iris_bridge.session.run_history
    assert panel.chart.drawn("rate")[1].tolist() == history.learning_rate.tolist()
    assert history.learning_rate[-1] < history.learning_rate[0] <= 0.4
    assert panel.log.isVisible()
    assert not panel.smooth.isVisible()
    panel.tabs.setCurrentIndex(COST)
    assert panel.chart.plot.markers == ()  # a gliding rate would cover the plot with them


def test_for_numbers_the_score_is_called_r2(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    bridge.session.replace(edits.new_network(edits.set_data(Document.empty(), numbers_data())))
    panel = ProgressPanel(bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.tabs.tabText(SCORE) == "R²"


def test_the_logarithm_is_not_offered_for_the_score(panel: ProgressPanel) -> None:
    assert panel.tabs.currentIndex() == COST
    assert panel.log.isVisible()
    panel.tabs.setCurrentIndex(SCORE)
    assert not panel.log.isVisible()


def test_smoothing_is_off_at_first_and_says_so_when_on(
    panel: ProgressPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    train(iris_bridge, qtbot, 6)
    panel.set_smoothing(5)
    panel.refresh()
    history = iris_bridge.session.run_history
    assert "mean of 5" in panel.smooth.text()
    assert panel.chart.drawn("training")[1][-1] == pytest.approx(history.cost[-5:].mean())


def test_earlier_runs_can_be_shown_behind_the_present_one(
    panel: ProgressPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    train(iris_bridge, qtbot, 2)
    iris_bridge.session.reset()
    train(iris_bridge, qtbot, 3)
    panel.refresh()
    assert [series.key for series in panel.chart.plot.series if series.subdued] == []
    panel.earlier.setChecked(True)
    assert [series.key for series in panel.chart.plot.series if series.subdued] == ["run 1"]


def test_a_hidden_panel_does_nothing_until_it_is_shown(
    panel: ProgressPanel, iris_bridge: Bridge, qtbot: QtBot
) -> None:
    train(iris_bridge, qtbot, 2)
    panel.refresh()
    before = panel.chart.plot
    panel.hide()
    train(iris_bridge, qtbot, 2)
    qtbot.wait(50)
    assert panel.chart.plot is before
    panel.show()
    assert len(panel.chart.plot.series[0].x) == len(iris_bridge.session.run_history)


def test_where_earlier_weights_came_back_a_marker_says_which() -> None:
    history = History(**{name: np.array([0.9, 0.5, 0.6, 0.5]) for name in HISTORY_COLUMNS})
    history = replace(history, epoch=np.array([0.0, 1.0, 2.0, 2.0]), learning_rate=np.full(4, 0.3))
    markers = restored_markers(history)
    assert [(marker.x, marker.words) for marker in markers] == [(2.0, "weights of epoch 1 restored")]
    assert markers[0] in cost_plot(history, 2.0).markers
    going_on = replace(history, epoch=np.array([0.0, 1.0, 2.0, 3.0]))
    assert restored_markers(going_on) == ()
