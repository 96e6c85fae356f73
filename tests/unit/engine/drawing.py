"""Random networks with data that fit them, for hypothesis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.network import BoolArray, Network, Override, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from tests.unit.engine.builders import Builder, parameters_of

HIDDEN = [name for name, known in ACTIVATIONS.items() if not known.output_only]
TAUGHT = frozenset(name for name, known in ACTIVATIONS.items() if known.differentiable)
OUTPUTS = {cost: [name for name in ACTIVATIONS if COSTS[cost].refusal(name) is None] for cost in COSTS}


@dataclass(frozen=True, eq=False)
class Case:
    """A network, its parameters, a cost that it allows, and rows that the cost allows."""

    network: Network
    parameters: Parameters
    cost: str
    x: FloatArray
    y: FloatArray


@st.composite
def cases(draw: st.DrawFn, activations: frozenset[str] = frozenset(ACTIVATIONS)) -> Case:
    """Any acyclic network of up to six layers, with removed weights and neurons of their own."""
    inner = st.sampled_from([name for name in HIDDEN if name in activations])
    cost = draw(st.sampled_from([cost for cost in COSTS if not activations.isdisjoint(OUTPUTS[cost])]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    builder = Builder()
    sizes = [draw(st.integers(1, 4))]
    layers = [builder.layer(sizes[0], role=Role.INPUT)]
    for _ in range(draw(st.integers(0, 4))):
        sizes.append(draw(st.integers(1, 5)))
        overrides = {place: Override(activation=draw(inner)) for place in draw(_places(sizes[-1]))}
        layers.append(builder.layer(sizes[-1], draw(inner), overrides=overrides))
    names = draw(_outputs(cost, activations))
    sizes.append(len(names))
    overrides = {place: Override(activation=name) for place, name in enumerate(names) if name != names[0]}
    layers.append(builder.layer(sizes[-1], names[0], Role.OUTPUT, overrides=overrides))
    pairs = [(source, target) for target in range(1, len(layers)) for source in range(target)]
    for source, target in draw(st.permutations(pairs)):
        if draw(st.integers(0, 9)) < 7:
            mask = _mask(random, (sizes[target], sizes[source])) if draw(st.booleans()) else None
            builder.connect(layers[source], layers[target], mask)
    network = builder.network()
    x = random.standard_normal((draw(st.integers(1, 6)), sizes[0]))
    y = _desired(random, cost, (len(x), sizes[-1]))
    return Case(network, parameters_of(network, int(random.integers(1 << 30)), 0.4), cost, x, y)


def without_removed(network: Network, parameters: Parameters) -> Parameters:
    """The same with removed weights at 0, where training keeps them."""
    masks = {connection.id: connection.mask for connection in network.connections}
    weights = {key: w if (mask := masks[key]) is None else w * mask for key, w in parameters.weights.items()}
    return Parameters(weights, parameters.biases)


def _places(size: int) -> st.SearchStrategy[set[int]]:
    return st.sets(st.integers(0, size - 1), max_size=3)


def _outputs(cost: str, activations: frozenset[str]) -> st.SearchStrategy[list[str]]:
    """Activations of two to four outputs, often all the same; a single softmax output could learn nothing."""
    name = st.sampled_from([name for name in OUTPUTS[cost] if name in activations])
    alike = st.builds(lambda name, size: [name] * size, name, st.integers(2, 4))
    if cost == "softmax_cross_entropy":
        return alike
    mixed = st.lists(name, min_size=2, max_size=4).filter(lambda names: names.count("softmax") != 1)
    return st.one_of(alike, mixed)


def _mask(random: np.random.Generator, shape: tuple[int, int]) -> BoolArray:
    mask: BoolArray = random.random(shape) < 0.6
    return mask


def _desired(random: np.random.Generator, cost: str, shape: tuple[int, int]) -> FloatArray:
    """Desired outputs that the cost can be used with; far apart where it takes any, so that knees are met."""
    if cost in ("hinge", "perceptron"):
        return random.integers(0, 2, shape).astype(np.float64)
    if cost == "softmax_cross_entropy":
        return random.dirichlet(np.ones(shape[1]), shape[0])
    if cost == "cross_entropy":
        return random.random(shape)
    return 2.0 * random.standard_normal(shape)
