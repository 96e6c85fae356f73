"""The engine beside PyTorch: the same gradients and the same hundred steps, in double precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.engine.network import Connection, Layer, Network, Override, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import compile_network
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import TOPOLOGIES, Builder, parameters_of, rows

pytestmark = pytest.mark.parity

PAIRS = [
    ("mse", "linear"),
    ("mse", "sigmoid"),
    ("mse", "softmax"),
    ("cross_entropy", "sigmoid"),
    ("cross_entropy", "softmax"),
    ("softmax_cross_entropy", "softmax"),
]


class Twin:
    """The same network in PyTorch, written from the definition: masks multiply, z sums over all incoming."""

    def __init__(self, network: Network, parameters: Parameters, cost: str) -> None:
        self.torch: Any = pytest.importorskip("torch")
        self.network, self.cost_name = network, cost
        self.weights = {key: self._leaf(w) for key, w in parameters.weights.items()}
        self.biases = {key: self._leaf(b) for key, b in parameters.biases.items()}

    def _leaf(self, array: FloatArray) -> Any:
        return self.torch.tensor(np.array(array), requires_grad=True)

    def forward(self, x: FloatArray) -> Any:
        a: dict[int, Any] = {}
        for layer in self.network.forward_order:
            if layer.role is Role.INPUT:
                a[layer.id] = self.torch.tensor(x)
                continue
            z = self.biases[layer.id].expand(len(x), layer.size)
            for connection in self.network.incoming(layer.id):
                z = z + a[connection.source] @ self._masked(connection).T
            a[layer.id] = self._activated(layer, z)
        last = self.network.output_layer
        assert last is not None
        return a[last.id]

    def cost(self, x: FloatArray, y: FloatArray, ridge: float) -> Any:
        a, target, torch = self.forward(x), self.torch.tensor(y), self.torch
        if self.cost_name == "mse":
            data = ((a - target) ** 2).sum() / 2.0
        elif self.cost_name == "cross_entropy":
            data = -(target * torch.log(a) + (1.0 - target) * torch.log(1.0 - a)).sum()
        else:
            data = -(target * torch.log(a)).sum()
        squares = sum((self._masked(connection) ** 2).sum() for connection in self.network.connections)
        return data / len(x) + ridge / (2.0 * len(x)) * squares

    def _masked(self, connection: Connection) -> Any:
        w = self.weights[connection.id]
        return w if connection.mask is None else w * self.torch.tensor(connection.mask)

    def _activated(self, layer: Layer, z: Any) -> Any:
        names = [layer.neuron_activation(neuron) for neuron in layer.neurons]
        if set(names) == {"softmax"}:
            return self.torch.softmax(z, dim=1)
        functions = {
            "sigmoid": self.torch.sigmoid,
            "tanh": self.torch.tanh,
            "relu": self.torch.relu,
            "linear": lambda column: column,
        }
        columns = [functions[name](z[:, place]) for place, name in enumerate(names)]
        return self.torch.stack(columns, dim=1)


@st.composite
def networks(draw: st.DrawFn, outputs: str) -> Network:
    """Any acyclic network of up to six layers, with removed weights and neurons of their own."""
    builder = Builder()
    names = st.sampled_from(["sigmoid", "tanh", "relu", "linear"])
    sizes = [draw(st.integers(1, 4))]
    layers = [builder.layer(sizes[0], role=Role.INPUT)]
    for _ in range(draw(st.integers(0, 4))):
        sizes.append(draw(st.integers(1, 5)))
        places = draw(st.sets(st.integers(0, sizes[-1] - 1), max_size=3))
        overrides = {place: Override(activation=draw(names)) for place in places}
        layers.append(builder.layer(sizes[-1], draw(names), overrides=overrides))
    sizes.append(draw(st.integers(2, 4)))
    layers.append(builder.layer(sizes[-1], outputs, Role.OUTPUT))
    pairs = [(source, target) for target in range(1, len(layers)) for source in range(target)]
    for source, target in draw(st.permutations(pairs)):
        if draw(st.booleans()):
            mask = None
            if draw(st.booleans()):
                bits = draw(st.lists(st.booleans(), min_size=64, max_size=64))
                mask = np.array(bits[: sizes[target] * sizes[source]]).reshape(sizes[target], sizes[source])
            builder.connect(layers[source], layers[target], mask)
    return builder.network()


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize(("cost", "output"), PAIRS)
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
def test_gradients_agree_with_autograd(topology: str, cost: str, output: str, hidden: str) -> None:
    network = TOPOLOGIES[topology](hidden, output)
    compare(network, cost, seed=3)


def compare(network: Network, cost: str, seed: int) -> None:
    x, y = rows(network, 7, seed)
    parameters = parameters_of(network, seed)
    twin = Twin(network, parameters, cost)
    cost_of_twin = twin.cost(x, y, 0.0)
    cost_of_twin.backward()
    program = compile_network(network, cost, 7, np.float64)
    program.load(parameters)
    program.forward(x)
    program.backward(y)
    assert program.cost_value(y) == pytest.approx(cost_of_twin.item(), rel=1e-10)
    for connection in network.connections:
        theirs = gradient_of(twin.weights[connection.id])
        mine = program.weight_gradients[connection.id]
        there = np.ones(mine.shape, bool) if connection.mask is None else connection.mask
        np.testing.assert_allclose(mine[there], theirs[there], rtol=1e-10, atol=1e-12)
    for key, bias in twin.biases.items():
        np.testing.assert_allclose(program.bias_gradients[key], gradient_of(bias), rtol=1e-10, atol=1e-12)


def gradient_of(tensor: Any) -> FloatArray:
    """Zeros where autograd found no way from the parameter to the cost."""
    found = np.zeros(tuple(tensor.shape)) if tensor.grad is None else tensor.grad.numpy()
    return np.asarray(found)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), pair=st.sampled_from(PAIRS), seed=st.integers(0, 1000))
def test_random_networks_agree_with_autograd(data: st.DataObject, pair: tuple[str, str], seed: int) -> None:
    cost, output = pair
    compare(data.draw(networks(output)), cost, seed)


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("ridge", [0.0, 0.7])
def test_a_hundred_steps_follow_torch_optim(topology: str, ridge: float) -> None:
    network = TOPOLOGIES[topology]("tanh", "softmax")
    x, y = rows(network, 9)
    parameters = parameters_of(network)
    twin = Twin(network, parameters, "softmax_cross_entropy")
    optimiser = twin.torch.optim.SGD([*twin.weights.values(), *twin.biases.values()], lr=0.3)
    made = Trainer(
        network,
        parameters,
        x,
        y,
        cost="softmax_cross_entropy",
        batch_size=None,
        learning_rate=0.3,
        ridge=ridge,
        dtype=np.float64,
    )
    for _ in range(100):
        optimiser.zero_grad()
        twin.cost(x, y, ridge).backward()
        optimiser.step()
        made.step()
    after = made.parameters()
    for connection in network.connections:
        theirs = twin.weights[connection.id].detach().numpy()
        if connection.mask is not None:
            theirs = theirs * connection.mask
        np.testing.assert_allclose(after.weights[connection.id], theirs, atol=1e-10)
    for key, bias in twin.biases.items():
        np.testing.assert_allclose(after.biases[key], bias.detach().numpy(), atol=1e-10)
