"""Bringing layers into line: one step, nothing but the layout, nothing on top of anything else."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.aligning import COLUMN, EVENLY, ROW, Arrangement
from nndesigner.ui.canvas.geometry import Column, geometry_of
from tests.ui.canvas.hands import Hands, chain

PLACES = st.lists(
    st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=3, max_size=3, unique=True
)


def placed(places: list[tuple[int, int]]) -> Document:
    document = chain(2, 3, 1)
    pairs = zip(document.network.layers, places, strict=True)
    return edits.move_layers(document, {layer.id: (float(x), float(y)) for layer, (x, y) in pairs})


def arranged(document: Document, arrangement: Arrangement) -> list[Column]:
    ids = [layer.id for layer in document.network.layers]
    after = arrangement.edited(document, ids)
    assert after.network is document.network
    return list(geometry_of(after).columns.values())


@given(PLACES)
def test_a_row_has_one_height_and_keeps_the_order(places: list[tuple[int, int]]) -> None:
    document = placed(places)
    before, after = list(geometry_of(document).columns.values()), arranged(document, ROW)
    assert np.ptp([column.center.y() for column in after]) == pytest.approx(0, abs=1e-6)
    mean = np.mean([column.center.y() for column in before])
    assert after[0].center.y() == pytest.approx(mean)
    order = sorted(range(3), key=lambda k: (before[k].center.x(), before[k].center.y(), k))
    assert order == sorted(range(3), key=lambda k: after[k].center.x())
    assert all(not a.extent.intersects(b.extent) for a, b in pairwise([after[k] for k in order]))


@given(PLACES)
def test_a_column_has_one_x_and_no_layer_covers_another(places: list[tuple[int, int]]) -> None:
    after = arranged(placed(places), COLUMN)
    assert np.ptp([column.center.x() for column in after]) == pytest.approx(0, abs=1e-6)
    ordered = sorted(after, key=lambda column: column.center.y())
    assert all(upper.control.bottom() < lower.extent.top() for upper, lower in pairwise(ordered))


def test_layers_that_are_apart_already_keep_their_place_along_the_row() -> None:
    after = arranged(placed([(0, -50), (300, 0), (900, 80)]), ROW)
    assert [column.center.x() for column in after] == pytest.approx([0, 300, 900])


@given(PLACES)
def test_evenly_means_the_same_distance_along_the_longer_way(places: list[tuple[int, int]]) -> None:
    spread = np.ptp(np.array(places), axis=0)
    axis = int(spread[1] > spread[0])
    after = np.array([(c.center.x(), c.center.y()) for c in arranged(placed(places), EVENLY)])
    assert np.diff(np.sort(after[:, axis])) == pytest.approx(spread[axis] / 2)
    np.testing.assert_allclose(after[:, 1 - axis], np.array(places)[:, 1 - axis])


def test_aligning_is_one_step_and_leaves_the_other_layers_where_they_are(hands: Hands) -> None:
    document = chain(2, 3, 4, 1)
    ids = [layer.id for layer in document.network.layers]
    hands.session.replace(edits.move_layers(document, {ids[1]: (320.0, 100.0), ids[3]: (960.0, 33.0)}))
    hands.session.select(Selection(layers=frozenset(ids[:3])))
    assert ROW.carry_out(hands.session, hands.view.stage.apply)
    columns = hands.view.stage.geometry.columns
    assert len({columns[key].center.y() for key in ids[:3]}) == 1
    assert (columns[ids[3]].center.x(), columns[ids[3]].center.y()) == (960.0, 33.0)
    assert hands.session.undo_name == "Align in a row"
    hands.session.undo()
    assert hands.session.undo_name is None


def test_too_few_layers_are_refused_with_the_reason(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    ids = [layer.id for layer in hands.network.layers]
    hands.session.select(Selection(layers=frozenset(ids[:2])))
    assert ROW.refusal(hands.session) is None
    assert "three layers" in (EVENLY.refusal(hands.session) or "")
    before = hands.document
    assert not EVENLY.carry_out(hands.session, hands.view.stage.apply)
    hands.session.select(Selection.of_layer(ids[0]))
    assert "two layers" in (COLUMN.refusal(hands.session) or "")
    assert hands.document is before
