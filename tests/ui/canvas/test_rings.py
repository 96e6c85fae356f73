"""Rings around selected neurons: around each circle, around what touches in strips and pictures, quickly."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.painting.rings import paint_rings
from nndesigner.ui.theme import Theme
from tests.ui.canvas.hands import Hands, chain


class Counting(QPainter):
    """Counts what is drawn."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.ellipses = self.rects = 0

    def drawEllipse(self, *_args: object) -> None:
        self.ellipses += 1

    def drawRects(self, areas: object, *_args: object) -> None:
        self.rects += len(list(areas))  # type: ignore[call-overload]


def drawn(hands: Hands, layer: str, places: list[int]) -> tuple[int, int]:
    """Circles and rectangles that ring these neurons."""
    hands.view.fit()
    image = QImage(hands.view.size(), QImage.Format.Format_RGB32)
    painter = Counting(image)
    paint_rings(hands.view.display.brushes(painter), hands.column(layer), places)
    painter.end()
    return painter.ellipses, painter.rects


def picture(rows: int, columns: int) -> Document:
    document = edits.add_layer(Document.empty(), Role.INPUT, rows * columns)
    return edits.set_image_shape(document, document.network.layers[0].id, (rows, columns))


def test_every_circle_has_a_ring_of_its_own(hands: Hands) -> None:
    hands.session.replace(chain(5, 1))
    assert drawn(hands, "input", [0, 1, 3]) == (3, 0)


def test_neighbours_in_a_strip_share_one(hands: Hands) -> None:
    hands.session.replace(chain(200, 1))
    assert drawn(hands, "input", [0, *range(50, 90), 100, 101, 150]) == (1, 3)


def test_a_ring_ends_with_the_row_of_a_picture(hands: Hands) -> None:
    hands.session.replace(picture(8, 9))
    assert drawn(hands, "input", list(range(7, 20))) == (0, 3)


@pytest.mark.parametrize("size", [5, 200])
def test_a_selected_neuron_is_ringed_in_the_accent(hands: Hands, theme: Theme, size: int) -> None:
    hands.session.replace(chain(size, 1))
    layer = hands.layer("input")
    reach = hands.column("input").shape.radius * hands.view.stage.viewport.scale + 4
    spot = hands.screen(hands.neuron("input", 0)) - QPoint(round(reach), 0)

    def away() -> int:
        """How far the colour at the ring is from the accent."""
        seen, accent = hands.view.grab().toImage().pixelColor(spot), theme.color("accent")
        return abs(seen.red() - accent.red()) + abs(seen.green() - accent.green())

    before = away()
    hands.session.select(Selection.of_neuron(layer.id, layer.neurons[0]))
    assert away() < 80 < before


def test_ten_thousand_rings_take_no_time(hands: Hands) -> None:
    hands.session.replace(chain(784, 4000, 4000, 1000, 10))
    network = hands.network
    hands.view.fit()
    image = QImage(hands.view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    brushes = hands.view.display.brushes(painter)
    columns = hands.view.stage.geometry.columns
    start = time.process_time()
    for layer in network.layers:
        paint_rings(brushes, columns[layer.id], range(layer.size))
    took = time.process_time() - start
    painter.end()
    assert took < 0.05
