"""Connecting without a mouse: 1 marks the source, 2 connects it with what is selected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.gestures.gesture import Saying
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme
from tests.ui.canvas.entries import entry
from tests.ui.canvas.hands import Hands, chain

ONE, TWO = Qt.Key.Key_1, Qt.Key.Key_2


@pytest.fixture
def said(notices: Notices) -> list[str]:
    """What was refused."""
    words: list[str] = []
    notices.message.connect(lambda what, _: words.append(what))
    return words


def apart(*sizes: int) -> Document:
    """Layers beside each other that nothing connects: input, hidden ones, output."""
    document = Document.empty()
    for place, size in enumerate(sizes):
        role = Role.INPUT if place == 0 else Role.OUTPUT if place == len(sizes) - 1 else Role.HIDDEN
        document = edits.add_layer(document, role, size, position=(place * 320.0, 0.0))
    gone = [connection.id for connection in document.network.connections]
    return edits.remove(document, connections=gone)


def layer(hands: Hands, place: int) -> Selection:
    return Selection.of_layer(hands.network.layers[place].id)


def neurons(hands: Hands, place: int, *which: int) -> Selection:
    found = hands.network.layers[place]
    return Selection(neurons=frozenset((found.id, found.neurons[one]) for one in which))


def link(hands: Hands, source: Selection, target: Selection) -> None:
    """Select, 1, select, 2."""
    hands.session.select(source)
    hands.key(ONE)
    hands.session.select(target)
    hands.key(TWO)


def weights(hands: Hands) -> int:
    return sum(hands.network.weight_count(connection) for connection in hands.network.connections)


def test_a_layer_is_connected_with_a_layer_in_one_step(hands: Hands) -> None:
    hands.session.replace(apart(3, 4, 2))
    before = hands.document
    link(hands, layer(hands, 0), layer(hands, 1))
    assert hands.links() == {("input", "hidden 1")}
    assert hands.session.undo_name == "Connect input → hidden 1"
    hands.session.undo()
    assert hands.document is before


@pytest.mark.parametrize(
    ("source", "target", "count", "name"),
    [
        ((0,), (1,), 1, "Connect neuron 1 → neuron 2"),
        ((0, 2), (1,), 2, "Connect neurons of input → hidden 1"),
        ((0, 2), (0, 1, 3), 6, "Connect neurons of input → hidden 1"),
        ((1,), None, 4, "Connect neuron 2 → all of hidden 1"),
        (None, (1,), 3, "Connect neurons of input → hidden 1"),
    ],
)
def test_neurons_are_connected_with_neurons_and_whole_layers(
    hands: Hands, source: tuple[int, ...] | None, target: tuple[int, ...] | None, count: int, name: str
) -> None:
    hands.session.replace(apart(3, 4, 2))
    ends = [
        layer(hands, place) if which is None else neurons(hands, place, *which)
        for place, which in ((0, source), (1, target))
    ]
    link(hands, *ends)
    assert weights(hands) == count
    assert hands.session.undo_name == name


def test_several_layers_are_connected_as_far_as_possible(hands: Hands) -> None:
    hands.session.replace(apart(3, 4, 5, 2))
    ids = [found.id for found in hands.network.layers]
    link(hands, Selection(layers=frozenset(ids[:3])), layer(hands, 3))
    assert hands.links() == {("input", "output"), ("hidden 1", "output"), ("hidden 2", "output")}
    hands.session.undo()
    assert hands.links() == set()


def test_both_ways_at_once_never_make_a_cycle(hands: Hands) -> None:
    hands.session.replace(apart(3, 4, 5, 2))
    both = Selection(layers=frozenset(found.id for found in hands.network.layers[1:3]))
    hands.session.select(both)
    hands.key(ONE)
    hands.session.select(Selection(layers=both.layers | {hands.network.layers[3].id}))
    hands.key(TWO)
    assert hands.links() == {("hidden 1", "hidden 2"), ("hidden 1", "output"), ("hidden 2", "output")}


def test_what_is_impossible_is_refused_in_the_words_of_dragging(hands: Hands, said: list[str]) -> None:
    hands.session.replace(chain(3, 4, 5, 6, 2))
    before = hands.document
    link(hands, layer(hands, 3), layer(hands, 1))
    joint = hands.view.looking.linking.joint
    assert joint is not None
    assert said == []  # the chip on the canvas says it already
    by_keys = joint.words
    assert hands.document is before
    hands.click(hands.header("hidden 3"))
    hands.press(hands.column("hidden 3").handle)
    hands.move(hands.neuron("hidden 2", 2), hands.neuron("hidden 1", 1))
    assert hands.view.saying == Saying(by_keys, refused=True)
    hands.key(Qt.Key.Key_Escape)
    hands.release(hands.neuron("hidden 1", 1))


def test_the_way_of_a_cycle_is_marked_while_the_target_is_selected(hands: Hands) -> None:
    hands.session.replace(chain(3, 4, 5, 6, 2))
    ids = [found.id for found in hands.network.layers]
    hands.session.select(layer(hands, 3))
    hands.key(ONE)
    assert hands.view.display.marked.source == layer(hands, 3)
    hands.session.select(layer(hands, 1))
    assert list(hands.view.display.marked.closes) == ids[1:4]
    hands.session.select(layer(hands, 4))
    assert list(hands.view.display.marked.closes) == []


def test_the_way_of_a_cycle_is_drawn_while_dragging(hands: Hands, theme: Theme) -> None:
    hands.session.replace(chain(3, 4, 5, 6, 2))
    between = hands.screen(hands.column("hidden 2").outline.topLeft() + QPointF(30, 0))
    ground = hands.view.grab().toImage().pixelColor(between)
    hands.click(hands.header("hidden 3"))
    hands.press(hands.column("hidden 3").handle)
    hands.move(hands.neuron("hidden 2", 2), hands.neuron("hidden 1", 1))
    border = hands.view.grab().toImage().pixelColor(between)
    warning = theme.color("warning")
    assert abs(border.red() - warning.red()) < abs(ground.red() - warning.red())
    assert border.blue() < ground.blue() - 40
    hands.key(Qt.Key.Key_Escape)


def test_a_way_that_is_not_the_reason_is_not_marked(hands: Hands) -> None:
    hands.session.replace(chain(3, 4, 2))
    hands.session.select(layer(hands, 1))
    hands.key(ONE)
    hands.session.select(layer(hands, 0))
    assert hands.view.display.marked.closes == ()


def test_escape_forgets_the_source_and_leaves_the_selection(hands: Hands) -> None:
    hands.session.replace(chain(3, 4, 2))
    hands.session.select(layer(hands, 1))
    hands.key(ONE)
    assert hands.view.overlays.chips.chip("source") is not None
    hands.key(Qt.Key.Key_Escape)
    assert hands.view.overlays.chips.chip("source") is None
    assert hands.session.selection == layer(hands, 1)
    hands.key(Qt.Key.Key_Escape)
    assert not hands.session.selection


def test_a_source_that_is_deleted_is_no_source(hands: Hands, said: list[str]) -> None:
    hands.session.replace(chain(3, 4, 2))
    hands.session.select(layer(hands, 1))
    hands.key(ONE)
    hands.key(Qt.Key.Key_Delete)
    assert hands.view.overlays.chips.chip("source") is None
    hands.session.select(layer(hands, 1))
    hands.key(TWO)
    assert said == ["There is no source yet."]


def test_another_project_begins_without_a_source(hands: Hands) -> None:
    hands.session.replace(chain(3, 4, 2))
    hands.session.select(layer(hands, 1))
    hands.key(ONE)
    hands.session.replace(chain(3, 4, 2))
    assert not hands.view.looking.linking.source
    assert hands.view.overlays.chips.chip("source") is None


@pytest.mark.parametrize("key", [ONE, TWO])
def test_without_anything_to_connect_it_says_what_to_do(hands: Hands, said: list[str], key: Qt.Key) -> None:
    hands.session.replace(chain(3, 4, 2))
    hands.key(key)
    assert len(said) == 1


def test_the_context_menu_connects_too_and_says_why_not(hands: Hands) -> None:
    hands.session.replace(apart(3, 4, 2))
    hands.session.select(layer(hands, 0))
    menu = hands.view.menu(hands.header("input"))
    entry(menu, "Mark as source").trigger()
    menu = hands.view.menu(hands.header("input"))
    itself = entry(menu, "Connect from")
    assert not itself.isEnabled()
    hands.session.select(layer(hands, 1))
    menu = hands.view.menu(hands.header("hidden 1"))
    entry(menu, "Connect from input").trigger()
    assert hands.links() == {("input", "hidden 1")}
