"""The edges of a layer's outline change its number of neurons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt

from nndesigner.document import edits
from nndesigner.document.model import Form
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.hits import Part, hit_test
from tests.ui.canvas.hands import Hands, chain


def edge(hands: Hands, part: Part, name: str = "hidden 1") -> QPointF:
    area = hands.column(name).outline
    return QPointF(area.center().x() + 4, area.bottom() if part is Part.BOTTOM else area.top())


def begin(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))


@pytest.mark.parametrize(("part", "way"), [(Part.BOTTOM, 1), (Part.TOP, -1)])
def test_an_edge_dragged_outwards_adds_neurons_at_its_own_end(hands: Hands, part: Part, way: int) -> None:
    begin(hands)
    before = hands.layer("hidden 1").neurons
    start = edge(hands, part)
    hands.drag(start, start + QPointF(0, 61 * way))
    after = hands.layer("hidden 1").neurons
    assert len(after) == 5
    assert after[:3] == before if part is Part.BOTTOM else after[-3:] == before
    assert hands.session.undo_name == "Resize hidden 1 to 5"
    hands.session.undo()
    assert hands.layer("hidden 1").neurons == before
    assert hands.session.undo_name is None


@pytest.mark.parametrize(("part", "way"), [(Part.BOTTOM, -1), (Part.TOP, 1)])
def test_an_edge_dragged_inwards_removes_neurons_at_its_own_end(hands: Hands, part: Part, way: int) -> None:
    begin(hands)
    before = hands.layer("hidden 1").neurons
    start = edge(hands, part)
    hands.drag(start, start + QPointF(0, 31 * way))
    kept = before[:2] if part is Part.BOTTOM else before[1:]
    assert hands.layer("hidden 1").neurons == kept


def test_the_edge_follows_the_pointer(hands: Hands) -> None:
    begin(hands)
    start = edge(hands, Part.BOTTOM)
    hands.drag(start, start + QPointF(0, 60))
    assert hands.column("hidden 1").outline.bottom() == pytest.approx(start.y() + 60)


def test_while_dragging_the_number_is_said_and_nothing_is_edited(hands: Hands) -> None:
    begin(hands)
    before, start = hands.document, edge(hands, Part.BOTTOM)
    hands.press(start)
    hands.move(start + QPointF(0, 20), start + QPointF(0, 31))
    assert hands.view.saying is not None
    assert hands.view.saying.words == "4 neurons"
    assert hands.view.display.previewing
    assert hands.view.cursor().shape() is Qt.CursorShape.SizeVerCursor
    assert hands.document is before
    hands.key(Qt.Key.Key_Escape)
    hands.release(start)
    assert hands.document is before
    assert not hands.view.display.previewing


@pytest.mark.parametrize("part", [Part.TOP, Part.BOTTOM])
def test_the_pointer_says_what_an_edge_does_before_it_is_pressed(hands: Hands, part: Part) -> None:
    begin(hands)
    hands.hover(edge(hands, part))
    assert hands.view.cursor().shape() is Qt.CursorShape.SizeVerCursor
    assert "neurons" in hands.view.tip_at(QPointF(hands.screen(edge(hands, part))))


def test_a_click_on_an_edge_selects_the_layer(hands: Hands) -> None:
    begin(hands)
    hands.click(edge(hands, Part.BOTTOM))
    assert hands.session.selection == Selection.of_layer(hands.layer("hidden 1").id)


def test_beside_the_edges_a_layer_is_moved_as_before(hands: Hands) -> None:
    begin(hands)
    start = hands.column("hidden 1").outline.bottomRight() - QPointF(4, 30)
    assert hit_test(hands.view.stage.geometry, start).part is Part.BODY
    hands.drag(start, start + QPointF(0, 60))
    assert hands.layer("hidden 1").size == 3
    assert hands.column("hidden 1").center.y() == pytest.approx(60, abs=1)


def test_a_tile_has_no_edge_to_drag(hands: Hands) -> None:
    document = chain(2, 3, 1)
    hands.session.replace(edits.set_form(document, [document.network.layers[1].id], Form.COLLAPSED))
    hit = hit_test(hands.view.stage.geometry, edge(hands, Part.BOTTOM))
    assert hit.part is Part.BODY


def test_far_away_the_neurons_are_still_hit_between_the_edges(hands: Hands) -> None:
    begin(hands)
    geometry, column = hands.view.stage.geometry, hands.column("hidden 1")
    for index in range(3):
        assert hit_test(geometry, column.middle(index), 0.1).part is Part.NEURON
