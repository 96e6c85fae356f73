"""A hundred steps of every optimiser beside torch.optim, in double precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nndesigner.engine.feed import order_of
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.rules import Rules
from tests.unit.engine.builders import TOPOLOGIES, parameters_of, rows
from tests.unit.engine.training import stepped, trainer
from tests.unit.engine.twin import Twin, assert_same_parameters

pytestmark = pytest.mark.parity

ROWS, STEPS = 9, 100
COST = "softmax_cross_entropy"
RATES = {
    "sgd": 0.3,
    "momentum": 0.05,
    "nesterov": 0.05,
    "rmsprop": 0.002,
    "adam": 0.02,
    "adamw": 0.02,
}
"""Small enough that no path is chaotic: where steps jump about a minimum, the last bits grow apart."""

EVERY = pytest.mark.parametrize("optimiser", RATES)
TOPOLOGY = pytest.mark.parametrize("topology", TOPOLOGIES)


def theirs(twin: Twin, name: str, rate: float, decay: float) -> Any:
    """The optimiser of the same name, ridge as weight decay of the weights alone."""
    optim, groups = twin.torch.optim, twin.groups(decay)
    makers: dict[str, Callable[[], Any]] = {
        "sgd": lambda: optim.SGD(groups, lr=rate),
        "momentum": lambda: optim.SGD(groups, lr=rate, momentum=0.8),
        "nesterov": lambda: optim.SGD(groups, lr=rate, momentum=0.8, nesterov=True),
        "rmsprop": lambda: optim.RMSprop(groups, lr=rate, alpha=0.95, eps=1e-7),
        "adam": lambda: optim.Adam(groups, lr=rate, betas=(0.8, 0.99), eps=1e-7),
        "adamw": lambda: optim.AdamW(groups, lr=rate, betas=(0.8, 0.99), eps=1e-7),
    }
    return makers[name]()


def ours(name: str, **changes: Any) -> Rules:
    """The same settings; none of them is the default."""
    return Rules(
        optimizer=name,
        **{"momentum": 0.8, "beta1": 0.8, "beta2": 0.99, "rho": 0.95, "epsilon": 1e-7, **changes},
    )


def full_batch(network: Network, rate: float, ridge: float, rules: Rules, **changes: Any) -> Parameters:
    """What so many steps with all rows lead to."""
    made = trainer(
        network,
        count=ROWS,
        cost=COST,
        batch_size=None,
        learning_rate=rate,
        ridge=ridge,
        dtype="float64",
        rules=rules,
        **changes,
    )
    return stepped(made, STEPS).parameters()


def walk(twin: Twin, optimiser: Any, *, before: Callable[[], object] = int, **terms: Any) -> None:
    """Take the steps; `before` may change the gradients."""
    x, y = rows(twin.network, ROWS)
    for _ in range(STEPS):
        optimiser.zero_grad()
        twin.cost(x, y, **terms).backward()
        before()
        optimiser.step()


@TOPOLOGY
@EVERY
@pytest.mark.parametrize("ridge", [0.0, 0.7])
def test_a_hundred_steps_follow_torch_optim(topology: str, optimiser: str, ridge: float) -> None:
    network, rate = TOPOLOGIES[topology]("tanh", "softmax"), RATES[optimiser]
    twin = Twin(network, parameters_of(network), COST)
    walk(twin, theirs(twin, optimiser, rate, ridge / ROWS))
    assert_same_parameters(full_batch(network, rate, ridge, ours(optimiser)), twin)


@TOPOLOGY
@EVERY
def test_the_magnitudes_of_the_weights_join_the_gradient(topology: str, optimiser: str) -> None:
    """L1 through autograd of |w|; ridge as weight decay beside it."""
    network, rate = TOPOLOGIES[topology]("tanh", "softmax"), RATES[optimiser] / 20.0
    twin = Twin(network, parameters_of(network), COST)
    walk(twin, theirs(twin, optimiser, rate, 0.7 / ROWS), l1=0.05)
    assert_same_parameters(full_batch(network, rate, 0.7, ours(optimiser, l1=0.05)), twin)


@EVERY
def test_clipping_by_length_comes_before_ridge(optimiser: str) -> None:
    network, rate, longest = TOPOLOGIES["mixed"]("tanh", "softmax"), RATES[optimiser], 1.0
    twin = Twin(network, parameters_of(network), COST)
    clip = twin.torch.nn.utils.clip_grad_norm_
    shortened = 0

    def shorten() -> None:
        nonlocal shortened
        length = float(clip(twin.leaves, float("inf")))
        if length > longest:
            # PyTorch divides by the length and a millionth more, which is taken back here.
            clip(twin.leaves, longest * (length + 1e-6) / length)
            shortened += 1

    walk(twin, theirs(twin, optimiser, rate, 0.7 / ROWS), before=shorten)
    assert 0 < shortened < STEPS
    assert_same_parameters(full_batch(network, rate, 0.7, ours(optimiser, clip_norm=longest)), twin)


@EVERY
def test_clipping_by_value_comes_before_ridge(optimiser: str) -> None:
    network, rate, largest = TOPOLOGIES["masked"]("tanh", "softmax"), RATES[optimiser], 0.03
    twin = Twin(network, parameters_of(network), COST)
    optimizer = theirs(twin, optimiser, rate, 0.7 / ROWS)
    walk(twin, optimizer, before=lambda: twin.torch.nn.utils.clip_grad_value_(twin.leaves, largest))
    clipped = full_batch(network, rate, 0.7, ours(optimiser, clip_value=largest))
    assert_same_parameters(clipped, twin)
    assert not clipped.equals(full_batch(network, rate, 0.7, ours(optimiser)))


@TOPOLOGY
@pytest.mark.parametrize(
    ("ridge", "memory", "rate"), [(0.0, 20, 0.03), (10.0, 1, 0.3), (10.0, 4, 0.3), (10.0, 20, 1.0)]
)
def test_l_bfgs_with_fixed_steps_follows_torch(topology: str, ridge: float, memory: int, rate: float) -> None:
    """As torch's L-BFGS takes one group of parameters only, ridge is part of the cost.

    Without ridge the minimum is flat, and only small steps from a start of positive curvature stay together.
    """
    network = TOPOLOGIES[topology]("tanh", "softmax")
    start = parameters_of(network, seed=2)
    twin = Twin(network, start, COST)
    x, y = rows(network, ROWS)
    optimiser = twin.torch.optim.LBFGS(
        twin.leaves,
        lr=rate,
        max_iter=1,
        history_size=memory,
        line_search_fn=None,
        tolerance_grad=0.0,
        tolerance_change=0.0,
    )

    def closure() -> Any:
        optimiser.zero_grad()
        cost = twin.cost(x, y, ridge)
        cost.backward()
        return cost

    for _ in range(STEPS):
        optimiser.step(closure)
    rules = Rules(optimizer="lbfgs", memory=memory, line_search=False)
    assert_same_parameters(full_batch(network, rate, ridge, rules, start=start), twin)


def test_mini_batches_follow_torch_too() -> None:
    """The gradient of each batch is averaged over its own rows, the ridge over all."""
    network, rate = TOPOLOGIES["skip"]("tanh", "softmax"), 0.02
    twin = Twin(network, parameters_of(network), COST)
    optimiser = theirs(twin, "adam", rate, 0.7 / ROWS)
    x, y = rows(network, ROWS)
    for epoch in range(20):
        order = order_of(11, epoch, ROWS)
        for start in range(0, ROWS, 4):
            batch = order[start : start + 4]
            optimiser.zero_grad()
            twin.cost(x[batch], y[batch]).backward()
            optimiser.step()
    made = trainer(
        network,
        count=ROWS,
        cost=COST,
        batch_size=4,
        learning_rate=rate,
        ridge=0.7,
        dtype="float64",
        rules=ours("adam"),
    )
    assert_same_parameters(stepped(made, 60).parameters(), twin)


def test_row_weights_follow_torch_too() -> None:
    network, rate = TOPOLOGIES["joined"]("tanh", "softmax"), 0.05
    counts = np.linspace(0.0, 2.0, ROWS)
    twin = Twin(network, parameters_of(network), COST)
    walk(twin, theirs(twin, "nesterov", rate, 0.7 / ROWS), row_weights=counts)
    weighted = full_batch(network, rate, 0.7, ours("nesterov"), row_weights=counts)
    assert_same_parameters(weighted, twin)
