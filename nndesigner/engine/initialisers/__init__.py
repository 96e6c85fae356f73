"""First weights and biases. Every array has a random stream of its own, fixed by the seed and its id.

So a network's other weights stay as they are when a layer is added, and the order of drawing means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import DTypeLike

from nndesigner.engine.initialisers.automatic import AUTOMATIC
from nndesigner.engine.initialisers.constant import CONSTANT
from nndesigner.engine.initialisers.initialiser import Initialiser
from nndesigner.engine.initialisers.normal import NIELSEN, NORMAL
from nndesigner.engine.initialisers.orthogonal import ORTHOGONAL
from nndesigner.engine.initialisers.variance import (
    GLOROT_NORMAL,
    GLOROT_UNIFORM,
    HE_NORMAL,
    HE_UNIFORM,
    LECUN_NORMAL,
    LECUN_UNIFORM,
)
from nndesigner.engine.initialisers.zeros import ZEROS
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only

__all__ = ["INITIALISERS", "Initialiser", "initial_biases", "initial_weights", "initialise"]

_ALL: tuple[Initialiser, ...] = (
    AUTOMATIC,
    NIELSEN,
    NORMAL,
    HE_NORMAL,
    HE_UNIFORM,
    GLOROT_NORMAL,
    GLOROT_UNIFORM,
    LECUN_NORMAL,
    LECUN_UNIFORM,
    ORTHOGONAL,
    CONSTANT,
    ZEROS,
)

INITIALISERS: Mapping[str, Initialiser] = MappingProxyType({known.name: known for known in _ALL})
"""By name, in the order of the menus."""


def initial_weights(
    network: Network, connection: Connection, seed: int, dtype: DTypeLike = np.float32
) -> FloatArray:
    """Draw the first weights of a connection: read-only, shape (n_target, n_source), removed ones zero."""
    target = network.layer(connection.target)
    shape = target.size, network.layer(connection.source).size
    inputs = sum(network.layer(incoming.source).size for incoming in network.incoming(target.id))
    chosen = INITIALISERS[target.initialiser]
    drawn = chosen.weights(_stream(seed, connection.id), shape, max(inputs, 1), target.activation)
    weights = drawn.astype(dtype)
    if connection.mask is not None:
        weights[~connection.mask] = 0.0
    return read_only(weights)


def initial_biases(layer: Layer, seed: int, dtype: DTypeLike = np.float32) -> FloatArray:
    """Draw the first biases of a layer: read-only, shape (n,)."""
    drawn = INITIALISERS[layer.initialiser].biases(_stream(seed, layer.id), layer.size)
    return read_only(drawn.astype(dtype))


def initialise(network: Network, seed: int, dtype: DTypeLike = np.float32) -> Parameters:
    """Draw all weights and biases of a network from one seed."""
    return Parameters(
        weights={c.id: initial_weights(network, c, seed, dtype) for c in network.connections},
        biases={
            layer.id: initial_biases(layer, seed, dtype)
            for layer in network.layers
            if layer.role is not Role.INPUT
        },
    )


def _stream(seed: int, array_id: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, array_id])))
