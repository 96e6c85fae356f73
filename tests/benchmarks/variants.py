"""What a step costs where network or rule are not the plain ones, against plain SGD on the same network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nndesigner.engine.network import Layer, Network, Override, Role
from nndesigner.engine.rules import Rules
from tests.benchmarks.cases import ADAM, CASES, PLAIN, Case, Setting, trainer_of, training
from tests.benchmarks.row import Row, row
from tests.benchmarks.timing import Contender, interleaved
from tests.benchmarks.wanted import Wanted

MOST = 1.6
REMOVED = 0.3
SCATTERED = ("sigmoid", "tanh", "relu")
_PLAIN = "plain SGD"
_STEPS_PER_EPOCH = 8
"""At least so many turns make an epoch, so that slow networks do not overrun their time by much."""


def masked(network: Network) -> Network:
    """The same with 30 % of all weights removed at random."""
    random = np.random.default_rng(0)
    connections = []
    for connection in network.connections:
        sizes = network.layer(connection.target).size, network.layer(connection.source).size
        mask = random.random(sizes) >= REMOVED
        mask.flags.writeable = False
        connections.append(replace(connection, mask=mask))
    return replace(network, connections=tuple(connections))


def mixed(network: Network) -> Network:
    """The same with hidden neurons that are sigmoid, tanh and ReLU in turn."""
    return replace(network, layers=tuple(_mixed(layer) for layer in network.layers))


def _mixed(layer: Layer) -> Layer:
    if layer.role is not Role.HIDDEN:
        return layer
    names = {neuron: SCATTERED[place % len(SCATTERED)] for place, neuron in enumerate(layer.neurons)}
    return replace(layer, overrides={neuron: Override(activation=name) for neuron, name in names.items()})


def _unchanged(network: Network) -> Network:
    return network


@dataclass(frozen=True)
class Variant:
    """One thing that differs from plain SGD on the plain network; with a target or for information."""

    name: str
    setting: Setting = PLAIN
    change: Callable[[Network], Network] = _unchanged
    at_most: float | None = MOST


VARIANTS = (
    Variant("30 % of the weights removed", change=masked),
    Variant("sigmoid, tanh and ReLU scattered", change=mixed),
    Variant("ridge", Setting(ridge=1.0)),
    Variant("L1", Setting(Rules(l1=1.0)), at_most=None),
    Variant("Adam", ADAM),
    Variant("momentum", Setting(Rules(optimizer="momentum"), rate=0.005), at_most=None),
    Variant("gradient clipped to length 1", Setting(Rules(clip_norm=1.0)), at_most=None),
    Variant("dropout 50 %", Setting(Rules(dropout=0.5)), at_most=None),
)


def variants(wanted: Wanted, repeats: int, seconds: float) -> Iterator[Row]:
    """Time of each variant's step over that of the plain one, for every case."""
    for case in CASES:
        chosen = [variant for variant in VARIANTS if wanted(_name(case, variant))]
        if chosen:
            yield from _rows(case, chosen, repeats, seconds)


def _rows(case: Case, chosen: Sequence[Variant], repeats: int, seconds: float) -> Iterator[Row]:
    contenders = {_PLAIN: _contender(case, Variant(_PLAIN))}
    contenders |= {variant.name: _contender(case, variant) for variant in chosen}
    # A quarter of the time each: they are many, all ours, and a turn is short.
    rates = interleaved(contenders, repeats, seconds / 4.0)
    for variant in chosen:
        costs = [plain / other for plain, other in zip(rates[_PLAIN], rates[variant.name], strict=True)]
        yield row(_name(case, variant), costs, "×", at_most=variant.at_most, peer=_PLAIN)


def _contender(case: Case, variant: Variant) -> Contender:
    x, labels = case.labelled()
    network = variant.change(case.network())
    trainer = trainer_of(case, network, x, case.one_hot(labels), variant.setting)
    return training(case, trainer, max(case.rows // case.batch // _STEPS_PER_EPOCH, 1))


def _name(case: Case, variant: Variant) -> str:
    return f"{case.name}: step with {variant.name}"
