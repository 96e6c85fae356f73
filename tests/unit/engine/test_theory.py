"""The facts of the theory as the engine computes them, worked by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.feed import order_of
from nndesigner.engine.metrics import predicted_classes
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import chain, parameters_of, plain, rows, skipping

NEURONS = [(1.0, 0.0, 2.0, 2.0), (0.5, 1.0, -3.0, 0.2), (-2.0, 1.0, 0.6, 0.9)]
"""(x, y, w, b) of single neurons with one input."""


def neuron(activation: str, w: list[float], b: float, cost: str | None = "mse") -> Program:
    """One neuron with given weights and bias."""
    network = chain([len(w), 1], [activation])
    program = compile_network(network, cost, 32, np.float64)
    program.load(
        Parameters({network.connections[0].id: np.array([w])}, {network.layers[1].id: np.array([b])})
    )
    return program


def gradient(program: Program, x: float, y: float) -> tuple[float, float]:
    """(∂C/∂w, ∂C/∂b) of a neuron with one input for one sample."""
    program.forward(np.array([[x]]))
    program.backward(np.array([[y]]))
    w, b = program.gradient.tolist()
    return float(w), float(b)


def sigmoid(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-z))


def test_t1_the_football_perceptron_goes_in_exactly_five_of_eight_cases() -> None:
    """Friends 3, probability of winning 1, price 5, threshold 3 (eq. 2: b = −3)."""
    perceptron = neuron("step", [3.0, 1.0, 5.0], -3.0, None)
    cases = np.array(list(itertools.product([0.0, 1.0], repeat=3)))
    outputs = perceptron.forward(cases)[:, 0]
    goes = {tuple(case) for case, output in zip(cases.astype(int).tolist(), outputs, strict=True) if output}
    assert goes == {(1, 1, 1), (1, 1, 0), (0, 1, 1), (1, 0, 1), (0, 0, 1)}
    assert set(outputs.tolist()) == {0.0, 1.0}


def test_t1_friends_alone_reach_the_threshold_and_do_not_pass_it() -> None:
    assert neuron("step", [3.0, 1.0, 5.0], -3.0, None).forward(np.array([[1.0, 0.0, 0.0]]))[0, 0] == 0.0


def test_t2_a_small_change_gives_the_small_change_of_equation_4() -> None:
    w, b, x, dw, db = 0.6, -0.2, 1.5, 1e-5, -2e-5
    before = float(neuron("sigmoid", [w], b).forward(np.array([[x]]))[0, 0])
    after = float(neuron("sigmoid", [w + dw], b + db).forward(np.array([[x]]))[0, 0])
    slope = before * (1.0 - before)
    assert after - before == pytest.approx(slope * x * dw + slope * db, rel=1e-4)


def test_t2_a_step_is_the_limit_of_a_steep_sigmoid() -> None:
    x = np.array([[-1.0], [-0.01], [0.01], [1.0]])
    step = neuron("step", [1.0], 0.0).forward(x).copy()
    errors = [np.abs(neuron("sigmoid", [k], 0.0).forward(x) - step).max() for k in (1.0, 1e2, 1e3, 1e5)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 1e-12


def test_t3_relu_has_slope_one_right_of_zero_and_none_left_of_it() -> None:
    z = np.array([[-2.0, -1e-9, 1e-9, 2.0]])
    a, slope = np.empty_like(z), np.empty_like(z)
    ACTIVATIONS["relu"].value(z, a)
    ACTIVATIONS["relu"].derivative(z, a, slope)
    assert a.tolist() == [[0.0, 0.0, 1e-9, 2.0]]
    assert slope.tolist() == [[0.0, 0.0, 1.0, 1.0]]


def test_t4_the_outputs_of_the_text_mean_the_second_class() -> None:
    assert predicted_classes(np.array([[0.1, 0.8, 0.3]])).tolist() == [1]
    assert predicted_classes(np.array([[0.5], [0.51]])).tolist() == [0, 1]


def test_t5_forward_propagation_of_figure_5_is_equation_11() -> None:
    network = chain([3, 5, 3, 3], ["relu", "relu", "sigmoid"])
    parameters = parameters_of(network)
    x, _ = rows(network, 4)
    program = compile_network(network, "mse", 4, np.float64)
    program.load(parameters)
    a: FloatArray = x
    for connection in network.connections:
        w, b = parameters.weights[connection.id], parameters.biases[connection.target]
        z = a @ w.T + b
        a = 1.0 / (1.0 + np.exp(-z)) if connection.target == network.layers[-1].id else np.maximum(z, 0.0)
    np.testing.assert_allclose(program.forward(x), a, rtol=1e-12)


def test_t6_the_cost_has_the_factor_one_over_two_m() -> None:
    program = neuron("linear", [1.0], 0.0)
    program.forward(np.array([[1.0], [2.0], [4.0]]))
    assert program.cost_value(np.array([[0.0], [0.0], [1.0]])) == (1.0 + 4.0 + 9.0) / (2.0 * 3.0)


def test_t7_cross_entropy_of_a_right_answer_is_minus_its_logarithm() -> None:
    """For y = 1 the second term vanishes and C = −ln a."""
    program = neuron("sigmoid", [2.0], 0.5, "cross_entropy")
    a = float(program.forward(np.array([[1.0]]))[0, 0])
    assert program.cost_value(np.array([[1.0]])) == pytest.approx(-math.log(a))
    assert program.cost_value(np.array([[0.0]])) == pytest.approx(-math.log(1.0 - a))


def test_t8_ridge_adds_half_the_squares_of_the_weights_and_no_biases() -> None:
    """(λ/2m) Σ w² of eq. 19, for w = 3 and 4, b = 100, λ = 2 and m = 5: 2 · 25 / 10."""
    assert neuron("linear", [3.0, 4.0], 100.0).penalty(2.0, 5) == 5.0


def test_t8_a_step_with_ridge_shrinks_by_eta_lambda_over_m() -> None:
    """w ← (1 − ηλ/m) w − η ∂C₀/∂w, with the η that eq. 21 has lost; b ← b − η ∂C₀/∂b.

    One linear neuron, w = 2, b = 1, two samples x = 1, y = 0 and x = 3, y = 5: a = 3 and 7, a − y = 3 and 2,
    ∂C₀/∂w = (3 + 6)/2, ∂C₀/∂b = (3 + 2)/2. With η = 0.1 and λ = 4 the weight keeps 0.8 of itself.
    """
    network = chain([1, 1], ["linear"])
    connection, last = network.connections[0].id, network.layers[1].id
    made = Trainer(
        network,
        Parameters({connection: np.array([[2.0]])}, {last: np.array([1.0])}),
        np.array([[1.0], [3.0]]),
        np.array([[0.0], [5.0]]),
        cost="mse",
        batch_size=None,
        learning_rate=0.1,
        ridge=4.0,
        dtype=np.float64,
    )
    made.step()
    after = made.parameters()
    assert after.weights[connection][0, 0] == pytest.approx(0.8 * 2.0 - 0.1 * 4.5, rel=1e-14)
    assert after.biases[last][0] == pytest.approx(1.0 - 0.1 * 2.5, rel=1e-14)


def test_t9_a_mini_batch_step_follows_the_mean_over_its_own_samples() -> None:
    """Eq. 54 and 55: batches of one, two steps from w = b = 0 worked by hand, in the order of the epoch."""
    network = chain([1, 1], ["linear"])
    connection, last = network.connections[0].id, network.layers[1].id
    x, y = np.array([[1.0], [2.0]]), np.array([[1.0], [4.0]])
    made = Trainer(
        network,
        Parameters({connection: np.zeros((1, 1))}, {last: np.zeros(1)}),
        x,
        y,
        cost="mse",
        batch_size=1,
        learning_rate=0.5,
        dtype=np.float64,
    )
    made.run(2)
    after = made.parameters()
    # (1, 1) first: w = b = ½, then (2, 4) with a = 1.5. (2, 4) first: w = 4, b = 2, then (1, 1) with a = 6.
    ways = [(0.5 + 0.5 * 2.5 * 2.0, 0.5 + 0.5 * 2.5), (4.0 - 0.5 * 5.0, 2.0 - 0.5 * 5.0)]
    first = int(order_of(0, 0, 2)[0])
    assert (after.weights[connection][0, 0], after.biases[last][0]) == pytest.approx(ways[first])


def test_t10_the_five_steps_of_the_algorithm() -> None:
    """δ^L = ∇_a C ⊙ σ′(z^L); δ^l = [(w^(l+1))ᵀ δ^(l+1)] ⊙ σ′(z^l); ∂C/∂b = δ; ∂C/∂w = δ a."""
    network = plain("sigmoid", "sigmoid")
    parameters = parameters_of(network)
    x, y = rows(network, 1)
    program = compile_network(network, "mse", 1, np.float64)
    program.load(parameters)
    program.forward(x)
    program.backward(y)
    a = [program.a[layer.id][0] for layer in network.layers]
    w = [parameters.weights[connection.id] for connection in network.connections]
    delta = [np.empty(0)] * 4
    delta[3] = (a[3] - y[0]) * a[3] * (1.0 - a[3])
    for place in (2, 1):
        m = np.diag(a[place] * (1.0 - a[place]))  # M_l of eq. 45
        delta[place] = m @ w[place].T @ delta[place + 1]
    for place, layer in enumerate(network.layers[1:], start=1):
        np.testing.assert_allclose(program.delta[layer.id][0], delta[place], rtol=1e-12)
        np.testing.assert_allclose(program.bias_gradients[layer.id], delta[place], rtol=1e-12)
        connection = network.connections[place - 1].id
        expected = np.outer(delta[place], a[place - 1])
        np.testing.assert_allclose(program.weight_gradients[connection], expected, rtol=1e-12)


@pytest.mark.parametrize(("x", "y", "w", "b"), NEURONS)
def test_t11_the_mse_gradient_of_a_neuron_has_the_slope_in_it(
    x: float, y: float, w: float, b: float
) -> None:
    """Eq. 57 and 58: [σ(z) − y] σ′(z) x and [σ(z) − y] σ′(z)."""
    a = sigmoid(w * x + b)
    slope = a * (1.0 - a)
    expected = ((a - y) * slope * x, (a - y) * slope)
    assert gradient(neuron("sigmoid", [w], b), x, y) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("x", "y", "w", "b"), NEURONS)
def test_t11_the_cross_entropy_gradient_is_free_of_the_slope(x: float, y: float, w: float, b: float) -> None:
    """Eq. 69 and 71: x [σ(z) − y] and σ(z) − y."""
    a = sigmoid(w * x + b)
    found = gradient(neuron("sigmoid", [w], b, "cross_entropy"), x, y)
    assert found == pytest.approx((x * (a - y), a - y), rel=1e-12)


def test_t11_a_saturated_neuron_learns_slowly_with_mse_and_fast_with_cross_entropy() -> None:
    slow = abs(gradient(neuron("sigmoid", [5.0], 5.0), 1.0, 0.0)[0])
    fast = abs(gradient(neuron("sigmoid", [5.0], 5.0, "cross_entropy"), 1.0, 0.0)[0])
    assert slow < 5e-5
    assert fast > 0.9999


def test_t12_a_dead_relu_is_not_revived_by_training() -> None:
    """Its weights and bias stay to the last bit, while the others learn."""
    network = chain([2, 3, 1], ["relu", "linear"])
    hidden, into = network.layers[1].id, network.connections[0].id
    start = parameters_of(network)
    bias = start.biases[hidden].copy()
    bias[1] = -100.0
    start = Parameters(start.weights, {**start.biases, hidden: bias})
    x, y = rows(network, 20)
    made = Trainer(
        network, start, x, y, cost="mse", batch_size=5, learning_rate=0.1, dtype=np.float64
    )
    while made.epoch < 5:
        made.step()
    after = made.parameters()
    assert (after.weights[into] == start.weights[into]).all(axis=1).tolist() == [False, True, False]
    assert (after.biases[hidden] == bias).tolist() == [False, True, False]


def test_t12_a_dead_relu_gets_no_gradient_at_all() -> None:
    network = chain([2, 3, 1], ["relu", "linear"])
    into, out = network.connections
    parameters = parameters_of(network)
    parameters.biases[network.layers[1].id].flags.writeable = True
    parameters.biases[network.layers[1].id][1] = -100.0
    x, y = rows(network, 20)
    program = compile_network(network, "mse", 20, np.float64)
    program.load(parameters)
    program.forward(x)
    program.backward(y)
    hidden = network.layers[1].id
    assert not program.delta[hidden][:, 1].any()
    assert not program.weight_gradients[into.id][1].any()
    assert program.bias_gradients[hidden][1] == 0.0
    assert program.weight_gradients[out.id][0, 1] == 0.0
    assert program.weight_gradients[into.id][[0, 2]].any()


@pytest.mark.parametrize(("activation", "kept"), [("sigmoid", 0.25**8), ("relu", 1.0)])
def test_t12_the_error_vanishes_through_sigmoids_and_not_through_relus(activation: str, kept: float) -> None:
    """Eight neurons in a row, all weights 1: each sigmoid lets a quarter of the error through at most."""
    network = chain([1] * 10, [activation] * 8 + ["linear"])
    weights = {connection.id: np.ones((1, 1)) for connection in network.connections}
    biases = {layer.id: np.full(1, 0.0) for layer in network.layers[1:]}
    program = compile_network(network, "mse", 1, np.float64)
    program.load(Parameters(weights, biases))
    program.forward(np.ones((1, 1)))
    program.backward(np.zeros((1, 1)))
    share = program.delta[network.layers[1].id][0, 0] / program.delta[network.layers[-1].id][0, 0]
    assert 0.0 < share <= kept


def paths(network: Network, start: int, end: int) -> list[list[int]]:
    """All paths between two layers as lists of connection ids."""
    if start == end:
        return [[]]
    return [
        [connection.id, *rest]
        for connection in network.outgoing(start)
        for rest in paths(network, connection.target, end)
    ]


@pytest.mark.parametrize("make", [plain, skipping])
def test_t13_backpropagation_is_the_sum_over_all_paths(make: object) -> None:
    """Eq. 77 for every weight into the first hidden layer, each path neuron by neuron."""
    network = plain("tanh", "sigmoid") if make is plain else skipping("tanh", "sigmoid")
    parameters = parameters_of(network)
    x, y = rows(network, 1)
    program = compile_network(network, "mse", 1, np.float64)
    program.load(parameters)
    program.forward(x)
    program.backward(y)
    hidden, last = network.layers[1], network.layers[-1]
    into = network.between(network.layers[0].id, hidden.id)
    assert into is not None

    def slope(layer_id: int, j: int) -> float:
        layer, a = network.layer(layer_id), program.a[layer_id]
        out = np.empty_like(a)
        ACTIVATIONS[layer.activation].derivative(program.z[layer_id], a, out)
        return float(out[0, j])

    def along(path: list[int], j: int) -> float:
        """Sum of the products along every way of neurons through these connections."""
        if not path:
            return float((program.a[last.id] - y)[0, j])
        connection = network.connection(path[0])
        w = parameters.weights[connection.id]
        return sum(
            float(w[i, j]) * slope(connection.target, i) * along(path[1:], i) for i in range(w.shape[0])
        )

    for j, k in itertools.product(range(hidden.size), range(3)):
        total = sum(along(path, j) for path in paths(network, hidden.id, last.id))
        expected = total * slope(hidden.id, j) * x[0, k]
        assert program.weight_gradients[into.id][j, k] == pytest.approx(expected, rel=1e-11)


def test_the_costs_are_convex_in_the_output_only() -> None:
    """Two weights one after the other: the cost at the middle of two minima is higher than at both."""
    network = chain([1, 1, 1], ["linear", "linear"])
    program = compile_network(network, "mse", 1, np.float64)

    def cost(first: float, second: float) -> float:
        weights = zip(network.connections, (first, second), strict=True)
        program.load(
            Parameters(
                {connection.id: np.full((1, 1), w) for connection, w in weights},
                {layer.id: np.zeros(1) for layer in network.layers[1:]},
            )
        )
        program.forward(np.ones((1, 1)))
        return program.cost_value(np.ones((1, 1)))

    assert cost(1.0, 1.0) == cost(-1.0, -1.0) == 0.0
    assert cost(0.0, 0.0) > 0.0
    assert COSTS["mse"].refusal("linear") is None
