"""Which lines are drawn one by one, and how strong."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.session import Session
from nndesigner.ui.canvas.painting.edges import MOST
from nndesigner.ui.canvas.painting.vector import Bundle, bundles_of, shared_out
from nndesigner.ui.network_sketch import stack_document
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.wishes import Wishes


@given(st.lists(st.integers(0, 5000), max_size=8), st.integers(0, 9000))
def test_no_more_lines_are_shared_out_than_there_is_room_for(counts: list[int], most: int) -> None:
    rooms = shared_out(counts, most)
    assert all(0 <= room <= count for room, count in zip(rooms, counts, strict=True))
    assert sum(rooms) <= most
    if sum(counts) <= most:
        assert rooms == counts


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8), st.integers(0, 9000))
def test_small_connections_go_before_large_ones(counts: list[int], most: int) -> None:
    rooms = shared_out(counts, most)
    cut = [room for room, count in zip(rooms, counts, strict=True) if room < count]
    if cut:
        assert all(room == count or room >= max(cut) - 1 for room, count in zip(rooms, counts, strict=True))
        assert most - sum(rooms) < len(counts)


def bundles(document: Document) -> list[Bundle]:
    session = Session(document)
    return bundles_of(Composition(session, Wishes()).scene)


def test_the_strongest_lines_of_a_large_connection_are_drawn() -> None:
    document = stack_document(200, [edits.Hidden(50, "relu")], 3)
    first = document.network.connections[0]
    weights = np.abs(document.parameters.weights[first.id])
    (bundle,) = (b for b in bundles(document) if b.link.connection.id == first.id)
    assert bundle.count == MOST
    drawn = np.zeros(weights.shape, np.bool_)
    drawn[bundle.choice.rows, bundle.choice.columns] = True
    assert weights[drawn].min() >= weights[~drawn].max()


def test_among_thousands_a_stronger_line_is_never_drawn_weaker() -> None:
    for bundle in bundles(stack_document(200, [edits.Hidden(50, "relu")], 3)):
        for drawn in (bundle.widths, bundle.opacities):
            assert np.all(np.diff(drawn) <= 1e-12)
            assert np.all(drawn > 0)


def test_a_crowd_is_drawn_fainter_than_a_few() -> None:
    few, many = (bundles(stack_document(size, [edits.Hidden(20, "relu")], 3)) for size in (4, 400))
    strongest = [max(b.opacities.max() for b in found if b.count >= 80) for found in (few, many)]
    assert strongest[0] > strongest[1]
