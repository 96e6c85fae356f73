"""Edits of the data source, and making a network that fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from nndesigner.data.images import image_shape
from nndesigner.data.model import Prepared, Task
from nndesigner.data.source import DataSource
from nndesigner.document.edits._comparing import with_other_cost
from nndesigner.document.edits.layers import add_layer, resize_layer, set_activation, set_image_shape
from nndesigner.document.edits.training import reset, set_training
from nndesigner.document.model import Document, Layout
from nndesigner.engine.costs.perceptron import PERCEPTRON
from nndesigner.engine.learning import is_single_layer
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.watch import Watch
from nndesigner.errors import NetworkError


class Hidden(NamedTuple):
    """A hidden layer asked for."""

    size: int
    activation: str


class Ending(NamedTuple):
    """How a network for a task ends."""

    activation: str
    cost: str


ENDINGS = {
    Task.REGRESSION: Ending("linear", "mse"),
    Task.TWO_CLASSES: Ending("sigmoid", "cross_entropy"),
    Task.CLASSES: Ending("softmax", "softmax_cross_entropy"),
}
_FEW_INPUTS = 16
_FEW_ROWS = 20


def set_data(document: Document, data: DataSource | None) -> Document:
    """Use another data source. The network stays; `fit_network` makes it fit.

    An epoch that has begun begins again: its place means nothing among other rows, nor does the best cost.
    """
    progress = replace(document.progress, offset=0, watch=Watch())
    return with_other_cost(replace(document, data=data, progress=progress))


def suggested_hidden(prepared: Prepared) -> tuple[Hidden, ...]:
    """A hidden layer that is a sensible start for this data: a few neurons more than inputs, not too many."""
    if len(prepared.x) < _FEW_ROWS:
        return (Hidden(max(2, prepared.x.shape[1]), "sigmoid"),)
    return (Hidden(8 if prepared.x.shape[1] <= _FEW_INPUTS else 30, "relu"),)


def new_network(document: Document, hidden: Sequence[Hidden] | None = None) -> Document:
    """Replace the network by a stack made for the data, untrained, with the cost that suits the task.

    Raises:
        NetworkError: There is no data.
    """
    prepared = _prepared(document)
    stack = suggested_hidden(prepared) if hidden is None else tuple(hidden)
    fresh = replace(
        document,
        network=Network(),
        parameters=Parameters(),
        layout=Layout(),
        memory=Memory(),
        best=None,
    )
    fresh = reset(fresh)
    fresh = add_layer(fresh, Role.INPUT, prepared.x.shape[1])
    for size, activation in stack:
        fresh = add_layer(fresh, Role.HIDDEN, size, activation=activation, source=fresh.network.layers[-1].id)
    ending = ENDINGS[prepared.task]
    fresh = add_layer(
        fresh, Role.OUTPUT, prepared.outputs, activation=ending.activation, source=fresh.network.layers[-1].id
    )
    return set_training(_shaped(fresh), cost=ending.cost, learning_rate=_first_learning_rate(prepared))


def fit_network(document: Document) -> Document:
    """Give input and output layer the sizes, activation and cost that the data needs, keeping all else.

    A perceptron that is to tell classes apart stays one.

    Raises:
        NetworkError: There is no data, or not exactly one input and one output layer.
    """
    prepared = _prepared(document)
    first, last = document.network.input_layer, document.network.output_layer
    if first is None or last is None:
        return new_network(document)
    ending = ENDINGS[prepared.task]
    if document.training.cost == PERCEPTRON.name and prepared.classes and is_single_layer(document.network):
        ending = Ending("step", PERCEPTRON.name)
    fitted = resize_layer(document, first.id, prepared.x.shape[1])
    fitted = resize_layer(fitted, last.id, prepared.outputs)
    fitted = set_activation(fitted, last.id, ending.activation)
    return set_training(_shaped(fitted), cost=ending.cost)


def _first_learning_rate(prepared: Prepared) -> float:
    """η that neither crawls nor diverges with scaled inputs: large for logic tables, else small."""
    if len(prepared.x) < _FEW_ROWS:
        return 2.0
    return 0.1 if prepared.task is Task.CLASSES else 0.05


def _shaped(document: Document) -> Document:
    first = document.network.input_layer
    if document.data is None or first is None:
        return document
    return set_image_shape(document, first.id, image_shape(document.data.prepared))


def _prepared(document: Document) -> Prepared:
    if document.data is None:
        raise NetworkError(
            "There is no data to fit the network to.", remedy="Open a table first: Data → Open data."
        )
    return document.data.prepared
