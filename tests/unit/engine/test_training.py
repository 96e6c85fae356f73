"""Gradient descent: repeatable, resumable, and strictly limited to what may be changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.engine import learning
from nndesigner.engine.feed import Feed, order_of
from nndesigner.engine.initialisers import initialise
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.program import compile_network
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import TOPOLOGIES, chain, frozen_in_part, masked, parameters_of, plain, rows
from tests.unit.engine.training import ROWS, stepped, trainer


def test_a_step_is_the_update_rule() -> None:
    """w ← (1 − ηλ/m) w − η ∂C₀/∂w and b ← b − η ∂C₀/∂b."""
    network = plain("tanh", "sigmoid")
    x, y = rows(network, ROWS)
    before = parameters_of(network)
    program = compile_network(network, "mse", ROWS, np.float64)
    program.load(before)
    program.forward(x)
    program.backward(y)
    after = stepped(trainer(network, batch_size=None, dtype=np.float64), 1).parameters()
    keep = 1.0 - 0.4 * 0.1 / ROWS
    for key, w in before.weights.items():
        expected = keep * w - 0.4 * program.weight_gradients[key]
        np.testing.assert_allclose(after.weights[key], expected, rtol=1e-12)
    for key, b in before.biases.items():
        np.testing.assert_allclose(after.biases[key], b - 0.4 * program.bias_gradients[key], rtol=1e-12)


def test_ridge_alone_shrinks_weights_and_leaves_biases() -> None:
    network = chain([2, 1], ["linear"])
    connection, last = network.connections[0].id, network.layers[1].id
    start = Parameters({connection: np.array([[2.0, -3.0]])}, {last: np.array([5.0])})
    x, y = np.zeros((4, 2)), np.full((4, 1), 5.0)
    made = Trainer(
        network, start, x, y, cost="mse", batch_size=None, learning_rate=0.5, ridge=0.8, dtype=np.float64
    )
    made.step()
    np.testing.assert_allclose(made.parameters().weights[connection], [[2.0 * 0.9, -3.0 * 0.9]], rtol=1e-15)
    assert made.parameters().biases[last][0] == 5.0


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("batch_size", [1, 5, ROWS, 100, None])
def test_full_descent_lowers_the_cost(topology: str, batch_size: int | None) -> None:
    network = TOPOLOGIES[topology]("tanh", "softmax")
    x, y = rows(network, ROWS)
    made = trainer(network, cost="softmax_cross_entropy", batch_size=batch_size, learning_rate=0.1, ridge=0.0)
    program = compile_network(network, "softmax_cross_entropy", ROWS, np.float64)

    def cost() -> float:
        program.load(made.parameters())
        program.forward(x)
        return program.cost_value(y)

    before = cost()
    while made.epoch < 30:
        made.step()
    assert cost() < before


@settings(max_examples=40, deadline=None)
@given(
    stop=st.integers(0, 30),
    more=st.integers(1, 12),
    batch_size=st.one_of(st.none(), st.integers(1, 30)),
    topology=st.sampled_from(sorted(TOPOLOGIES)),
)
def test_going_on_from_anywhere_gives_the_same_bits_as_not_stopping(
    stop: int, more: int, batch_size: int | None, topology: str
) -> None:
    network = TOPOLOGIES[topology]("relu", "sigmoid")
    whole = stepped(trainer(network, batch_size=batch_size), stop)
    state = whole.parameters(), whole.epoch, whole.offset
    resumed = trainer(network, state[0], batch_size=batch_size, epoch=state[1], offset=state[2])
    stepped(whole, more)
    stepped(resumed, more)
    assert resumed.parameters().equals(whole.parameters())
    assert (resumed.epoch, resumed.offset) == (whole.epoch, whole.offset)


def test_the_same_seed_gives_the_same_bits_and_another_seed_does_not() -> None:
    network = plain("tanh", "sigmoid")
    first, again, other = (stepped(trainer(network, seed=seed), 9).parameters() for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_an_epoch_uses_every_row_once_and_each_epoch_has_its_own_order() -> None:
    x = np.arange(ROWS, dtype=np.float32).reshape(-1, 1)
    feed = Feed(x, x, 4, seed=3)
    orders = []
    for epoch in (0, 1):
        seen: list[float] = []
        while len(seen) < ROWS:
            for batch in reversed(feed.batches(epoch, len(seen))):
                assert np.array_equal(batch.x, np.hstack([batch.y, np.ones_like(batch.y)]))
                assert np.array_equal(batch.columns, batch.x.T)
                seen += batch.x[:, 0].tolist()
        assert seen == order_of(3, epoch, ROWS).tolist()
        orders.append(seen)
    assert sorted(orders[0]) == sorted(orders[1]) == x[:, 0].tolist()
    assert orders[0] != orders[1]


def test_chunks_cut_an_epoch_without_losing_or_repeating_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plain("tanh", "sigmoid")
    whole = stepped(trainer(network), 12).parameters()
    monkeypatch.setattr("nndesigner.engine.feed._CHUNK_BYTES", 300)
    assert stepped(trainer(network), 12).parameters().equals(whole)


def test_the_last_batch_is_averaged_over_its_own_size() -> None:
    """23 rows in batches of 10 leave 3: one step with them is a full-batch step on these three."""
    network = plain("tanh", "sigmoid")
    x, y = rows(network, ROWS)
    made = stepped(trainer(network, batch_size=10, ridge=0.0, dtype=np.float64), 2)
    before = made.parameters()
    assert (made.epoch, made.offset) == (0, 20)
    made.step()
    assert (made.epoch, made.offset, made.steps, made.samples) == (1, 0, 3, ROWS)
    left = order_of(11, 0, ROWS)[20:]
    alone = Trainer(
        network, before, x[left], y[left], cost="mse", batch_size=None, learning_rate=0.4, dtype=np.float64
    )
    alone.step()
    for key, w in alone.parameters().weights.items():
        np.testing.assert_allclose(made.parameters().weights[key], w, rtol=1e-12)


def test_the_batch_size_may_change_between_steps() -> None:
    network = plain("tanh", "sigmoid")
    made = stepped(trainer(network, batch_size=4), 2)
    made.batch_size = 6
    assert (made.epoch, made.offset) == (0, 8)
    made.step()
    assert made.offset == 14
    begun = stepped(trainer(network, batch_size=4), 2).parameters()
    straight = stepped(trainer(network, begun, batch_size=6, offset=8), 1)
    assert straight.parameters().equals(made.parameters())
    made.batch_size = None
    assert made.offset == 0  # all rows are all rows: the epoch begins again
    made.step()
    assert (made.epoch, made.offset, made.samples) == (1, 0, 14 + ROWS)


def test_learning_rate_and_ridge_may_change_between_steps() -> None:
    network = plain("tanh", "sigmoid")
    made = stepped(trainer(network), 3)
    made.learning_rate, made.ridge = 0.05, 2.0
    other = trainer(
        network, stepped(trainer(network), 3).parameters(), offset=15, learning_rate=0.05, ridge=2.0
    )
    assert stepped(made, 4).parameters().equals(stepped(other, 4).parameters())


@pytest.mark.parametrize("ridge", [0.0, 0.5])
def test_removed_weights_stay_exactly_zero(ridge: float) -> None:
    network = masked("sigmoid", "sigmoid")
    after = stepped(trainer(network, ridge=ridge), 60).parameters()
    for connection in network.connections:
        assert connection.mask is not None
        w = after.weights[connection.id]
        assert (w[~connection.mask] == 0.0).all()
        assert (w[connection.mask] != 0.0).all()


@pytest.mark.parametrize("ridge", [0.0, 5.0])
def test_frozen_parameters_never_move_not_even_by_decay(ridge: float) -> None:
    network, second, third = frozen_in_part()
    start = initialise(network, 4)
    made = trainer(network, start, ridge=ridge)
    stepped(made, 20)
    made.ridge = ridge / 2.0
    after = stepped(made, 20).parameters()
    into_second, into_third, into_last = (connection.id for connection in network.connections)
    assert np.array_equal(after.weights[into_third], start.weights[into_third])
    assert np.array_equal(after.biases[third], start.biases[third])
    moved = (after.weights[into_second] != start.weights[into_second]).all(axis=1)
    assert moved.tolist() == [True, False, True, True]
    assert (after.biases[second] != start.biases[second]).tolist() == [True, False, True, True]
    assert (after.weights[into_last] != start.weights[into_last]).all()


def test_a_batch_too_large_to_hold_is_the_sum_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plain("tanh", "sigmoid")
    at_once = stepped(trainer(network, batch_size=None, dtype=np.float64), 3).parameters()
    monkeypatch.setattr(learning, "_PART_BYTES", 1)
    monkeypatch.setattr(learning, "_FEWEST_ROWS", 7)
    in_parts = stepped(trainer(network, batch_size=None, dtype=np.float64), 3).parameters()
    for key, w in at_once.weights.items():
        np.testing.assert_allclose(in_parts.weights[key], w, rtol=1e-12)


def test_a_step_makes_no_lasting_allocation() -> None:
    import tracemalloc

    network = chain([20, 16, 8, 3], ["relu", "tanh", "sigmoid"])
    made = stepped(trainer(network, ridge=0.1, count=40), 20)
    tracemalloc.start()
    try:
        stepped(made, 50)
        before = tracemalloc.get_traced_memory()[0]
        stepped(made, 400)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 4_000


def test_single_precision_is_the_default_and_double_can_be_chosen() -> None:
    network = plain("tanh", "sigmoid")
    assert trainer(network).parameters().biases[network.layers[1].id].dtype == np.float32
    double = trainer(network, dtype="float64")
    assert double.parameters().biases[network.layers[1].id].dtype == np.float64


def test_training_arrays_that_fit_are_used_in_place() -> None:
    network = plain("tanh", "sigmoid")
    x, y = (np.ascontiguousarray(array, np.float32) for array in rows(network, ROWS))
    made = Trainer(network, parameters_of(network), x, y, cost="mse", batch_size=5, learning_rate=0.1)
    assert made._x is x
    assert made._y is y


def test_layout_of_the_drawing_does_not_matter_to_training() -> None:
    """Another name, another order of the layers: the same numbers."""
    network = plain("tanh", "sigmoid")
    shuffled = replace(network, layers=network.layers[::-1], connections=network.connections[::-1])
    start = parameters_of(network)
    first, second = (stepped(trainer(made, start), 7).parameters() for made in (network, shuffled))
    assert all(np.array_equal(first.weights[key], second.weights[key]) for key in first.weights)
