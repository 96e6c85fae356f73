"""The gradients of the engine beside PyTorch's autograd, in double precision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.program import compile_network
from nndesigner.engine.rules import Rules
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import TOPOLOGIES, parameters_of, rows
from tests.unit.engine.drawing import HIDDEN, OUTPUTS, TAUGHT, Case, cases, without_removed
from tests.unit.engine.twin import Twin, gradient_of, there

pytestmark = pytest.mark.parity

STRENGTHS = st.sampled_from([0.0, 0.7])
COMMON = [("mse", "linear"), ("cross_entropy", "sigmoid"), ("softmax_cross_entropy", "softmax")]


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize(("cost", "output"), COMMON)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_gradients_agree_with_autograd(topology: str, cost: str, output: str, hidden: str) -> None:
    network = TOPOLOGIES[topology](hidden, output)
    compare(Case(network, parameters_of(network), cost, *rows(network, 7)))


@pytest.mark.parametrize(("cost", "output"), [(cost, name) for cost in OUTPUTS for name in OUTPUTS[cost]])
def test_every_legal_pair_of_cost_and_output_agrees_with_autograd(cost: str, output: str) -> None:
    network = TOPOLOGIES["skip"]("tanh", output)
    compare(Case(network, parameters_of(network), cost, *rows(network, 7)))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_random_networks_agree_with_autograd(case: Case) -> None:
    compare(case)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases(TAUGHT), ridge=STRENGTHS, l1=STRENGTHS, weighted=st.booleans())
def test_a_step_on_a_random_network_is_the_derivative_of_the_whole_objective(
    case: Case, ridge: float, l1: float, weighted: bool
) -> None:
    """Regularisers and row weights included: with η = 1 a step of plain descent is the gradient itself."""
    row_weights = np.linspace(0.0, 2.5, len(case.x)) if weighted else None
    start = without_removed(case.network, case.parameters)
    made = Trainer(
        case.network,
        start,
        case.x,
        case.y,
        cost=case.cost,
        batch_size=None,
        learning_rate=1.0,
        ridge=ridge,
        dtype=np.float64,
        rules=Rules(l1=l1),
        row_weights=row_weights,
    )
    made.step()
    after = made.parameters()
    twin = derived(case, ridge=ridge, l1=l1, row_weights=row_weights)
    weights = {key: w - after.weights[key] for key, w in start.weights.items()}
    biases = {key: b - after.biases[key] for key, b in start.biases.items()}
    assert_same_gradients(weights, biases, twin)


def compare(case: Case) -> None:
    """Hold cost and gradient against the twin's."""
    twin = derived(case)
    program = compile_network(case.network, case.cost, len(case.x), np.float64)
    program.load(case.parameters)
    program.forward(case.x)
    program.backward(case.y)
    assert program.cost_value(case.y) == pytest.approx(twin.cost(case.x, case.y).item(), rel=1e-10)
    assert_same_gradients(program.weight_gradients, program.bias_gradients, twin)


def derived(case: Case, **terms: Any) -> Twin:
    """A twin with the gradient of its cost."""
    twin = Twin(case.network, case.parameters, case.cost)
    cost = twin.cost(case.x, case.y, **terms)
    if cost.requires_grad:
        cost.backward()
    return twin


def assert_same_gradients(
    weights: Mapping[int, FloatArray], biases: Mapping[int, FloatArray], twin: Twin
) -> None:
    for connection in twin.network.connections:
        mine = weights[connection.id]
        theirs, where = gradient_of(twin.weights[connection.id]), there(connection, mine.shape)
        np.testing.assert_allclose(mine[where], theirs[where], rtol=1e-10, atol=1e-12)
    for key, bias in twin.biases.items():
        np.testing.assert_allclose(biases[key], gradient_of(bias), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_gradients_through_dropout_agree_with_autograd(topology: str) -> None:
    """Masks multiply the activations of hidden neurons, and so the errors that come back through them."""
    network = TOPOLOGIES[topology]("tanh", "softmax")
    x, y = rows(network, 7)
    parameters = parameters_of(network)
    program = compile_network(network, "softmax_cross_entropy", 7, np.float64, dropping=True)
    program.load(parameters)
    masks = program.masks(7)
    assert masks is not None
    masks[...] = np.random.default_rng(2).choice([0.0, 2.0], masks.shape)
    computing = [layer for layer in network.forward_order if layer.role is not Role.INPUT]
    stops = np.cumsum([layer.size for layer in computing])
    by_layer = zip(computing, np.split(masks, stops[:-1]), strict=True)
    hidden = {layer.id: mask.T for layer, mask in by_layer if layer.role is Role.HIDDEN}
    twin = Twin(network, parameters, "softmax_cross_entropy", hidden)
    twin.cost(x, y).backward()
    program.forward(x)
    program.backward(y)
    assert_same_gradients(program.weight_gradients, program.bias_gradients, twin)
