"""What the window calls things: layers by number, the row looked at by its number and class."""

from __future__ import annotations

from nndesigner.document.model import Document
from nndesigner.engine.network import Network


def layer_number(network: Network, layer_id: int) -> int:
    """l of the equations: 1 is the first layer in forward order."""
    order = network.forward_order
    return next(place for place, layer in enumerate(order, start=1) if layer.id == layer_id)


def row_words(document: Document, sample: int | None) -> str:
    """The row of data looked at: “row 57, versicolor” or “row 57, digit 3”, counted from 1."""
    if document.data is None or sample is None:
        return ""
    prepared = document.data.prepared
    words = f"row {int(prepared.rows[sample]) + 1:,}"
    if not prepared.classes:
        return words
    name = prepared.classes[int(prepared.labels[sample])]
    # A class that is a number would read as one more number.
    return f"{words}, {name}" if name[:1].isalpha() else f"{words}, {prepared.target_name} {name}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: “1 weight”, “8 weights”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
