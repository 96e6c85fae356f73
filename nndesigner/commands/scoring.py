"""How good a network is on some rows: its cost, and the metrics that suit the task by name."""

from __future__ import annotations

from dataclasses import dataclass

from nndesigner.data.model import FloatArray, Prepared
from nndesigner.document.model import Document
from nndesigner.engine.costs import COSTS
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.network import Layer
from nndesigner.errors import NetworkError
from nndesigner.session.scores import scores


@dataclass(frozen=True)
class Score:
    """What an evaluation found.

    Attributes:
        cost: The cost the network was trained with, without the regulariser.
        metrics: In the order in which they are to be told; numbers are in the user's unit.
    """

    rows: int
    cost: float
    metrics: dict[str, float]


def ends(document: Document) -> tuple[Prepared, Layer]:
    """The data and the output layer of a project that can predict.

    Raises:
        NetworkError: It has no data, no single input and output layer, or they do not fit each other.
    """
    first, last = document.network.input_layer, document.network.output_layer
    if document.data is None:
        raise NetworkError("The project has no data.", remedy="Open it in the window and choose some.")
    if first is None or last is None:
        raise NetworkError("The network needs one input and one output layer.")
    prepared = document.data.prepared
    if first.size != prepared.x.shape[1]:
        raise NetworkError(
            f"The data has {prepared.x.shape[1]} inputs, the input layer {first.size} neurons.",
            remedy="Make the network fit the data.",
        )
    prepared.y(last.size)  # raises where the output layer does not fit
    return prepared, last


def score(document: Document, x: FloatArray, y: FloatArray) -> Score:
    """Evaluate the project's network.

    Args:
        document: A project that `ends` accepts.
        x: Encoded inputs, shape (rows, n_in).
        y: Desired outputs, shape (rows, n_out).
    """
    prepared, last = ends(document)
    evaluator = Evaluator(document.network, document.training.cost, document.training.precision)
    a, cost = evaluator.measure(document.parameters, x, y)
    found = scores(prepared, last, COSTS[document.training.cost], a, y)
    return Score(len(x), cost.data, found)
