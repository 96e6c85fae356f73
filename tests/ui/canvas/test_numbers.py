"""Numbers on the lines: on their own line, in sight, and never over one another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from nndesigner.session.session import Session
from nndesigner.ui.canvas.curves import heights
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.geometry import geometry_of
from nndesigner.ui.canvas.links import Link, links_of
from nndesigner.ui.canvas.painting.details import detail_of, reading_place
from nndesigner.ui.canvas.painting.numbers import Label, Lines, labels, measured
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import number
from nndesigner.ui.theme import Theme
from tests.ui.canvas.hands import chain

SCREEN = QRectF(0, 0, 1000, 700)


def link_of(sources: int, targets: int) -> Link:
    return links_of(geometry_of(chain(sources, targets)))[0]


def lines_of(link: Link) -> Lines:
    """All lines of a link; their numbers say which they are."""
    rows, columns = np.divmod(np.arange(link.fan.count), len(link.source.ys))
    numbers = np.arange(link.fan.count) + 1.0
    return Lines(link.fan, link.source.ys[columns], link.target.ys[rows], numbers, link, rows, columns)


def over(link: Link, scale: float) -> Viewport:
    """The link in the middle of the screen."""
    return Viewport(scale, SCREEN.center() - link.bounds.center() * scale)


def placed(link: Link, scale: float, blocked: tuple[QRectF, ...] = ()) -> list[Label]:
    return labels([lines_of(link)], over(link, scale), SCREEN, measured, blocked)


@given(st.integers(1, 6), st.integers(1, 6), st.floats(1.0, 4.0))
def test_numbers_do_not_overlap_and_stand_on_their_line(sources: int, targets: int, scale: float) -> None:
    link = link_of(sources, targets)
    view, found = over(link, scale), placed(link, scale)
    for place, label in enumerate(found):
        assert SCREEN.contains(label.area)
        assert not any(label.area.intersects(other.area) for other in found[place + 1 :])
        row, column = divmod(round(label.value) - 1, sources)
        middle = view.to_canvas(label.area.center())
        across = (middle.x() - link.start) / link.width
        there = heights(link.source.ys[[column]], link.target.ys[[row]], across)
        assert float(there[0]) == pytest.approx(middle.y(), abs=1e-6)
    assert len({label.value for label in found}) == len(found)


def test_each_of_a_few_lines_has_its_number() -> None:
    assert len(placed(link_of(2, 2), 1.25)) == 4
    assert len(placed(link_of(2, 1), 1.0)) == 2


def test_the_lines_of_a_crowd_have_none() -> None:
    assert not placed(link_of(30, 10), 1.0)


def test_nothing_that_is_blocked_is_covered() -> None:
    link = link_of(2, 2)
    free = placed(link, 1.25)
    blocked = QRectF(0, 0, 500, 700)
    found = placed(link, 1.25, (blocked,))
    assert any(label.area.intersects(blocked) for label in free)
    assert found
    assert not any(label.area.intersects(blocked) for label in found)


def test_a_line_without_a_number_has_none_written() -> None:
    link = link_of(2, 2)
    lines = lines_of(link)
    lines.values[1] = np.nan
    found = labels([lines], over(link, 1.25), SCREEN, measured, [])
    assert len(found) == 3
    assert all(np.isfinite(label.value) for label in found)


def weight_of(session: Session) -> float:
    """Of a network with just one."""
    (weights,) = session.document.parameters.weights.values()
    return float(np.asarray(weights)[0, 0])


def test_every_number_has_room_for_all_that_it_says() -> None:
    link = link_of(3, 3)
    lines = lines_of(link)
    lines.values[:] = -3.61e-12 * np.arange(1, 10)
    found = labels([lines], over(link, 1.5), SCREEN, measured, [])
    metrics = QFontMetricsF(font(SMALL + 1))
    assert found
    for label in found:
        assert label.area.width() >= metrics.horizontalAdvance(number(label.value))
        assert SCREEN.contains(label.area)


def test_a_number_belongs_to_its_weight() -> None:
    link = link_of(2, 3)
    for label in placed(link, 1.5):
        row, column = divmod(round(label.value) - 1, 2)
        ends = link.target.layer.neurons[row], link.source.layer.neurons[column]
        assert label.weight == (link.connection.id, *ends)


def test_numbers_are_painted_only_where_they_can_be_read(session: Session, theme: Theme) -> None:
    session.replace(chain(1, 1))
    display = Display(session, theme)
    text = theme.color("minus_text" if weight_of(session) < 0 else "plus_text").rgb()

    def inked(scale: float) -> bool:
        (link,) = display.scene.links
        display.viewport = Viewport(scale, QPointF(300, 200) - link.bounds.center() * scale)
        image = QImage(600, 400, QImage.Format.Format_RGB32)
        image.fill(theme.color("sunken"))
        painter = QPainter(image)
        display.paint(painter, image.size(), 1.0)
        painter.end()
        half = int(link.bounds.width() * scale / 2) - 30
        inside = range(300 - half, 300 + half)
        return any(image.pixel(x, y) == text for x in inside for y in range(190, 211))

    assert inked(1.5)
    assert not inked(0.9)


def test_a_large_circle_says_which_neuron_it_is_and_its_bias() -> None:
    biases = np.array([0.5, -0.25])
    assert detail_of(1, ["", "edge"], biases) == ("edge", -0.25)
    assert detail_of(0, ["", "edge"], biases) == ("neuron 1", 0.5)
    assert detail_of(0, None, None) == ("neuron 1", None)


def test_words_in_a_circle_stay_in_sight_and_inside_it() -> None:
    sight = QRectF(0, 0, 800, 600)
    assert reading_place(QPointF(-5, 300), 20.0, sight) == (QPointF(-5, 300), 20.0)
    place, room = reading_place(QPointF(-500, 300), 700.0, sight)
    assert sight.contains(place)
    assert place.x() + 500 + room <= 2 * 700
    far, _ = reading_place(QPointF(-5000, 300), 700.0, sight)
    assert far.x() + 5000 <= 700


def test_a_circle_is_called_what_stands_beside_it(iris_session: Session, theme: Theme) -> None:
    scene = Display(iris_session, theme).scene
    output = iris_session.document.network.layers[-1]
    names = scene.looks[output.id].names
    assert names is not None
    assert detail_of(0, names, None)[0] == "setosa"
