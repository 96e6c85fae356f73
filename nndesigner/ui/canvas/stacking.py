"""Where layers stand that an edit puts beside others: under each other, in nobody's way."""

from __future__ import annotations

from nndesigner.document import edits
from nndesigner.document.arrange import positions
from nndesigner.document.model import Document
from nndesigner.ui.canvas.geometry import geometry_of

_GAP = 50.0
"""Between a layer and one under it, for the control of its size and the name of the lower one."""


def settled(before: Document, after: Document) -> Document:
    """The document after an edit with every layer where it was seen before.

    Places that are automatic would move with what the edit changed.
    """
    seen = {key: spot for key, spot in positions(before).items() if after.network.has_layer(key)}
    return edits.move_layers(after, seen)


def stacked(before: Document, after: Document, upper: int, lower: int) -> Document:
    """Two layers that an edit made of one under each other, about where that stood if there is room."""
    document = settled(before, after)
    document = edits.move_layers(document, {lower: document.layout.positions[upper]})
    columns = geometry_of(document).columns
    first, second = columns[upper], columns[lower]
    middle = geometry_of(before).columns[upper].extent.center().y()
    top = middle - (first.extent.height() + _GAP + second.extent.height()) / 2
    spots = [
        (upper, top - first.extent.top()),
        (lower, top + first.extent.height() + _GAP - second.extent.top()),
    ]
    for key, by in spots:
        x, y = document.layout.positions[key]
        document = edits.move_layers(document, {key: (x, y + by)})
    if any(_in_the_way(document, key) for key in (upper, lower)):
        return put_under(settled(before, after), lower, upper)
    return document


def put_under(document: Document, lower: int, upper: int) -> Document:
    """A layer under another, and under whatever stands there."""
    x, y = positions(document)[upper]
    document = edits.move_layers(document, {lower: (x, y)})
    columns = dict(geometry_of(document).columns)
    made, above = columns.pop(lower), columns[upper]
    top = above.extent.bottom() + _GAP
    for other in sorted(columns.values(), key=lambda column: column.extent.top()):
        area = made.extent.translated(0.0, top - made.extent.top())
        if other is not above and other.extent.intersects(area):
            top = other.extent.bottom() + _GAP
    return edits.move_layers(document, {lower: (x, y + top - made.extent.top())})


def _in_the_way(document: Document, key: int) -> bool:
    columns = geometry_of(document).columns
    area = columns[key].extent
    return any(column.extent.intersects(area) for other, column in columns.items() if other != key)
