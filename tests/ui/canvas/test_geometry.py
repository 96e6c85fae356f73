"""Where things stand and what is at a point: pure functions of the document."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.ui.canvas.curves import descent, heights
from nndesigner.ui.canvas.geometry import Geometry, geometry_of
from nndesigner.ui.canvas.hits import Hit, Part, hit_test, layer_at, links_at
from nndesigner.ui.canvas.lettering import LINE, header_area, is_far, name_area, text_scale
from nndesigner.ui.canvas.links import Link, links_of
from nndesigner.ui.canvas.shapes import LARGEST_COLUMN, Kind, shape_of
from nndesigner.ui.canvas.viewport import Viewport, fitted
from tests.ui.canvas.hands import chain

SIZES = st.integers(1, 1000)
SMALL = st.integers(1, LARGEST_COLUMN)
COORDINATES = st.floats(-2000, 2000)


@given(SIZES)
def test_neurons_stand_below_each_other_and_centred(size: int) -> None:
    shape = shape_of(size)
    assert shape.size == size
    assert np.all(np.diff(shape.ys) > 0)
    assert shape.ys[0] + shape.ys[-1] == pytest.approx(0, abs=1e-9)
    assert shape.height == pytest.approx(shape.ys[-1] - shape.ys[0] + 2 * shape.radius)


@given(SIZES)
def test_circles_never_overlap_and_a_column_stays_on_the_screen(size: int) -> None:
    shape = shape_of(size)
    circles = shape.ys[list(shape.circles)]
    assert np.all(np.diff(circles) >= 2 * shape.radius - 1e-9)
    assert shape.height <= 580


@given(st.integers(7, 40), st.integers(7, 40))
def test_a_large_image_layer_is_a_picture(rows: int, columns: int) -> None:
    shape = shape_of(rows * columns, (rows, columns))
    assert shape.kind is Kind.PICTURE
    assert shape.width / columns == pytest.approx(shape.height / rows)


@given(st.integers(LARGEST_COLUMN + 1, 2000))
def test_a_large_layer_shows_its_first_and_last_neurons_beside_a_strip(size: int) -> None:
    shape = shape_of(size)
    assert shape.kind is Kind.STRIP
    assert shape.circles[0] == 0
    assert shape.circles[-1] == size - 1
    assert shape.strip is not None
    hidden = np.delete(shape.ys, shape.circles)
    assert shape.strip[0] < hidden.min()
    assert hidden.max() < shape.strip[1]


def picture(rows: int, columns: int) -> Document:
    document = edits.add_layer(Document.empty(), Role.INPUT, rows * columns, position=(-70.0, 20.0))
    return edits.set_image_shape(document, document.network.layers[0].id, (rows, columns))


@given(st.integers(7, 28), st.integers(7, 28), st.data())
def test_each_pixel_is_found_where_it_is_drawn(rows: int, columns: int, data: st.DataObject) -> None:
    geometry = geometry_of(picture(rows, columns))
    column = next(iter(geometry.columns.values()))
    index = data.draw(st.integers(0, rows * columns - 1))
    assert column.neuron_at(column.neuron_rect(index).center()) == index


@given(SIZES, COORDINATES, COORDINATES, st.data())
def test_each_neuron_is_found_where_it_is_drawn(size: int, x: float, y: float, data: st.DataObject) -> None:
    document = edits.add_layer(Document.empty(), Role.HIDDEN, size, position=(x, y))
    layer = document.network.layers[0]
    geometry = geometry_of(document)
    index = data.draw(st.integers(0, size - 1))
    hit = hit_test(geometry, geometry.columns[layer.id].neuron_rect(index).center())
    assert (hit.part, hit.layer, hit.neuron) == (Part.NEURON, layer.id, layer.neurons[index])


@given(SMALL, st.data())
def test_a_neuron_dropped_between_two_goes_between_them(size: int, data: st.DataObject) -> None:
    document = edits.add_layer(Document.empty(), Role.HIDDEN, size)
    column = next(iter(geometry_of(document).columns.values()))
    place = data.draw(st.integers(0, size))
    edges = np.concatenate([[column.ys[0] - 50], column.ys, [column.ys[-1] + 50]])
    assert column.gap_at(float(edges[place] + edges[place + 1]) / 2) == place


# -- lines


@given(st.floats(0, 1))
def test_a_curve_falls_steadily_and_symmetrically(across: float) -> None:
    down = float(descent(across))
    assert 0 <= down <= 1
    assert float(descent(1 - across)) == pytest.approx(1 - down, abs=1e-6)


def link_between(sources: int, targets: int) -> Link:
    return links_of(geometry_of(chain(sources, targets)))[0]


@given(st.integers(1, 20), st.integers(1, 20), st.data())
def test_a_weight_is_found_on_its_curve(sources: int, targets: int, data: st.DataObject) -> None:
    link = link_between(sources, targets)
    row = data.draw(st.integers(0, targets - 1))
    column = data.draw(st.integers(0, sources - 1))
    across = data.draw(st.floats(0.02, 0.98))
    y = heights(link.source.ys[column : column + 1], link.target.ys[row : row + 1], across)
    point = QPointF(link.start + across * link.width, float(y[0]))
    found = link.weight_at(point, 2.0)
    assert found is not None
    there = heights(link.source.ys[[found[1]]], link.target.ys[[found[0]]], across)
    assert float(there[0]) == pytest.approx(float(y[0]), abs=1e-6)
    assert link.covers(point, 0.001)


def test_a_removed_weight_is_not_found() -> None:
    document = chain(2, 2)
    source, target = document.network.layers
    connection = document.network.connections[0].id
    document = edits.remove_weights(document, connection, [(target.neurons[0], source.neurons[0])])
    link = links_of(geometry_of(document))[0]
    point = QPointF(160, float(link.source.ys[0]))
    assert link.weight_at(point, 3.0) is None


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0, 1))
def test_all_curves_run_within_the_bundle(sources: int, targets: int, across: float) -> None:
    link = link_between(sources, targets)
    top, bottom = link.fan.span(across)
    every = heights(link.source.ys[np.newaxis, :], link.target.ys[:, np.newaxis], across)
    assert every.min() >= top - 1e-6
    assert every.max() <= bottom + 1e-6


def test_the_shorter_of_two_connections_lies_on_top() -> None:
    document = chain(3, 3, 3)
    first, middle, last = (layer.id for layer in document.network.layers)
    document = edits.connect(document, first, last)
    geometry = geometry_of(edits.move_layers(document, {middle: (320.0, 200.0)}))
    found = [link.connection.target for link in links_at(geometry, QPointF(120, 20), 0)]
    assert found == [middle, last]


def test_a_target_left_of_its_source_is_still_connected_by_curves() -> None:
    document = chain(2, 2)
    target = document.network.layers[1].id
    geometry = geometry_of(edits.move_layers(document, {target: (-320.0, 0.0)}))
    link = links_of(geometry)[0]
    assert link.width < 0
    assert link.weight_at(QPointF(-160, float(link.source.ys[0])), 3.0) == (0, 0)


# -- layers


def test_a_layer_is_found_on_its_header_and_beside_its_neurons() -> None:
    geometry = geometry_of(chain(2, 3, 1))
    column = list(geometry.columns.values())[1]
    assert hit_test(geometry, column.header.center()).part is Part.HEADER
    assert hit_test(geometry, column.outline.topLeft() + QPointF(3, 3)).part is Part.BODY
    assert layer_at(geometry, column.outline.topLeft() - QPointF(8, 8), 10) == column.layer.id


def test_controls_are_found_only_where_they_are_shown() -> None:
    geometry = geometry_of(chain(2, 3, 1))
    column = list(geometry.columns.values())[1]
    more = column.control.center() + QPointF(column.control.width() * 0.4, 0)
    assert hit_test(geometry, more).part is Part.NOTHING
    assert hit_test(geometry, more, controls={column.layer.id}).part is Part.MORE


def test_between_a_layer_and_its_controls_the_layer_is_still_pointed_at() -> None:
    geometry = geometry_of(chain(2, 3, 1))
    column = list(geometry.columns.values())[1]
    between = QPointF(column.center.x(), (column.outline.bottom() + column.control.top()) / 2)
    assert hit_test(geometry, between, controls={column.layer.id}).layer == column.layer.id


def test_an_empty_network_has_nothing_anywhere() -> None:
    geometry = geometry_of(Document.empty())
    assert isinstance(geometry, Geometry)
    assert geometry.bounds.isEmpty()
    assert hit_test(geometry, QPointF(0, 0)).part is Part.NOTHING


# -- the view


@given(st.floats(0.1, 4), COORDINATES, COORDINATES, COORDINATES, COORDINATES)
def test_screen_and_canvas_are_each_others_inverse(
    scale: float, dx: float, dy: float, x: float, y: float
) -> None:
    view = Viewport(scale, QPointF(dx, dy))
    back = view.to_canvas(view.to_screen(QPointF(x, y)))
    assert (back.x(), back.y()) == pytest.approx((x, y), abs=1e-6)


@given(st.floats(0.1, 10), st.floats(0.1, 10), COORDINATES, COORDINATES)
def test_zooming_keeps_the_point_under_the_pointer(first: float, second: float, x: float, y: float) -> None:
    view = Viewport(1.0, QPointF(30, -20)).zoomed(first, QPointF(x, y))
    before = view.to_canvas(QPointF(x, y))
    after = view.zoomed(second, QPointF(x, y)).to_canvas(QPointF(x, y))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=1e-6)


@given(COORDINATES, COORDINATES, st.floats(10, 5000), st.floats(10, 3000))
def test_fitting_shows_everything(x: float, y: float, width: float, height: float) -> None:
    bounds, screen = QRectF(QPointF(x, y), QSizeF(width, height)), QRectF(0, 0, 900, 600)
    assert fitted(bounds, screen).shows(bounds.adjusted(1, 1, -1, -1), screen)


def test_a_neuron_under_the_names_of_another_layer_is_hit_before_them() -> None:
    document = edits.rename_neuron(chain(2, 1), 1, 2, "petal length")
    geometry = geometry_of(edits.move_layers(document, {4: (-60.0, 0.0)}))
    output = geometry.columns[4]
    assert hit_test(geometry, output.neuron_rect(0).center()) == Hit(Part.NEURON, 4, 5)


@pytest.mark.parametrize("scale", [0.2, 0.29, 0.4, 0.55, 0.72, 0.85, 1.0])
def test_a_layer_is_taken_hold_of_by_its_words_at_every_zoom(scale: float) -> None:
    geometry = geometry_of(chain(3, 5, 2))
    for key, column in geometry.columns.items():
        area = header_area(column, scale)
        lines = 1 if is_far(scale) else 2
        assert area.height() * scale == pytest.approx(lines * LINE * text_scale(scale))
        for share in (0.25, 0.75):
            point = QPointF(area.center().x(), area.top() + share * area.height())
            assert hit_test(geometry, point, scale) == Hit(Part.HEADER, key)


@pytest.mark.parametrize("scale", [0.4, 0.55, 0.72, 0.85, 1.0])
def test_an_input_is_taken_hold_of_by_its_name_at_every_zoom(scale: float) -> None:
    geometry = geometry_of(chain(3, 5, 2))
    first = next(iter(geometry.columns.values()))
    names = {first.layer.id: ("sepal length", "", "petal length")}
    written = {}
    for place in (0, 1):
        area = name_area(first, place, scale)
        point = QPointF(area.right() - 40 * text_scale(scale) / scale, area.center().y())
        written[place] = hit_test(geometry, point, scale, names=names)
    assert written[0] == Hit(Part.NEURON, first.layer.id, first.layer.neurons[0])
    assert written[1].part is Part.NOTHING
