"""Dropout: which neurons are silent, and what that does to the others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.engine import learning
from nndesigner.engine.dropout import Dropout
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import compile_network
from nndesigner.engine.rules import Rules
from tests.unit.engine.builders import TOPOLOGIES, chain, parameters_of, plain, rows
from tests.unit.engine.training import ROWS, stepped, trainer

NEURONS, BATCH = 203, 500


def masks(
    share: float = 0.5, epoch: int = 0, offset: int = 0, seed: int = 7, batch: int = BATCH
) -> FloatArray:
    drawn = np.full((NEURONS, batch), np.nan, np.float32)
    Dropout(seed, NEURONS).draw(drawn, share, epoch, offset)
    return drawn


@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.8, 0.99])
def test_the_share_of_silent_neurons_is_the_one_asked_for(share: float) -> None:
    """Within four standard deviations of a hundred thousand draws."""
    silent = (masks(share) == 0.0).mean()
    assert abs(silent - share) < 4.0 * np.sqrt(share * (1.0 - share) / (NEURONS * BATCH))


@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.8, 0.99])
def test_the_others_make_up_for_the_silent_ones(share: float) -> None:
    drawn = masks(share)
    left = drawn[drawn != 0.0]
    np.testing.assert_allclose(left, 1.0 / (1.0 - share), rtol=1e-3)
    assert left.min() == left.max()
    deviation = np.sqrt(share / (1.0 - share) / (NEURONS * BATCH))
    assert abs(drawn.mean(dtype=np.float64) - 1.0) < 4.0 * deviation


def test_the_largest_share_silences_almost_all_and_still_works() -> None:
    drawn = masks(float(np.nextafter(1.0, 0.0)))
    assert np.isfinite(drawn).all()
    assert (drawn == 0.0).mean() > 0.999


def test_neurons_and_rows_are_silenced_independently() -> None:
    silent = masks(0.3) == 0.0
    assert silent.mean(axis=0).std() == pytest.approx(np.sqrt(0.21 / NEURONS), rel=0.2)
    assert silent.mean(axis=1).std() == pytest.approx(np.sqrt(0.21 / BATCH), rel=0.2)
    both = (silent[:-1] & silent[1:]).mean()
    assert both == pytest.approx(0.09, abs=0.005)


def test_masks_differ_between_seeds_epochs_and_places() -> None:
    drawn = [masks(), masks(seed=8), masks(epoch=1), masks(offset=BATCH)]
    assert len({mask.tobytes() for mask in drawn}) == 4


@settings(deadline=None)
@given(
    places=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60)), min_size=1, max_size=6),
    batch=st.integers(1, 9),
)
def test_masks_depend_on_seed_epoch_and_offset_and_on_nothing_before(
    places: list[tuple[int, int]], batch: int
) -> None:
    """Drawn in any order, each is the one that is drawn first thing at its place."""
    dropout, drawn = Dropout(7, NEURONS), np.empty((NEURONS, batch), np.float32)
    for epoch, offset in places:
        dropout.draw(drawn, 0.5, epoch, offset)
        assert np.array_equal(drawn, masks(0.5, epoch, offset, batch=batch))


def test_batches_of_an_epoch_do_not_share_draws() -> None:
    """The draws of twenty batches of one row are as different from one another as those of one of twenty."""
    single = np.hstack([masks(offset=row, batch=1) for row in range(20)])
    assert len({column.tobytes() for column in single.T}) == 20


def identity(network: Network) -> Parameters:
    """Every neuron passes on the sum of what it gets."""
    weights = {
        connection.id: np.ones((network.layer(connection.target).size, network.layer(connection.source).size))
        for connection in network.connections
    }
    return Parameters(weights, {layer.id: np.zeros(layer.size) for layer in network.layers[1:]})


def test_hidden_neurons_are_silenced_and_inputs_and_outputs_are_not() -> None:
    network = chain([2, 3, 2], ["linear", "linear"])
    program = compile_network(network, "mse", 1, np.float64, dropping=True)
    program.load(identity(network))
    drawn = program.masks(1)
    assert drawn is not None
    drawn[...] = 0.0
    assert program.forward(np.ones((1, 2))).tolist() == [[0.0, 0.0]]
    drawn[1] = 2.0  # the second hidden neuron is heard, twice as loud
    assert program.forward(np.ones((1, 2))).tolist() == [[4.0, 4.0]]


def test_the_mean_of_what_neurons_send_is_kept() -> None:
    network = chain([1, 400, 1], ["linear", "linear"])
    program = compile_network(network, "mse", 200, np.float64, dropping=True)
    program.load(identity(network))
    drawn = program.masks(200)
    assert drawn is not None
    Dropout(3, program.neurons).draw(drawn, 0.4, 0, 0)
    assert program.forward(np.ones((200, 1))).mean() == pytest.approx(400.0, rel=0.01)


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_evaluation_silences_nobody(topology: str) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    x, _ = rows(network, ROWS)
    after = stepped(trainer(network, rules=Rules(dropout=0.5), dtype="float64"), 5).parameters()
    program = compile_network(network, None, ROWS, np.float64)
    program.load(after)
    found = Evaluator(network, None, np.float64).outputs(after, x)
    np.testing.assert_allclose(found, program.forward(x), rtol=1e-12)
    again = Evaluator(network, None, np.float64).outputs(after, x)
    assert np.array_equal(found, again)


def test_a_silenced_neuron_learns_nothing_in_that_step() -> None:
    """One row, one hidden neuron silenced: neither its weights nor those out of it move."""
    network = chain([3, 6, 2], ["tanh", "sigmoid"])
    into, out = (connection.id for connection in network.connections)
    before = parameters_of(network)
    made = trainer(network, before, count=1, ridge=0.0, rules=Rules(dropout=0.5), dtype="float64")
    made.step()
    after = made.parameters()
    still = (after.weights[into] == before.weights[into]).all(axis=1)
    assert np.array_equal(still, (after.weights[out] == before.weights[out]).all(axis=0))
    assert 0 < still.sum() < 6


def test_the_same_seed_silences_the_same_neurons() -> None:
    network = plain("tanh", "sigmoid")
    rules = Rules(dropout=0.4)
    first, again, other = (
        stepped(trainer(network, rules=rules, seed=seed, batch_size=None), 9).parameters()
        for seed in (1, 1, 2)
    )
    assert first.equals(again)
    assert not first.equals(other)


def test_every_part_of_a_large_batch_has_masks_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "_PART_BYTES", 1)
    monkeypatch.setattr(learning, "_FEWEST_ROWS", 4)
    network = chain([2, 9, 1], ["tanh", "linear"])
    start = parameters_of(network)
    options = {"batch_size": None, "rules": Rules(dropout=0.5), "ridge": 0.0, "dtype": "float64"}
    made = trainer(network, start, count=8, **options)
    drawn = []
    draw = Dropout.draw

    def noting(self: Dropout, masks: FloatArray, share: float, epoch: int, offset: int) -> None:
        draw(self, masks, share, epoch, offset)
        drawn.append((offset, masks.copy()))

    monkeypatch.setattr(Dropout, "draw", noting)
    made.step()
    assert [offset for offset, _ in drawn] == [0, 4]
    assert not np.array_equal(drawn[0][1], drawn[1][1])
