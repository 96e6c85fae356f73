"""One derivative ∂C/∂w as the sum over all paths from the weight to the cost (eq. 72–77).

A path runs from the neuron that the weight leads into, along weights that are not removed, to one output
neuron. Its value is a product (eq. 75): a_k of the weight's sender, then σ′(z) of each neuron and the weight
to the next one, and δ^L of the output neuron at the end. The last factor stands for two of the source's,
∂C/∂a^L and σ′(z^L): δ^L is their product where both exist, it is free of σ′ where cross-entropy has
cancelled it (eq. 69), and it is all there is for softmax, whose outputs depend on each other's z.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from nndesigner.engine.downstream import Downstream, Way
from nndesigner.engine.inspect import Inspection, inspect_sample
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import quiet
from nndesigner.engine.sharing import is_elementwise
from nndesigner.errors import NetworkError


@dataclass(frozen=True)
class Path:
    """One path and what it adds to the derivative.

    Attributes:
        neurons: (layer id, neuron id) from the receiving neuron to an output neuron.
        factors: a_k (1 for a bias), then σ′(z) and the weight to the next neuron for each neuron but the
            last, then δ^L of the last.
        value: Their product.
    """

    neurons: tuple[tuple[int, int], ...]
    factors: tuple[float, ...]
    value: float


@dataclass(frozen=True)
class PathSum:
    """A derivative and the paths that it sums over.

    Attributes:
        gradient: ∂C/∂w or ∂C/∂b for one row (eq. 77), over all paths.
        count: How many there are, exactly.
        paths: The strongest of them, largest |value| first; all where they are few enough.
    """

    gradient: float
    count: int
    paths: tuple[Path, ...]


def path_sum(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    connection_id: int,
    j: int,
    k: int,
    most: int = 1000,
) -> PathSum:
    """Sum over the paths of one weight for one row.

    Args:
        network: Any acyclic network.
        parameters: Weights and biases.
        cost: Registry name.
        x: Inputs, shape (n_in,).
        y: Desired outputs, shape (n_out,).
        connection_id: The weight's connection.
        j: Place of the receiving neuron in its layer, from 0.
        k: Place of the sending one.
        most: Paths wanted.

    Raises:
        NetworkError: The network cannot be computed or have this cost, or paths cannot be followed in it.
    """
    return Paths(inspect_sample(network, parameters, cost, x, y), parameters).weight(
        connection_id, j, k, most
    )


def bias_path_sum(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    layer_id: int,
    j: int,
    most: int = 1000,
) -> PathSum:
    """Sum over the paths of one bias; arguments as for `path_sum`."""
    return Paths(inspect_sample(network, parameters, cost, x, y), parameters).bias(layer_id, j, most)


class Paths:
    """The paths of one row, for any of its weights and biases.

    Args:
        inspection: The network's numbers for the row; the first one where it holds several.
        parameters: Those that it was made with.

    Raises:
        NetworkError: The inspection has no errors, or a hidden layer's neurons depend on each other's z.
    """

    def __init__(self, inspection: Inspection, parameters: Parameters) -> None:
        if not inspection.delta:
            raise NetworkError(
                "Without errors there are no paths to the cost.",
                remedy="Choose a cost that suits the output neurons.",
            )
        _check_followable(inspection.network)
        self._inspection, self._parameters = inspection, parameters

    def weight(self, connection_id: int, j: int, k: int, most: int = 1000) -> PathSum:
        """Sum over the paths of one weight; a removed one has none."""
        connection = self._inspection.network.connection(connection_id)
        if connection.mask is not None and not connection.mask[j, k]:
            return PathSum(0.0, 0, ())
        a = float(self._inspection.a[connection.source][0, k])
        return self._sum(connection.target, j, a, most)

    def bias(self, layer_id: int, j: int, most: int = 1000) -> PathSum:
        """Sum over the paths of one bias."""
        return self._sum(layer_id, j, 1.0, most)

    @quiet
    def _sum(self, layer_id: int, j: int, first: float, most: int) -> PathSum:
        downstream = Downstream(self._inspection, self._parameters, layer_id)
        found = [self._path(way) for way in islice(downstream.strongest(j, first), most)]
        found.sort(key=lambda path: -abs(path.value))
        gradient = first * float(downstream.delta[layer_id][j])
        return PathSum(gradient, downstream.count[layer_id][j], tuple(found))

    def _path(self, way: Way) -> Path:
        network = self._inspection.network
        neurons = tuple((key, network.layer(key).neurons[place]) for key, place in way.places)
        return Path(neurons, way.factors, way.product)


def _check_followable(network: Network) -> None:
    for layer in network.with_role(Role.HIDDEN):
        if not is_elementwise(layer):
            raise NetworkError(
                "In this layer every neuron depends on all the others, so no single path can be followed "
                "through it.",
                where=layer.name,
                remedy="Choose another activation for the layer.",
            )
