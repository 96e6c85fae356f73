"""Documents without data, for tests of edits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.settings import Progress
from nndesigner.engine.inspect import inspect_sample
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray


def stack(*sizes: int, activation: str = "sigmoid") -> Document:
    """A chain of layers, first input and last output."""
    document = edits.add_layer(Document.empty(), Role.INPUT, sizes[0])
    for size in sizes[1:-1]:
        previous = document.network.layers[-1].id
        document = edits.add_layer(document, Role.HIDDEN, size, activation=activation, source=previous)
    return edits.add_layer(document, Role.OUTPUT, sizes[-1], source=document.network.layers[-1].id)


def as_trained(document: Document) -> Document:
    """The document as if some steps had been made, so that edits keep the function."""
    return replace(document, progress=Progress(epoch=1, steps=10, run=1))


def output(document: Document, x: FloatArray) -> FloatArray:
    """What the network computes for rows x, shape (rows, n_out)."""
    last = document.network.output_layer
    assert last is not None
    inspection = inspect_sample(document.network, document.parameters, document.training.cost, x, None)
    return np.asarray(inspection.a[last.id])
