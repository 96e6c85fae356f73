"""Connections that pass other layers run round them, and can still be pointed at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.curves import heights, steepness
from nndesigner.ui.canvas.fitting import is_covered
from nndesigner.ui.canvas.geometry import Column, geometry_of
from nndesigner.ui.canvas.hits import Part, hit_test
from nndesigner.ui.canvas.legs import Leg
from nndesigner.ui.canvas.links import NEAR, Link, links_of
from nndesigner.ui.canvas.routing import CLEAR
from tests.ui.canvas.hands import Hands, chain
from tests.unit.document.builders import stack

SIZES = st.lists(st.integers(1, 30), min_size=3, max_size=6)


def skipping(document: Document, *pairs: tuple[int, int]) -> Document:
    """The document with connections between layers by their place."""
    ids = [layer.id for layer in document.network.layers]
    for source, target in pairs:
        document = edits.connect(document, ids[source], ids[target])
    return document


def passing(document: Document) -> list[Link]:
    """The links that run round something."""
    return [link for link in links_of(geometry_of(document)) if len(link.legs) > 1]


def points(leg: Leg, count: int = 40) -> list[QPointF]:
    """Points on the upper and the lower border of a leg."""
    found = []
    for across in np.linspace(0.0, 1.0, count):
        x = leg.start + leg.width * float(across)
        found += [QPointF(x, y) for y in leg.span(float(across))]
    return found


def between(document: Document, link: Link) -> list[Column]:
    ends = {link.connection.source, link.connection.target}
    return [column for key, column in geometry_of(document).columns.items() if key not in ends]


@settings(max_examples=60, deadline=None)
@given(SIZES, st.data())
def test_a_route_keeps_clear_of_the_layers_that_it_passes(sizes: list[int], data: st.DataObject) -> None:
    document = skipping(chain(*sizes), (0, len(sizes) - 1))
    ids = [layer.id for layer in document.network.layers]
    moved = {key: (320.0 * place, data.draw(st.floats(-150, 150))) for place, key in enumerate(ids)}
    document = edits.move_layers(document, moved)
    for link in passing(document):
        every = [point for leg in link.legs for point in points(leg)]
        for column in between(document, link):
            for area in (column.outline, column.header):
                inside = area.adjusted(0, CLEAR, 0, -CLEAR)
                assert not any(inside.contains(point) for point in every)


@given(SIZES)
def test_the_legs_of_a_route_join(sizes: list[int]) -> None:
    (link,) = passing(skipping(chain(*sizes), (0, len(sizes) - 1)))
    for leg, following in zip(link.legs, link.legs[1:], strict=False):
        assert leg.start + leg.width == pytest.approx(following.start)
        assert leg.y1.tolist() == pytest.approx(following.y0.tolist())
    assert link.legs[0].y0.tolist() == link.source.ys.tolist()
    assert link.fan.y1.tolist() == link.target.ys.tolist()
    assert [leg.fans for leg in link.legs] == [False, False, True]


def test_a_connection_with_nothing_in_its_way_runs_straight() -> None:
    document = skipping(chain(3, 3, 3), (0, 2))
    middle = document.network.layers[1].id
    assert len(passing(document)) == 1
    assert not passing(edits.move_layers(document, {middle: (320.0, 600.0)}))


def test_channels_do_not_lie_over_each_other() -> None:
    document = skipping(chain(4, 4, 4, 4, 4, 4), (0, 2), (0, 3), (0, 5), (1, 3), (1, 5), (2, 5))
    channels = [link.legs[1].bounds for link in passing(document)]
    assert len(channels) == 6
    for place, one in enumerate(channels):
        assert not any(one.intersects(other) for other in channels[place + 1 :])


def test_the_side_with_less_of_a_detour_is_taken() -> None:
    document = skipping(chain(2, 9, 2), (0, 2))
    first, middle, last = (layer.id for layer in document.network.layers)
    for y, above in ((-120.0, True), (120.0, False)):
        placed = edits.move_layers(document, {first: (0.0, y), middle: (320.0, 0.0), last: (640.0, y)})
        (link,) = passing(placed)
        assert (link.legs[1].bounds.center().y() < 0) == above


def test_the_curve_of_a_weight_runs_over_all_legs() -> None:
    (link,) = passing(skipping(chain(3, 5, 4), (0, 2)))
    path = link.curve(2, 1)
    assert path.pointAtPercent(0).toTuple() == pytest.approx((link.start, link.source.ys[1]))
    assert path.pointAtPercent(1).toTuple() == pytest.approx((link.start + link.width, link.target.ys[2]))
    assert link.bounds.adjusted(-1, -1, 1, 1).contains(path.boundingRect())
    outline = link.envelope().boundingRect().adjusted(-1, -1, 1, 1)
    assert outline.contains(path.boundingRect())


def test_on_the_fan_a_weight_is_pointed_at_and_before_it_the_connection() -> None:
    document = skipping(chain(3, 5, 4), (0, 2))
    (link,) = passing(document)
    geometry = geometry_of(document)
    channel, fan = link.legs[1], link.fan
    hit = hit_test(geometry, channel.bounds.center())
    assert (hit.part, hit.connection) == (Part.CONNECTION, link.connection.id)
    y = float(heights(fan.y0[[1]], fan.y1[[3]], 0.7)[0])
    found = hit_test(geometry, QPointF(fan.start + 0.7 * fan.width, y))
    assert found.part is Part.WEIGHT
    assert found.connection == link.connection.id
    assert (found.neuron, found.source) == (
        link.target.layer.neurons[3],
        link.source.layer.neurons[1],
    )


# -- the nearest line


def straight(y0: FloatArray, y1: FloatArray) -> Leg:
    return Leg(0.0, 300.0, np.sort(y0), np.sort(y1))


def nearest(leg: Leg, point: QPointF, mask: np.ndarray | None) -> float:
    """Distance of the nearest curve, looking at every one."""
    across = point.x() / leg.width
    y0, y1 = np.broadcast_arrays(leg.y0[np.newaxis, :], leg.y1[:, np.newaxis])
    down = np.abs(heights(y0, y1, across) - point.y())
    away = down / np.hypot(1.0, steepness(leg.width, y0, y1, across))
    return float(np.min(away if mask is None else np.where(mask, away, np.inf)))


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**31), st.floats(0.01, 0.99), st.booleans())
def test_the_nearest_line_is_found_among_all(
    sources: int, targets: int, seed: int, across: float, masked: bool
) -> None:
    rng = np.random.default_rng(seed)
    leg = straight(rng.uniform(-200, 200, sources), rng.uniform(-100, 100, targets))
    mask = rng.random((targets, sources)) < 0.7 if masked else None
    point = QPointF(300 * across, float(rng.uniform(-220, 220)))
    least, found = nearest(leg, point, mask), leg.curve_at(point, 5.0, mask)
    if least > 5.0:
        assert found is None
    else:
        assert found is not None
        assert found.away == pytest.approx(least, abs=1e-9)
        assert mask is None or mask[found.row, found.column]


def test_of_a_huge_connection_a_weight_is_pointed_at_only_from_near() -> None:
    geometry = geometry_of(chain(784, 512))
    (link,) = links_of(geometry)
    y = float(heights(link.source.ys[[400]], link.target.ys[[200]], 0.3)[0])
    point = QPointF(link.start + 0.3 * link.width, y)
    assert hit_test(geometry, point, 1.0).part is Part.CONNECTION
    hit = hit_test(geometry, point, NEAR)
    assert hit.part is Part.WEIGHT
    row, column = hit.neuron, hit.source
    assert row is not None
    assert column is not None
    ends = link.source.layer.index_by_neuron[column], link.target.layer.index_by_neuron[row]
    there = heights(link.source.ys[[ends[0]]], link.target.ys[[ends[1]]], 0.3)
    assert float(there[0]) == pytest.approx(y, abs=1e-6)


def test_hidden_lines_cannot_be_pointed_at() -> None:
    geometry = geometry_of(chain(1, 1))
    assert hit_test(geometry, QPointF(160, 0)).part is Part.WEIGHT
    assert hit_test(geometry, QPointF(160, 0), lines=False).part is Part.NOTHING


def test_no_floating_control_covers_a_detour_after_fit(hands: Hands) -> None:
    hands.view.resize(767, 453)
    hands.session.replace(skipping(stack(3, 6, 5, 4, 2), (0, 2), (0, 4), (1, 3)))
    hands.view.fit()
    stage = hands.view.stage
    detours = [leg.bounds for link in links_of(stage.geometry) if len(link.legs) > 1 for leg in link.legs]
    assert len(detours) >= 6
    assert not is_covered(stage.viewport, detours, stage.cards())
