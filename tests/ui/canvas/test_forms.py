"""Layers collapsed to tiles, large ones opened, small pictures: where their neurons are, and what is hit."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document, Form
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.actions import Page
from nndesigner.ui.canvas import forming
from nndesigner.ui.canvas.geometry import Column, geometry_of
from nndesigner.ui.canvas.hits import Part, hit_test
from nndesigner.ui.canvas.painting.blocks import cells_in_sight
from nndesigner.ui.canvas.painting.neurons import Look, paint_neurons
from nndesigner.ui.canvas.shapes import LARGEST_BLOCK, LARGEST_COLUMN, Kind, shape_of
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.main_window import MainWindow
from tests.ui.canvas.hands import Hands, chain
from tests.ui.driving import activate

LARGE = st.integers(LARGEST_COLUMN + 1, 4000)
KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def formed(size: int, form: Form | None) -> Column:
    document = edits.add_layer(Document.empty(), Role.HIDDEN, size, position=(30.0, -20.0))
    layer = document.network.layers[0].id
    return geometry_of(edits.set_form(document, [layer], form)).columns[layer]


def of_layer(hands: Hands, name: str) -> Form | None:
    return hands.document.layout.forms.get(hands.layer(name).id)


@given(LARGE, st.data())
def test_each_neuron_of_an_open_layer_is_found_where_it_is_drawn(size: int, data: st.DataObject) -> None:
    column = formed(size, Form.OPEN)
    index = data.draw(st.integers(0, size - 1))
    assert column.shape.kind is Kind.BLOCK
    assert column.neuron_at(column.middle(index), slack=0.0) == index
    assert column.body.contains(column.neuron_rect(index))
    assert column.middle(index).y() == column.ys[index]


@given(LARGE)
def test_the_circles_of_an_open_layer_do_not_touch_and_stand_row_by_row(size: int) -> None:
    shape = shape_of(size, None, Form.OPEN)
    rows, columns = shape.grid or (0, 0)
    assert rows * columns >= size > (rows - 1) * columns
    assert 2 * shape.radius < shape.cell
    assert np.all(np.diff(shape.ys) >= 0)
    assert shape.ys[0] == pytest.approx(-shape.ys[-1])


def test_the_place_behind_the_last_neuron_of_an_open_layer_is_empty() -> None:
    column = formed(50, Form.OPEN)
    rows, columns = column.shape.grid or (0, 0)
    assert rows * columns > 50
    corner = column.body.bottomRight() - QPointF(column.shape.cell, column.shape.cell) / 2
    assert column.neuron_at(corner) is None


def test_small_layers_and_very_large_ones_are_never_opened() -> None:
    assert shape_of(LARGEST_COLUMN, None, Form.OPEN).kind is Kind.CIRCLES
    assert shape_of(LARGEST_BLOCK + 1, None, Form.OPEN).kind is Kind.STRIP


def test_a_tile_is_as_large_for_few_neurons_as_for_many_and_has_none_to_hit() -> None:
    few, many = formed(2, Form.COLLAPSED), formed(5000, Form.COLLAPSED)
    assert few.body == many.body
    assert many.neuron_at(many.center) is None
    assert few.body.contains(few.header)


def test_the_slices_of_a_tiles_strip_lie_side_by_side() -> None:
    column = formed(7, Form.COLLAPSED)
    assert column.strip is not None
    slices = [column.neuron_rect(place) for place in range(7)]
    assert slices[0].left() == column.strip.left()
    assert slices[-1].right() == pytest.approx(column.strip.right())
    assert all(a.right() == pytest.approx(b.left()) for a, b in pairwise(slices))


def test_at_a_tile_a_connection_is_hit_as_a_whole() -> None:
    document = chain(3, 3, 1)
    hidden = document.network.layers[1].id
    columns = geometry_of(document).columns
    between = QPointF((columns[1].out_x + columns[hidden].in_x) / 2, 0.0)
    assert hit_test(geometry_of(document), between).part is Part.WEIGHT
    collapsed = edits.set_form(document, [hidden], Form.COLLAPSED)
    assert hit_test(geometry_of(collapsed), between).part is Part.CONNECTION


@pytest.mark.parametrize("shape", [(4, 4), (1, 6), (6, 1)])
def test_a_small_layer_with_an_image_shape_is_a_picture(shape: tuple[int, int]) -> None:
    found = shape_of(shape[0] * shape[1], shape)
    assert (found.kind, found.grid) == (Kind.PICTURE, shape)
    assert found.cell <= 34
    assert found.height == pytest.approx(found.width / shape[1] * shape[0])


# -- by hand


def test_a_double_click_expands_a_tile_as_one_step(hands: Hands) -> None:
    hands.session.replace(chain(3, 60, 2))
    layer = hands.layer("hidden 1").id
    hands.session.select(Selection.of_layer(layer))
    forming.toggle_collapsed(hands.session, hands.view.stage.apply)
    assert of_layer(hands, "hidden 1") is Form.COLLAPSED
    hands.double_click(hands.column("hidden 1").center)
    assert of_layer(hands, "hidden 1") is None
    assert hands.session.undo_name == "Expand layer"
    hands.session.undo()
    hands.session.undo()
    assert hands.session.undo_name is None


def test_a_double_click_on_the_strip_shows_every_neuron(hands: Hands) -> None:
    hands.session.replace(chain(3, 60, 2))
    strip = hands.column("hidden 1").strip
    assert strip is not None
    hands.double_click(strip.center())
    assert of_layer(hands, "hidden 1") is Form.OPEN
    assert not hands.view.stage.inline.active


def test_a_strip_of_too_many_neurons_stays_one(hands: Hands) -> None:
    document = edits.add_layer(Document.empty(), Role.HIDDEN, LARGEST_BLOCK + 1)
    hands.session.replace(document)
    strip = hands.column("hidden 1").strip
    assert strip is not None
    hands.double_click(strip.center())
    assert of_layer(hands, "hidden 1") is None
    assert "10,000 neurons" in (forming.layer_open_refusal(document, hands.layer("hidden 1")) or "")


def test_a_click_on_the_strip_selects_the_neuron_whose_slice_it_is(hands: Hands) -> None:
    hands.session.replace(chain(3, 60, 2))
    column, layer = hands.column("hidden 1"), hands.layer("hidden 1")
    hands.click(column.neuron_rect(30).center())
    assert hands.session.selection == Selection.of_neuron(layer.id, layer.neurons[30])


def test_a_neuron_of_an_open_layer_is_selected_and_connected_by_hand(hands: Hands) -> None:
    document = chain(3, 60, 2)
    layer, last = document.network.layers[1], document.network.layers[2]
    document = edits.remove(document, connections=[c.id for c in document.network.outgoing(layer.id)])
    hands.session.replace(edits.set_form(document, [layer.id], Form.OPEN))
    neuron = hands.column("hidden 1").neuron_rect(33).center()
    hands.click(neuron)
    assert hands.session.selection == Selection.of_neuron(layer.id, layer.neurons[33])
    hands.drag(neuron, hands.column("output").neuron_rect(1).center())
    made = hands.network.between(layer.id, last.id)
    assert made is not None
    assert made.mask is not None
    assert np.argwhere(made.mask).tolist() == [[1, 33]]


def test_a_rubber_band_selects_neurons_of_an_open_layer(hands: Hands) -> None:
    document = chain(3, 60, 2)
    layer = document.network.layers[1]
    hands.session.replace(edits.set_form(document, [layer.id], Form.OPEN))
    column = hands.column("hidden 1")
    _, across = column.shape.grid or (0, 0)
    start = column.outline.topLeft() - QPointF(30, 4)
    end = column.middle(across + 1) + QPointF(1, 1) * column.shape.radius
    hands.drag(start, end)
    places = {0, 1, across, across + 1}
    assert hands.session.selection.neurons == {(layer.id, layer.neurons[place]) for place in places}


def test_opening_moves_aside_what_would_be_covered(hands: Hands) -> None:
    document = chain(3, 400, 2)
    ids = [layer.id for layer in document.network.layers]
    spread = {key: (place * 150.0, 0.0) for place, key in enumerate(ids)}
    hands.session.replace(edits.move_layers(document, spread))
    hands.session.select(Selection.of_layer(ids[1]))
    forming.toggle_open(hands.session, hands.view.stage.apply)
    first, middle, last = (hands.view.stage.geometry.columns[key].body for key in ids)
    assert first.right() < middle.left() < middle.right() < last.left()
    assert hands.session.undo_name == "Show every neuron"
    hands.session.undo()
    assert hands.session.undo_name is None


def test_of_several_layers_the_large_ones_are_opened_and_closed(hands: Hands) -> None:
    hands.session.replace(chain(3, 60, 50, 2))
    ids = [layer.id for layer in hands.network.layers]
    hands.session.select(Selection(layers=frozenset(ids)))
    apply = hands.view.stage.apply
    assert forming.toggle_open(hands.session, apply)
    assert dict(hands.document.layout.forms) == {ids[1]: Form.OPEN, ids[2]: Form.OPEN}
    assert forming.toggle_open(hands.session, apply)
    assert not hands.document.layout.forms
    assert hands.session.undo_name == "Show as a strip"


def test_what_cannot_be_opened_says_why(hands: Hands) -> None:
    hands.session.replace(chain(3, 60, 2))
    refusal = forming.open_refusal
    assert "more than 40 neurons" in (refusal(hands.session) or "")
    hands.session.select(Selection.of_layer(hands.layer("input").id))
    assert refusal(hands.session) == "Every neuron of input is drawn already."
    hands.session.select(Selection.of_layer(hands.layer("hidden 1").id))
    assert refusal(hands.session) is None


def test_pointing_says_which_neuron_of_a_strip_and_how_to_open_a_tile(hands: Hands) -> None:
    hands.session.replace(chain(3, 60, 2))
    place = hands.column("hidden 1").neuron_rect(30).center()
    hands.hover(place)
    said = hands.view.overlays.readout.reading
    assert said is not None
    assert said.name == "neuron 31 of hidden 1"
    hands.session.apply("x", lambda d: edits.set_form(d, [hands.layer("hidden 1").id], Form.COLLAPSED))
    place = hands.column("hidden 1").center
    assert "Double-click" in hands.view.tip_at(QPointF(hands.screen(place)))


def test_keys_collapse_and_open_what_is_selected_and_the_menu_says_why_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    activate(window, qtbot)
    session = window.session
    session.replace(chain(3, 60, 2))
    window.show_page(Page.WORKSPACE)
    first, hidden = (layer.id for layer in session.document.network.layers[:2])
    collapse, opened = (window.action_set[key] for key in ("collapse", "show-neurons"))
    session.select(Selection())
    assert not collapse.isEnabled()
    assert "Select a layer" in collapse.toolTip()
    session.select(Selection.of_layer(hidden))
    QTest.keyClick(window, Qt.Key.Key_C, KEYS)
    assert dict(session.document.layout.forms) == {hidden: Form.COLLAPSED}
    assert collapse.text().startswith("Expand layer")
    QTest.keyClick(window, Qt.Key.Key_C, KEYS)
    assert not session.document.layout.forms
    QTest.keyClick(window, Qt.Key.Key_N, KEYS)
    assert dict(session.document.layout.forms) == {hidden: Form.OPEN}
    assert opened.text().startswith("Show as a strip")
    session.select(Selection.of_layer(first))
    assert not opened.isEnabled()
    assert "drawn already" in opened.toolTip()


def test_arrow_keys_go_through_the_rows_and_columns_of_a_block(hands: Hands) -> None:
    document = chain(3, 60, 2)
    layer = document.network.layers[1]
    hands.session.replace(edits.set_form(document, [layer.id], Form.OPEN))
    _, across = hands.column("hidden 1").shape.grid or (0, 0)
    hands.session.select(Selection.of_neuron(layer.id, layer.neurons[across - 2]))
    for key, place in (
        (Qt.Key.Key_Right, across - 1),
        (Qt.Key.Key_Down, 2 * across - 1),
        (Qt.Key.Key_Left, 2 * across - 2),
        (Qt.Key.Key_Up, across - 2),
    ):
        hands.key(key)
        assert hands.session.selection == Selection.of_neuron(layer.id, layer.neurons[place])
    hands.key(Qt.Key.Key_Up)
    assert hands.session.selection == Selection.of_layer(layer.id)
    hands.session.select(Selection.of_neuron(layer.id, layer.neurons[across - 1]))
    hands.key(Qt.Key.Key_Right)
    assert {ref[0] for ref in hands.session.selection.neurons} == {hands.layer("output").id}


# -- painting


@pytest.mark.parametrize(("scale", "aside"), [(0.4, 0.0), (2.0, 0.7)])
def test_the_circles_of_an_open_layer_have_the_colours_of_their_numbers(
    hands: Hands, scale: float, aside: float
) -> None:
    column, values = formed(400, Form.OPEN), np.linspace(-1.0, 1.0, 400)
    view = Viewport(scale, QPointF(300, 200) - column.middle(200) * scale)
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    brushes = hands.view.display.brushes(painter, view)
    paint_neurons(brushes, column, Look(values, 1.0))
    painter.end()
    for place in (190, 200, 210):
        # Where there is room, the number stands in the middle.
        point = column.middle(place) + QPointF(0, aside * column.shape.radius)
        found = image.pixelColor(view.to_screen(point).toPoint())
        expected = brushes.colors.fill(float(values[place]), 1.0)
        parts = np.array([(color.red(), color.green(), color.blue()) for color in (found, expected)])
        assert np.ptp(parts, axis=0).max() < 12


def test_only_the_cells_in_sight_of_a_block_are_painted(hands: Hands) -> None:
    column = formed(1000, Form.OPEN)
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view = Viewport(2.0, QPointF(100, 50) - column.middle(500) * 2.0)
    cells = cells_in_sight(hands.view.display.brushes(painter, view), column)
    painter.end()
    places = cells.places(column)
    assert 500 in places
    assert len(places) < 60
    assert 0 not in places
