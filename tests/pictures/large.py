"""A network as large as the canvas is made for, with data that fits it."""

from __future__ import annotations

import csv
import io
from functools import cache

import numpy as np

from nndesigner.data.bundled import load_bundled
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document

SIDE = 28
_ROWS = 200


@cache
def pictures() -> DataSource:
    """Handwritten digits drawn with 28 × 28 pixels: the bundled ones, enlarged."""
    prepared = load_bundled("digits").prepared
    place = (np.arange(SIDE) * 8) // SIDE
    rows = prepared.x[:_ROWS].reshape(-1, 8, 8)[:, place][:, :, place].reshape(-1, SIDE * SIDE)
    y = np.argmax(prepared.y(prepared.outputs)[:_ROWS], axis=1)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([*(f"pixel{number}" for number in range(SIDE * SIDE)), "digit"])
    for row, digit in zip(rows, y, strict=True):
        table.writerow([*(round(float(value), 4) for value in row), f"digit {digit}"])
    return source_from_bytes(text.getvalue().encode(), "digits-28.csv", target="digit")


def large_document(*hidden: int) -> Document:
    """784 inputs, hidden sigmoid layers of these sizes, 10 classes; untrained."""
    document = edits.set_data(Document.empty(), pictures())
    return edits.new_network(document, [edits.Hidden(size, "sigmoid") for size in hidden])
