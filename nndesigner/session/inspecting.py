"""What every neuron does with one row of the data."""

from __future__ import annotations

from collections.abc import Iterable

from nndesigner.document.model import Document
from nndesigner.document.validation import Problem
from nndesigner.engine.inspect import Inspection, inspect_sample
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import NetworkError


def inspected(
    document: Document, parameters: Parameters, sample: int | None, problems: Iterable[Problem]
) -> Inspection | None:
    """z, a and δ of every neuron; None where they cannot be computed.

    Args:
        document: Has the network, the data and the cost.
        parameters: Of the network.
        sample: Index into the prepared rows; None without data.
        problems: What is wrong with the document; where the outputs do not fit the data, there is no δ.
    """
    first, last = document.network.input_layer, document.network.output_layer
    if document.data is None or first is None or last is None or sample is None:
        return None
    prepared = document.data.prepared
    if prepared.x.shape[1] != first.size:
        return None
    try:
        fits = not any(problem.code == "outputs" for problem in problems)
        y = prepared.y(last.size)[sample] if fits else None
        return inspect_sample(document.network, parameters, document.training.cost, prepared.x[sample], y)
    except NetworkError:
        return None
