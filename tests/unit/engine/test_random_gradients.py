"""Backpropagation against central differences on random networks: all activations, all costs they allow."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.gradient_check import GradientCheck, check_gradients
from nndesigner.engine.program import compile_network
from tests.unit.engine.drawing import Case, cases

EXAMPLES = 300
TOLERANCE = 1e-6

ROUNDING = 1e-9
"""A gradient below it may be nothing but rounding, as where a softmax is pulled equally at all its ends."""


def test_the_gradient_of_random_networks_is_the_slope_of_the_cost() -> None:
    """Parameters at a kink are skipped and counted; they, and networks without any slope, may not be many."""
    results: list[GradientCheck] = []
    seen: set[str] = set()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(case=cases(), ridge=st.sampled_from([0.0, 0.7]))
    def compare(case: Case, ridge: float) -> None:
        result = checked(case, ridge)
        assert result.parameters_checked + result.parameters_skipped == case.network.parameter_count
        if ridge or steepest(case) > ROUNDING:
            assert result.max_relative_error < TOLERANCE
            results.append(result)
            seen.update({case.cost}, names_of(case))

    compare()
    assert len(results) > 0.8 * EXAMPLES
    assert sum(result.parameters_skipped for result in results) < 0.01 * sum(
        result.parameters_checked for result in results
    )
    assert seen == {*COSTS, *ACTIVATIONS}


def checked(case: Case, ridge: float) -> GradientCheck:
    """With costs that lie further apart where they are too large to be told apart at the usual distance."""
    network, parameters, cost, x, y = case.network, case.parameters, case.cost, case.x, case.y
    result = check_gradients(network, parameters, cost, x, y, ridge=ridge)
    if result.max_relative_error < TOLERANCE:
        return result
    return check_gradients(network, parameters, cost, x, y, ridge=ridge, h=1e-4)


def steepest(case: Case) -> float:
    """The largest entry of the gradient."""
    program = compile_network(case.network, case.cost, len(case.x), np.float64)
    program.load(case.parameters)
    program.forward(case.x)
    program.backward(case.y)
    return float(np.abs(program.gradient).max())


def names_of(case: Case) -> set[str]:
    """All activations in a network."""
    layers = [layer for layer in case.network.layers if layer is not case.network.input_layer]
    return {layer.neuron_activation(neuron) for layer in layers for neuron in layer.neurons}
