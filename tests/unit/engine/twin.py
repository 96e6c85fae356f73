"""The same network in PyTorch, written from the definitions: what the engine is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nndesigner.engine.costs.huber import KNEE
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters


class Twin:
    """Masks multiply, z sums over all incoming connections, and autograd finds the gradients.

    Args:
        network: What to compute.
        parameters: Where to start.
        cost: Registry name.
        masks: By layer id, what dropout multiplies the activations by, shape (rows, n_l).
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        cost: str,
        masks: Mapping[int, FloatArray] | None = None,
    ) -> None:
        self.torch: Any = pytest.importorskip("torch")
        self.network, self._cost, self._masks = network, cost, masks or {}
        self.weights = {key: self._leaf(w) for key, w in parameters.weights.items()}
        self.biases = {key: self._leaf(b) for key, b in parameters.biases.items()}

    @property
    def leaves(self) -> list[Any]:
        """All parameters."""
        return [*self.weights.values(), *self.biases.values()]

    def groups(self, decay: float) -> list[dict[str, Any]]:
        """Parameter groups for `torch.optim`: weights that decay, biases that do not."""
        return [
            {"params": list(self.weights.values()), "weight_decay": decay},
            {"params": list(self.biases.values()), "weight_decay": 0.0},
        ]

    def cost(
        self,
        x: FloatArray,
        y: FloatArray,
        ridge: float = 0.0,
        l1: float = 0.0,
        row_weights: FloatArray | None = None,
    ) -> Any:
        """The regularised cost (eq. 19, and the same with magnitudes), a tensor that can be derived."""
        count = 1.0 if row_weights is None else self.torch.tensor(row_weights)
        data = (self._row_costs(x, self.torch.tensor(y)) * count).sum()
        weights = [self.masked(connection) for connection in self.network.connections]
        squares = sum((w**2).sum() for w in weights)
        magnitudes = sum(w.abs().sum() for w in weights)
        return (data + ridge / 2.0 * squares + l1 * magnitudes) / len(x)

    def masked(self, connection: Connection) -> Any:
        """The weights of a connection, exactly 0 where removed."""
        w = self.weights[connection.id]
        return w if connection.mask is None else w * self.torch.tensor(connection.mask)

    def _leaf(self, array: FloatArray) -> Any:
        return self.torch.tensor(np.array(array), requires_grad=True)

    def _row_costs(self, x: FloatArray, y: Any) -> Any:
        """Cost of each row summed over its outputs, shape (rows,)."""
        layer, z = self._output(x)
        costs = [
            self._costs(name, z[:, places], y[:, places]).sum(dim=1)
            for name, places in _places(layer).items()
        ]
        return sum(costs)

    def _output(self, x: FloatArray) -> tuple[Layer, Any]:
        """The output layer and its z."""
        a: dict[int, Any] = {}
        for layer in self.network.forward_order:
            if layer.role is Role.INPUT:
                a[layer.id] = self.torch.tensor(x)
                continue
            z = self.biases[layer.id].expand(len(x), layer.size)
            for connection in self.network.incoming(layer.id):
                z = z + a[connection.source] @ self.masked(connection).T
            if layer.role is Role.OUTPUT:
                found = layer, z
            a[layer.id] = self._sent(layer, z)
        return found

    def _sent(self, layer: Layer, z: Any) -> Any:
        a = self.torch.empty_like(z)
        for name, places in _places(layer).items():
            a[:, places] = self._activated(name, z[:, places])
        mask = self._masks.get(layer.id)
        return a if mask is None else a * self.torch.tensor(mask)

    def _activated(self, name: str, z: Any) -> Any:
        functional = self.torch.nn.functional
        functions: dict[str, Callable[[Any], Any]] = {
            "step": lambda z: (z > 0.0).double(),
            "sigmoid": self.torch.sigmoid,
            "tanh": self.torch.tanh,
            "relu": functional.relu,
            "leaky_relu": functional.leaky_relu,
            "elu": functional.elu,
            "selu": functional.selu,
            "gelu": lambda z: functional.gelu(z, approximate="tanh"),
            "silu": functional.silu,
            "softplus": lambda z: self.torch.logaddexp(z, self.torch.zeros_like(z)),
            "linear": lambda z: z,
            "softmax": lambda z: self.torch.softmax(z, dim=1),
        }
        return functions[name](z)

    def _costs(self, name: str, z: Any, y: Any) -> Any:
        """Cost of every output; cross-entropies from z, as the probabilities may have been rounded to 1."""
        functional = self.torch.nn.functional
        if self._cost == "softmax_cross_entropy":
            return -y * self.torch.log_softmax(z, dim=1)
        if self._cost == "cross_entropy":
            right, wrong = self._logarithms(name, z)
            return -y * right - (1.0 - y) * wrong
        a = self._activated(name, z)
        if self._cost == "perceptron":
            return (a - y) * z
        if self._cost == "mse":
            return (a - y) ** 2 / 2.0
        if self._cost == "mae":
            return (a - y).abs()
        if self._cost == "huber":
            return functional.huber_loss(a, y, reduction="none", delta=KNEE)
        assert self._cost == "hinge"
        return functional.relu(1.0 - (2.0 * y - 1.0) * a)

    def _logarithms(self, name: str, z: Any) -> tuple[Any, Any]:
        """ln a and ln(1 − a)."""
        if name == "sigmoid":
            logarithm = self.torch.nn.functional.logsigmoid
            return logarithm(z), logarithm(-z)
        everything = self.torch.logsumexp(z, dim=1, keepdim=True)
        others = [
            self.torch.logsumexp(z[:, [k for k in range(z.shape[1]) if k != j]], dim=1)
            for j in range(z.shape[1])
        ]
        return z - everything, self.torch.stack(others, dim=1) - everything


def gradient_of(tensor: Any) -> FloatArray:
    """Zeros where autograd found no way from the parameter to the cost."""
    found = np.zeros(tuple(tensor.shape)) if tensor.grad is None else tensor.grad.numpy()
    return np.asarray(found)


def there(connection: Connection, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where a connection has weights."""
    return np.ones(shape, bool) if connection.mask is None else connection.mask


def assert_same_parameters(after: Parameters, twin: Twin, tolerance: float = 1e-10) -> None:
    """Both have arrived at the same numbers; removed weights at 0."""
    for connection in twin.network.connections:
        theirs = twin.masked(connection).detach().numpy()
        np.testing.assert_allclose(after.weights[connection.id], theirs, rtol=tolerance, atol=tolerance)
    for key, bias in twin.biases.items():
        np.testing.assert_allclose(after.biases[key], bias.detach().numpy(), rtol=tolerance, atol=tolerance)


def _places(layer: Layer) -> dict[str, list[int]]:
    """Places of the neurons by activation."""
    names = [layer.neuron_activation(neuron) for neuron in layer.neurons]
    return {name: [k for k, other in enumerate(names) if other == name] for name in dict.fromkeys(names)}
