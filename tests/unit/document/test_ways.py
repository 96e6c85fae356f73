"""The way of data between two layers, and the cycle that a connection back would close."""

from __future__ import annotations

import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.errors import NetworkError


def chained(*sizes: int) -> tuple[Document, list[int]]:
    """Layers of these sizes, each connected with the next, and their ids."""
    document = Document.empty()
    for place, size in enumerate(sizes):
        role = Role.INPUT if place == 0 else Role.OUTPUT if place == len(sizes) - 1 else Role.HIDDEN
        source = document.network.layers[-1].id if place else None
        document = edits.add_layer(document, role, size, source=source)
    return document, [layer.id for layer in document.network.layers]


def test_a_way_names_every_layer_from_one_end_to_the_other() -> None:
    document, ids = chained(2, 3, 4, 5, 1)
    assert edits.way(document.network, ids[0], ids[3]) == tuple(ids[:4])


def test_a_shorter_way_is_found_before_a_longer_one() -> None:
    document, ids = chained(2, 3, 4, 5, 1)
    document = edits.connect(document, ids[0], ids[3])
    assert edits.way(document.network, ids[0], ids[4]) == (ids[0], ids[3], ids[4])


def test_against_the_connections_there_is_no_way() -> None:
    document, ids = chained(2, 3, 1)
    assert edits.way(document.network, ids[1], ids[0]) == ()


def test_a_connection_forward_closes_no_cycle() -> None:
    document, ids = chained(2, 3, 4, 1)
    assert edits.cycle(document.network, ids[0], ids[2]) == ()
    assert edits.cycle(document.network, ids[1], ids[1]) == ()


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((2, 3, 4, 1), "This would close a cycle: hidden 1 already feeds hidden 2."),
        ((2, 3, 4, 5, 1), "This would close a cycle: hidden 1 already feeds hidden 3 through hidden 2."),
        (
            (2, 3, 4, 5, 6, 1),
            "This would close a cycle: hidden 1 already feeds hidden 4 through hidden 2 and hidden 3.",
        ),
        (
            (2, 3, 4, 5, 6, 7, 8, 1),
            "This would close a cycle: hidden 1 already feeds hidden 6 through hidden 2 and 3 more layers.",
        ),
    ],
)
def test_the_refusal_of_a_cycle_names_the_way(sizes: tuple[int, ...], words: str) -> None:
    document, ids = chained(*sizes)
    assert edits.refusal(document.network, ids[-2], ids[1]) == words


def test_many_pairs_at_once_are_the_same_as_one_after_the_other() -> None:
    document, ids = chained(3, 4, 2)
    first, last = document.network.layer(ids[0]), document.network.layer(ids[2])
    pairs = [(last.neurons[0], first.neurons[2]), (last.neurons[1], first.neurons[0])]
    together = edits.connect_pairs(document, ids[0], ids[2], pairs)
    apart = document
    for row, column in pairs:
        apart = edits.connect_neurons(apart, (first.id, column), (last.id, row))
    masks = [d.network.between(ids[0], ids[2]).mask for d in (together, apart)]  # type: ignore[union-attr]
    assert masks[0] is not None
    assert masks[0].sum() == 2
    assert (masks[0] == masks[1]).all()


def test_two_groups_are_connected_as_all_their_pairs() -> None:
    document, ids = chained(3, 4, 2)
    first, last = document.network.layer(ids[0]), document.network.layer(ids[2])
    senders, receivers = first.neurons[1:], last.neurons[:1]
    together = edits.connect_groups(document, ids[0], ids[2], senders, receivers)
    apart = edits.connect_pairs(
        document, ids[0], ids[2], [(row, col) for row in receivers for col in senders]
    )
    masks = [d.network.between(ids[0], ids[2]).mask for d in (together, apart)]  # type: ignore[union-attr]
    assert masks[0] is not None
    assert (masks[0] == masks[1]).all()
    with pytest.raises(NetworkError, match="already connected"):
        edits.connect_groups(together, ids[0], ids[2], senders, receivers)
    whole = edits.connect_groups(together, ids[0], ids[2], first.neurons, last.neurons)
    made = whole.network.between(ids[0], ids[2])
    assert made is not None
    assert made.mask is None
