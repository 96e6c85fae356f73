"""What can be learned, and how it is best computed."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs.perceptron import PERCEPTRON
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.errors import NetworkError

_PART_BYTES = 4 << 20
_FEWEST_ROWS = 256
"""A batch is computed in parts of at least so many rows when the activations of all would take more bytes."""


def rows_at_once(network: Network, dtype: np.dtype[np.floating]) -> int:
    """How many rows of a batch are computed together."""
    neurons = max(sum(layer.size for layer in network.layers), 1)
    return max(_PART_BYTES // (neurons * dtype.itemsize), _FEWEST_ROWS)


def check_shapes(network: Network, x: FloatArray, y: FloatArray) -> None:
    """Raise NetworkError where the data has not as many columns as the network has ends for."""
    first, last = network.input_layer, network.output_layer
    if not len(x):
        raise NetworkError("There are no rows to train on.", remedy="Hold out fewer rows.")
    if len(x) != len(y):
        raise ValueError(f"{len(x)} rows of inputs, {len(y)} of desired outputs")
    for layer, columns, noun in ((first, x.shape[1], "inputs"), (last, y.shape[1], "desired outputs")):
        if layer is not None and layer.size != columns:
            raise NetworkError(
                f"The data has {columns} {noun}, the layer {layer.size} neurons.",
                where=layer.name,
                remedy="Give the layer as many neurons.",
            )


def is_single_layer(network: Network) -> bool:
    """Whether the outputs hear the inputs and nothing else, as the perceptron rule asks for."""
    first, last = network.input_layer, network.output_layer
    if first is None or last is None:
        return False
    return all(connection.source == first.id for connection in network.incoming(last.id))


def check_teachable(network: Network, cost: str) -> None:
    """Raise NetworkError where a neuron's derivative is 0 and no rule but the gradient would teach it.

    The perceptron rule teaches step outputs, but no neuron before them: those may not exist then.
    """
    if cost == PERCEPTRON.name and not is_single_layer(network):
        last = network.output_layer
        raise NetworkError(
            f"{PERCEPTRON.label} teaches a single layer only: outputs that hear the inputs alone.",
            where=last.name if last is not None else "",
            remedy="Make the outputs sigmoid and choose cross-entropy, or remove the hidden layers.",
        )
    for layer in network.layers:
        taught = layer.role is Role.INPUT or (layer.role is Role.OUTPUT and cost == PERCEPTRON.name)
        for neuron in () if taught else layer.neurons:
            activation = ACTIVATIONS.get(layer.neuron_activation(neuron))
            if activation is not None and not activation.differentiable:
                rule = layer.role is Role.OUTPUT and is_single_layer(network)
                raise NetworkError(
                    f"{activation.label} neurons have the derivative 0: gradient descent cannot teach them.",
                    where=f"{layer.neuron_name(neuron)} of {layer.name}",
                    remedy="Use the perceptron rule." if rule else "Make them sigmoid.",
                )
