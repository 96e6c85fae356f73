"""Where nothing of the network is in sight, the canvas says so and leads back."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from nndesigner.ui.canvas.viewport import Viewport
from tests.ui.canvas.hands import LEFT, Hands, chain


def look_at(hands: Hands, point: QPointF, scale: float) -> None:
    stage = hands.view.stage
    stage.viewport = Viewport(scale, stage.screen.center() - point * scale)


def test_between_two_lines_seen_from_near_there_is_nothing(hands: Hands) -> None:
    hands.session.replace(chain(2, 2))
    nothing = hands.view.overlays.nothing
    assert nothing.isHidden()
    beside = QPointF(100.0, 0.0)
    look_at(hands, beside, 64.0)
    assert not nothing.isHidden()
    look_at(hands, beside, 1.0)
    assert nothing.isHidden()


def test_a_line_in_sight_is_something(hands: Hands) -> None:
    hands.session.replace(chain(1, 1))
    look_at(hands, QPointF(160.0, 0.0), 64.0)
    assert hands.view.overlays.nothing.isHidden()
    hands.view.looking.aids.toggle_lines()
    assert not hands.view.overlays.nothing.isHidden()


def test_its_button_shows_the_whole_network(hands: Hands) -> None:
    hands.session.replace(chain(2, 2))
    look_at(hands, QPointF(5000.0, 5000.0), 1.0)
    nothing = hands.view.overlays.nothing
    assert not nothing.isHidden()
    button = nothing.findChild(QPushButton)
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert nothing.isHidden()
    assert hands.view.stage.viewport.shows(hands.view.display.bounds(), hands.view.stage.screen)
