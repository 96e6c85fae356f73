"""Where numbers stopped being finite."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import compile_network, quiet


@quiet
def first_overflow(network: Network, parameters: Parameters, x: FloatArray) -> tuple[int, int] | None:
    """Find the first neuron, in the order of computation, that is infinite or not a number.

    Args:
        network: What to compute.
        parameters: Weights and biases; computed in their precision.
        x: Some rows, shape (n, n_in), n ≥ 1.

    Returns:
        (layer id, neuron id), where a weight or bias into the neuron, its z or its a is not finite for one
        of the rows; an input neuron if the data is not. None if all is finite.
    """
    dtype = next((array.dtype for array in parameters.biases.values()), np.dtype(np.float32))
    program = compile_network(network, None, len(x), dtype)
    program.load(parameters)
    program.forward(np.ascontiguousarray(x, dtype))
    for layer in network.forward_order:
        bad = ~np.isfinite(program.a[layer.id]).all(axis=0)
        if layer.id in program.z:
            bad |= ~np.isfinite(program.z[layer.id]).all(axis=0) | ~np.isfinite(program.biases[layer.id])
        for connection in network.incoming(layer.id):
            bad |= _bad_rows(program.weights[connection.id])
        if bad.any():
            return layer.id, layer.neurons[int(bad.argmax())]
    return None


def _bad_rows(w: FloatArray) -> NDArray[np.bool_]:
    return np.logical_not(np.isfinite(w).all(axis=1))
