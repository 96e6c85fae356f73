"""Layers that nobody has placed stand in columns from left to right, clear of each other."""

from __future__ import annotations

from nndesigner.document import edits
from nndesigner.document.arrange import positions, tidied
from nndesigner.engine.network import Role
from tests.unit.document.builders import stack


def test_a_stack_stands_in_a_row_from_left_to_right() -> None:
    document = stack(3, 5, 3, 2)
    places = positions(document)
    xs = [places[layer.id][0] for layer in document.network.forward_order]
    assert xs == sorted(xs)
    assert {places[layer.id][1] for layer in document.network.layers} == {0.0}


def test_large_layers_stand_further_apart() -> None:
    small, large = (
        positions(document)[document.network.layers[-1].id][0]
        for document in (stack(3, 8, 2), stack(3, 30, 2))
    )
    assert large > small


def test_branches_of_the_same_depth_stand_below_each_other() -> None:
    document = stack(3, 20, 2)
    first, _, last = document.network.layers
    document = edits.add_layer(document, Role.HIDDEN, 20, source=first.id, target=last.id)
    upper, lower = (positions(document)[layer.id] for layer in document.network.layers if layer.size == 20)
    assert upper[0] == lower[0]
    assert abs(upper[1] - lower[1]) >= 600


def test_a_layer_follows_the_one_that_was_moved() -> None:
    document = stack(3, 5, 2)
    hidden = document.network.layers[1]
    moved = edits.move_layers(document, {hidden.id: (1000.0, 500.0)})
    last = positions(moved)[document.network.layers[2].id]
    assert last == (1220.0, 500.0)
    assert tidied(moved).positions == positions(document)


def test_a_layer_dropped_somewhere_leaves_the_others_where_they_are() -> None:
    document = stack(3, 30, 2)
    dropped = edits.add_layer(document, Role.OUTPUT, 10, position=(500.0, 300.0))
    after = positions(dropped)
    assert {key: after[key] for key in positions(document)} == positions(document)
