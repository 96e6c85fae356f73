"""The first page: ways to begin, with mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.ui.example_card import ExampleCard
from nndesigner.ui.examples import EXAMPLES, example_document
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.network_sketch import NetworkSketch, stack_document
from nndesigner.ui.start_page import StartPage
from nndesigner.ui.theme import LIGHT, Theme


@pytest.fixture
def page(window: MainWindow) -> StartPage:
    return window.start_page


def child(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def test_a_card_begins_its_example(page: StartPage, qtbot: QtBot) -> None:
    for key in EXAMPLES:
        card = page.findChild(ExampleCard, f"example:{key}")
        assert isinstance(card, ExampleCard)
        page.exampleRequested.disconnect()
        with qtbot.waitSignal(page.exampleRequested) as caught:
            QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        assert caught.args == [key]
        with qtbot.waitSignal(page.exampleRequested) as caught:
            QTest.keyClick(card, Qt.Key.Key_Space)
        assert caught.args == [key]
        page.exampleRequested.connect(lambda _: None)


def test_recent_projects_are_listed_and_opened(page: StartPage, window: MainWindow, qtbot: QtBot) -> None:
    path = Path.home() / "somewhere" / "mine.nnd"
    window.files.recent.add(path)
    page.projectRequested.disconnect()
    with qtbot.waitSignal(page.projectRequested) as caught:
        QTest.mouseClick(child(page, "recent:mine.nnd"), Qt.MouseButton.LeftButton)
    assert caught.args == [path]
    window.files.recent.clear()
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "recent:mine.nnd") is None)


def test_everything_on_the_page_can_be_reached_with_the_keyboard(page: StartPage) -> None:
    for button in page.findChildren(QPushButton):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for card in page.findChildren(ExampleCard):
        assert card.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert card.accessibleName()


@pytest.mark.parametrize("key", sorted(EXAMPLES))
def test_a_card_shows_the_first_weights_of_its_example(key: str) -> None:
    example = EXAMPLES[key]
    sizes = [int(size) for size in example.shape.split("-")]
    real = example_document(key)
    drawn = stack_document(sizes[0], example.hidden, sizes[-1])
    assert [layer.size for layer in real.network.layers] == sizes
    for shown, actual in zip(drawn.network.connections, real.network.connections, strict=True):
        np.testing.assert_array_equal(drawn.parameters.weights[shown.id], real.parameters.weights[actual.id])


def test_a_sketch_draws_within_its_area(theme: Theme) -> None:
    image = QImage(QSize(200, 120), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    area = QRectF(40, 20, 120, 80)
    NetworkSketch(stack_document(3, EXAMPLES["iris"].hidden, 2)).draw(painter, area, LIGHT)
    painter.end()
    outside = image.copy(0, 0, 39, 120)
    assert not any(outside.pixelColor(x, y).alpha() for x in range(39) for y in range(120))
    inside = image.copy(area.toRect())
    assert any(inside.pixelColor(x, 40).alpha() for x in range(120))
