"""The errors δ of all layers, of one row or averaged over many. Knows no widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import Part
from nndesigner.document.model import Document
from nndesigner.engine.influence import mean_deltas
from nndesigner.engine.network import Layer
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.errors import DataError, NetworkError
from nndesigner.session.session import Session

_MOST_ROWS = 256
_WORK = 3_000_000
"""Weights times rows that take a few milliseconds forward and backward."""


@dataclass(frozen=True, eq=False)
class Errors:
    """δ by layer id, shape (n,).

    Attributes:
        rows: Number of training rows averaged; 1 for the row looked at.
    """

    delta: Mapping[int, FloatArray]
    rows: int


def row_errors(session: Session) -> Errors | None:
    """δ of the row looked at (eq. 24); None where there is none."""
    inspection = session.inspection
    if inspection is None or not inspection.delta:
        return None
    return Errors({layer: delta[0] for layer, delta in inspection.delta.items()}, 1)


def mean_errors(document: Document, parameters: Parameters) -> Errors | None:
    """Mean |δ| over training rows, spread evenly, as many as can be computed between two frames.

    Returns:
        None where there are no errors: no data, or a network that does not fit it.
    """
    first, last = document.network.input_layer, document.network.output_layer
    if document.data is None or first is None or last is None:
        return None
    prepared = document.data.prepared
    if prepared.x.shape[1] != first.size:
        return None
    chosen = _spread_evenly(prepared.select(Part.TRAIN), _affordable(document))
    if not len(chosen):
        return None
    try:
        y = prepared.y(last.size)[chosen]
        found = mean_deltas(document.network, parameters, document.training.cost, prepared.x[chosen], y)
    except (NetworkError, DataError):  # said where it can be mended: in the problem bar
        return None
    return Errors(found.size, found.rows)


def shown_layers(document: Document, errors: Errors) -> tuple[Layer, ...]:
    """Layers that have errors, in forward order."""
    return tuple(layer for layer in document.network.forward_order if layer.id in errors.delta)


def _affordable(document: Document) -> int:
    return min(max(_WORK // max(document.network.parameter_count, 1), 1), _MOST_ROWS)


def _spread_evenly(rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    return rows[np.linspace(0, len(rows) - 1, min(count, len(rows))).astype(np.intp)] if len(rows) else rows
