"""Which rows push a weight, against one inspection per row."""

from __future__ import annotations

import numpy as np
import pytest

from nndesigner.engine import chunks
from nndesigner.engine.influence import Pushed, mean_deltas, pushes, pushes_so_far
from nndesigner.engine.inspect import inspect_sample
from tests.unit.engine.builders import TOPOLOGIES, chain, parameters_of, plain, rows


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_each_row_asks_for_its_own_gradient_and_their_mean_is_the_gradient(topology: str) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    parameters = parameters_of(network)
    x, y = rows(network, 30)
    singly = [inspect_sample(network, parameters, "cross_entropy", x[row], y[row]) for row in range(30)]
    whole = inspect_sample(network, parameters, "cross_entropy", x, y)
    for connection in network.connections:
        each = np.array([single.weight_gradient(connection.id)[1, 0] for single in singly])
        found = pushes(network, parameters, "cross_entropy", x, y, Pushed(connection.id, 1, 0), most=30)
        np.testing.assert_allclose(found.contributions, each[found.indices], rtol=1e-12, atol=1e-15)
        assert sorted(found.indices.tolist()) == list(range(30))
        assert np.all(np.diff(np.abs(found.contributions)) <= 0.0)
        assert found.gradient == pytest.approx(
            whole.weight_gradient(connection.id)[1, 0], rel=1e-12, abs=1e-15
        )
    for layer_id in whole.delta:
        found = pushes(network, parameters, "cross_entropy", x, y, Pushed(layer_id, 1), most=3)
        each = np.array([single.delta[layer_id][0, 1] for single in singly])
        assert np.abs(found.contributions).tolist() == pytest.approx(sorted(np.abs(each))[:-4:-1])
        assert found.gradient == pytest.approx(whole.bias_gradient(layer_id)[1])


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plain("relu", "softmax")
    parameters = parameters_of(network)
    x, y = rows(network, 50)
    pushed = Pushed(network.connections[0].id, 2, 1)
    whole = pushes(network, parameters, "softmax_cross_entropy", x, y, pushed, most=7)
    monkeypatch.setattr(chunks, "_MOST", 8)
    so_far = list(pushes_so_far(network, parameters, "softmax_cross_entropy", x, y, pushed, most=7))
    assert [found.rows for found in so_far] == [8, 16, 24, 32, 40, 48, 50]
    assert so_far[-1].indices.tolist() == whole.indices.tolist()
    np.testing.assert_allclose(so_far[-1].contributions, whole.contributions, rtol=1e-12)
    assert so_far[-1].gradient == pytest.approx(whole.gradient, rel=1e-12)


def test_equal_pushes_keep_the_order_of_the_rows() -> None:
    network = chain([1, 1], ["linear"])
    x, y = np.ones((9, 1)), np.zeros((9, 1))
    pushed = Pushed(network.connections[0].id, 0, 0)
    assert pushes(network, parameters_of(network), "mse", x, y, pushed, most=4).indices.tolist() == [
        0,
        1,
        2,
        3,
    ]


def test_only_the_rows_asked_for_are_looked_at() -> None:
    network = plain("tanh", "sigmoid")
    parameters = parameters_of(network)
    x, y = rows(network, 20)
    some = np.array([3, 17, 5])
    pushed = Pushed(network.layers[1].id, 0)
    found = pushes(network, parameters, "mse", x, y, pushed, rows=some)
    assert set(found.indices.tolist()) == {3, 5, 17}
    alone = inspect_sample(network, parameters, "mse", x[some], y[some])
    assert found.gradient == pytest.approx(alone.bias_gradient(network.layers[1].id)[0])
    none = pushes(network, parameters, "mse", x, y, pushed, rows=some[:0])
    assert (none.rows, len(none.indices)) == (0, 0)
    assert np.isnan(none.gradient)


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_mean_errors_over_many_rows_are_those_of_one_large_pass(
    topology: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "_MOST", 16)
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    parameters = parameters_of(network)
    x, y = rows(network, 41)
    found = mean_deltas(network, parameters, "mse", x, y)
    whole = inspect_sample(network, parameters, "mse", x, y)
    assert found.rows == 41
    assert found.mean.keys() == found.size.keys() == whole.delta.keys()
    for layer_id, delta in whole.delta.items():
        np.testing.assert_allclose(found.mean[layer_id], delta.mean(axis=0), rtol=1e-11, atol=1e-16)
        np.testing.assert_allclose(found.size[layer_id], np.abs(delta).mean(axis=0), rtol=1e-11)
