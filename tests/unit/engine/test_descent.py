"""A step, whatever the optimiser: removed and frozen parameters stay, a clipped one is short."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nndesigner.engine.initialisers import initialise
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Network, Override
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.rules import Rules
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import chain, frozen_in_part, masked, parameters_of, plain
from tests.unit.engine.training import stepped, trainer

EVERY = pytest.mark.parametrize("optimiser", OPTIMISERS)
HARD = {"l1": 0.3, "clip_norm": 0.5, "clip_value": 0.2, "dropout": 0.3}
"""Everything that touches a gradient at once."""


def moved(before: Parameters, after: Parameters) -> dict[int, Any]:
    """By connection and layer id, which numbers changed."""
    pairs = [(before.weights, after.weights), (before.biases, after.biases)]
    return {key: old[key] != new[key] for old, new in pairs for key in old}


def unfrozen(network: Network) -> Network:
    """The same with everything free to move."""
    layers = [
        replace(
            layer,
            frozen=False,
            overrides={key: replace(override, frozen=False) for key, override in layer.overrides.items()},
        )
        for layer in network.layers
    ]
    return replace(network, layers=tuple(layers))


def warm(network: Network, rules: Rules, **changes: Any) -> Trainer:
    """A trainer that has gone a while with nothing frozen, so that it remembers something of everything."""
    return stepped(trainer(unfrozen(network), initialise(network, 4), rules=rules, **changes), 8)


@EVERY
@pytest.mark.parametrize("settings", [{}, HARD], ids=["plain", "hard"])
@pytest.mark.parametrize("ridge", [0.0, 5.0])
def test_frozen_parameters_never_move(optimiser: str, settings: dict[str, float], ridge: float) -> None:
    """Not even by what was remembered from before they were frozen."""
    network, second, third = frozen_in_part()
    rules = Rules(optimizer=optimiser, **settings)  # type: ignore[arg-type]
    before = warm(network, rules)
    start = before.parameters()
    frozen = trainer(network, start, rules=rules, memory=before.memory(), ridge=ridge, learning_rate=0.05)
    changed = moved(start, stepped(frozen, 25).parameters())
    into_second, into_third, into_last = (connection.id for connection in network.connections)
    assert not changed[into_third].any()
    assert not changed[third].any()
    assert not changed[into_second][1].any()
    assert changed[second].tolist() == [True, False, True, True]
    assert changed[into_second][[0, 2, 3]].all()
    assert changed[into_last].all()


@EVERY
@pytest.mark.parametrize("settings", [{}, HARD], ids=["plain", "hard"])
@pytest.mark.parametrize("ridge", [0.0, 5.0])
def test_removed_weights_stay_exactly_zero(optimiser: str, settings: dict[str, float], ridge: float) -> None:
    """Not even what was remembered of a weight before it was removed brings it back."""
    network = masked("sigmoid", "sigmoid")
    rules = Rules(optimizer=optimiser, **settings)  # type: ignore[arg-type]
    whole = replace(network, connections=tuple(replace(c, mask=None) for c in network.connections))
    before = warm(whole, rules)
    cut = trainer(
        network, before.parameters(), rules=rules, memory=before.memory(), ridge=ridge, learning_rate=0.05
    )
    after = stepped(cut, 25).parameters()
    for connection in network.connections:
        assert connection.mask is not None
        w = after.weights[connection.id]
        assert (w[~connection.mask] == 0.0).all()
        assert (w[connection.mask] != 0.0).all()
    for slot in cut.memory().slots.values():
        for connection in network.connections:
            assert connection.mask is not None
            assert not slot.weights[connection.id][~connection.mask].any()


@EVERY
def test_a_network_that_is_frozen_altogether_stays_as_it_is(optimiser: str) -> None:
    network = plain("tanh", "sigmoid")
    still = replace(network, layers=tuple(replace(layer, frozen=True) for layer in network.layers))
    start = initialise(network, 2)
    made = trainer(still, start, rules=Rules(optimizer=optimiser, l1=0.1, clip_norm=1.0), ridge=3.0)
    assert stepped(made, 6).parameters().equals(start)
    assert made.finite()


@EVERY
def test_thawed_parameters_go_on_without_what_was_remembered_of_them(optimiser: str) -> None:
    """The memory of a frozen neuron is empty, so nothing jumps when it is set free."""
    network, second, third = frozen_in_part()
    rules = Rules(optimizer=optimiser)
    frozen = stepped(trainer(network, rules=rules), 6)
    for slot in frozen.memory().slots.values():
        assert not slot.biases[third].any()
        assert slot.biases[second][1] == 0.0
    thawed = trainer(
        unfrozen(network), frozen.parameters(), rules=rules, memory=frozen.memory(), learning_rate=0.01
    )
    after = stepped(thawed, 3)
    assert after.finite()
    assert moved(frozen.parameters(), after.parameters())[third].all()


def test_only_the_weights_are_regularised() -> None:
    """No data pulls: all inputs 0, and desired what the biases give. L1 takes the same from every weight."""
    network = chain([2, 1], ["linear"])
    connection, last = network.connections[0].id, network.layers[1].id
    start = Parameters({connection: np.array([[2.0, -3.0]])}, {last: np.array([5.0])})
    made = Trainer(
        network,
        start,
        np.zeros((4, 2)),
        np.full((4, 1), 5.0),
        cost="mse",
        batch_size=None,
        learning_rate=0.5,
        dtype=np.float64,
        rules=Rules(l1=0.8),
    )
    made.step()
    np.testing.assert_allclose(made.parameters().weights[connection], [[1.9, -2.9]], rtol=1e-14)
    assert made.parameters().biases[last][0] == 5.0


def test_a_weight_of_zero_is_not_pulled_by_its_magnitude() -> None:
    network = chain([1, 1], ["linear"])
    connection, last = network.connections[0].id, network.layers[1].id
    start = Parameters({connection: np.zeros((1, 1))}, {last: np.zeros(1)})
    made = Trainer(
        network,
        start,
        np.zeros((3, 1)),
        np.zeros((3, 1)),
        cost="mse",
        batch_size=None,
        learning_rate=0.5,
        rules=Rules(l1=9.0),
    )
    made.step()
    assert made.parameters().weights[connection][0, 0] == 0.0


def test_a_clipped_step_is_as_long_as_it_may_be() -> None:
    network = plain("tanh", "sigmoid")
    start = parameters_of(network)

    def length(**rules: Any) -> float:
        made = trainer(
            network,
            start,
            learning_rate=0.1,
            ridge=0.0,
            dtype="float64",
            rules=Rules(**rules),
            batch_size=None,
        )
        after = stepped(made, 1).parameters()
        steps = [start.weights[key] - after.weights[key] for key in start.weights]
        steps += [start.biases[key] - after.biases[key] for key in start.biases]
        return float(np.sqrt(sum((step**2).sum() for step in steps)))

    free = length()
    gradient = free / 0.1
    assert length(clip_norm=0.5 * gradient) == pytest.approx(0.5 * free)
    assert length(clip_norm=1.1 * gradient) == free
    assert length(clip_norm=1e-3) == pytest.approx(1e-4)
    assert length(clip_value=1e-3) < free


def test_the_memory_of_another_optimiser_is_not_taken_over() -> None:
    network = plain("tanh", "sigmoid")
    adam = stepped(trainer(network, rules=Rules(optimizer="adam")), 5)
    adamw = Rules(optimizer="adamw")
    taken = trainer(network, adam.parameters(), rules=adamw, memory=adam.memory(), offset=2)
    fresh = trainer(network, adam.parameters(), rules=adamw, memory=Memory(), offset=2)
    assert stepped(taken, 5).parameters().equals(stepped(fresh, 5).parameters())


def test_a_frozen_neuron_among_others_needs_no_layer_to_be_frozen() -> None:
    network = chain([3, 4, 2], ["tanh", "sigmoid"])
    layer = network.layers[1]
    held = replace(layer, overrides={layer.neurons[2]: Override(frozen=True)})
    network = replace(network, layers=(network.layers[0], held, network.layers[2]))
    start = initialise(network, 1)
    changed = moved(start, stepped(trainer(network, start, rules=Rules(optimizer="adam")), 4).parameters())
    assert changed[layer.id].tolist() == [True, True, False, True]
