"""Checking the gradients of a document: what training minimises, on a few of its rows."""

from __future__ import annotations

import numpy as np

from nndesigner.data.model import Part
from nndesigner.document.model import Document
from nndesigner.engine.gradient_check import GradientChecking
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import NetworkError
from nndesigner.session.measuring import Arrays, part_arrays

ROWS = 16
"""Training rows that a check takes: a wrong gradient shows on a few, and each parameter costs two passes."""


def gradient_checking(
    document: Document, parameters: Parameters, limit: int | None = None
) -> GradientChecking:
    """Begin a check with the cost that training minimises: ridge, L1 and class weights included.

    Dropout is left out, as everywhere but in training. The rows are spread evenly over the training rows, so
    that all classes are among them where the table is in their order; without data they are random numbers.

    Args:
        document: Network, data and settings.
        parameters: Where to check.
        limit: Check at most so many parameters, drawn from the seed; all if None.

    Raises:
        NetworkError: The network cannot be computed with this cost, or does not fit the data.
    """
    settings = document.training
    rows, m = _rows(document)
    return GradientChecking(
        document.network,
        parameters,
        settings.cost,
        rows.x,
        rows.y,
        ridge=settings.cost_ridge,
        l1=settings.l1,
        weights=rows.weights,
        m=m,
        limit=limit,
        seed=settings.seed,
    )


def checked_rows(document: Document) -> int:
    """How many training rows a check takes."""
    return 0 if document.data is None else min(ROWS, len(document.data.prepared.select(Part.TRAIN)))


def _rows(document: Document) -> tuple[Arrays, int]:
    """A few rows, and m of the regularisers."""
    first, last = document.network.input_layer, document.network.output_layer
    if first is None or last is None:
        raise NetworkError("The network needs one input and one output layer to be checked.")
    if document.data is None:
        random = np.random.default_rng(document.training.seed)
        targets = np.eye(last.size)[random.integers(last.size, size=ROWS)]
        return Arrays(random.normal(size=(ROWS, first.size)), targets), ROWS
    arrays = part_arrays(document, Part.TRAIN)
    if arrays.x.shape[1] != first.size:
        raise NetworkError(
            f"The data has {arrays.x.shape[1]} inputs, the input layer {first.size} neurons.",
            remedy="Make the network fit the data first.",
        )
    m = len(arrays.x)
    if not m:
        raise NetworkError("There are no training rows to check with.", remedy="Hold out fewer rows.")
    spread = np.linspace(0, m - 1, min(ROWS, m)).round().astype(np.int64)
    weights = None if arrays.weights is None else arrays.weights[spread]
    return Arrays(arrays.x[spread], arrays.y[spread], weights), m
