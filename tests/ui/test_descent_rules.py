"""The cost and the update rule as the inspector writes them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.costs import COSTS
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import number
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.descent_rules import cost_lines, gradient_words, update_lines
from nndesigner.ui.panels.inspector.panel import InspectorPanel
from nndesigner.ui.theme import Theme


def unbroken(lines: list[str]) -> list[str]:
    return [line.replace("\u00a0", " ") for line in lines]


def test_without_regulariser_the_cost_is_the_datas() -> None:
    assert cost_lines(TrainingSettings()) == [COSTS["cross_entropy"].equation]


def test_both_regularisers_are_added_to_the_datas_cost() -> None:
    lines = unbroken(cost_lines(TrainingSettings(cost="mse", ridge=0.1, l1=0.02)))
    assert lines == ["C₀ = 1/2m Σₓ ‖y − a‖²", "C = C₀ + (λ/2m) Σ w² + (λ₁/m) Σ |w|", "λ = 0.1, λ₁ = 0.02"]


def test_the_ridge_of_adamw_is_in_its_step_and_not_in_the_cost() -> None:
    settings = TrainingSettings(optimizer="adamw", ridge=0.1)
    assert len(cost_lines(settings)) == 1
    assert gradient_words(settings) == "∂C/∂w"
    assert unbroken(update_lines(settings, 0.5))[-1].endswith("λ = 0.1")


def test_the_gradient_is_clipped_before_the_regulariser_comes_in() -> None:
    settings = TrainingSettings(ridge=0.1, l1=0.02, clip_norm=1.0)
    assert unbroken([gradient_words(settings)]) == ["∂C₀/∂w (length at most 1) + (λ/m) w + (λ₁/m) sgn w"]


def test_the_rule_has_the_numbers_in_force() -> None:
    settings = TrainingSettings(optimizer="momentum", momentum=0.8, learning_rate=0.1, dropout=0.25)
    assert unbroken(update_lines(settings, 0.05)) == [
        "v ← μ v + g",
        "w ← w − η v",
        "g = ∂C/∂w",
        "η = 0.0500 now, μ = 0.8",
        "25 % of the hidden neurons are silent in a step",
    ]


@pytest.mark.parametrize("optimizer", list(OPTIMISERS))
def test_nothing_overflows_in_the_narrow_panel(
    iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot, optimizer: str
) -> None:
    iris_bridge.session.apply(
        "Settings",
        lambda document: edits.set_training(
            document, optimizer=optimizer, ridge=0.1, l1=0.02, clip_norm=1.5, clip_value=0.25, dropout=0.1
        ),
    )
    panel = InspectorPanel(iris_bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.resize(280, 900)
    panel.show()
    for name in ("network:equation", "network:rule"):
        label = panel.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        assert label.height() >= label.heightForWidth(label.width())
        assert label.mapTo(panel, label.rect().topRight()).x() < panel.width()


def test_the_rate_is_the_one_the_schedule_last_made(
    iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    session = iris_bridge.session
    session.apply(
        "Settings",
        lambda document: edits.set_training(
            document, epochs=2, learning_rate=0.4, schedule="exponential", schedule_factor=0.5
        ),
    )
    session.train()
    qtbot.waitUntil(lambda: session.training.state is State.IDLE, timeout=20_000)
    panel = InspectorPanel(iris_bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.show()
    label = panel.findChild(QLabel, "network:rule")
    last = session.run_history.last()
    assert isinstance(label, QLabel)
    assert last is not None
    assert last.learning_rate < 0.4
    assert f"η = {number(last.learning_rate)} now" in label.text().replace("\u00a0", " ")


def test_the_equations_take_only_the_room_they_need(
    iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
) -> None:
    session = iris_bridge.session
    panel = InspectorPanel(iris_bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.resize(280, 900)
    panel.show()

    def heights() -> list[int]:
        for _ in range(5):  # a size passes one layout outwards per round
            QApplication.processEvents()
        cards = [panel.findChild(QLabel, f"network:{name}") for name in ("equation", "rule")]
        return [card.height() for card in cards if isinstance(card, QLabel)]

    usual = heights()
    session.apply("Settings", lambda d: edits.set_training(d, epochs=1, ridge=0.1, dropout=0.1))
    regularised = heights()
    assert regularised[0] > usual[0]
    assert regularised[1] > usual[1]
    session.train()
    qtbot.waitUntil(lambda: session.training.state is State.IDLE, timeout=20_000)
    assert heights()[0] > regularised[0]
    session.reset()
    assert heights() == regularised
    session.apply("Settings", lambda d: edits.set_training(d, ridge=0.0, dropout=0.0))
    assert heights() == usual
