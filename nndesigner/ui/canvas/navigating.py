"""Going from one thing on the canvas to the next with the arrow keys."""

from __future__ import annotations

from enum import Enum

import numpy as np

from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.geometry import Column, Geometry


class Way(Enum):
    """A direction on the screen, as steps to the right and downwards."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


def next_selection(geometry: Geometry, chosen: Selection, way: Way) -> Selection:
    """What is selected after one step from what is selected now.

    Sideways it goes from layer to layer, or from a neuron to the one at the same height; down from a layer to
    its neurons, and up from the first of them back to the layer. Inside a picture or a block it goes from one
    place to the next.
    """
    columns = sorted(geometry.columns.values(), key=lambda column: (column.center.x(), column.center.y()))
    if not columns:
        return Selection()
    column, index = _here(geometry, chosen, way)
    if column is None:
        return Selection.of_layer((columns[-1] if way is Way.LEFT else columns[0]).layer.id)
    if way in (Way.UP, Way.DOWN):
        return _along(column, index, way.value[1])
    if index is not None and _in_row(column, index, way.value[0]):
        return _chosen(column, index + way.value[0])
    place = columns.index(column) + way.value[0]
    if not 0 <= place < len(columns):
        return _chosen(column, index)
    beside = columns[place]
    if index is None:
        return _chosen(beside, None)
    return _chosen(beside, int(np.argmin(np.abs(beside.ys - column.ys[index]))))


def next_layer(geometry: Geometry, chosen: Selection, step: int) -> Selection | None:
    """The layer after what is selected from left to right, or with -1 before it; None beyond the ends."""
    columns = sorted(geometry.columns.values(), key=lambda column: (column.center.x(), column.center.y()))
    if not columns:
        return None
    column, _ = _here(geometry, chosen, Way.RIGHT if step > 0 else Way.LEFT)
    place = columns.index(column) + step if column is not None else (0 if step > 0 else len(columns) - 1)
    return _chosen(columns[place], None) if 0 <= place < len(columns) else None


def _here(geometry: Geometry, chosen: Selection, way: Way) -> tuple[Column | None, int | None]:
    """The column that the step starts from, and the neuron in it."""
    for layer, neuron in sorted(chosen.neurons)[-1:]:
        column = geometry.columns[layer]
        return column, column.layer.index_by_neuron[neuron]
    for layer in sorted(chosen.layers)[-1:]:
        return geometry.columns[layer], None
    ids = sorted(chosen.connections | {ref[0] for ref in chosen.weights})
    for key in ids[-1:]:
        connection = geometry.network.connection(key)
        # A step from a connection leads to the layer at its end: begin from the other one.
        return geometry.columns[connection.source if way is Way.RIGHT else connection.target], None
    return None, None


def _along(column: Column, index: int | None, step: int) -> Selection:
    if index is None:
        return _chosen(column, 0 if step > 0 else None)
    grid = column.shape.grid
    if grid is not None:
        step *= grid[1]
    if index + step < 0:
        return _chosen(column, None)
    return _chosen(column, index + step if index + step < column.shape.size else index)


def _in_row(column: Column, index: int, step: int) -> bool:
    """Whether a step sideways stays in the same row of a picture or a block."""
    grid = column.shape.grid
    if grid is None or not 0 <= index + step < column.shape.size:
        return False
    return index // grid[1] == (index + step) // grid[1]


def _chosen(column: Column, index: int | None) -> Selection:
    if index is None:
        return Selection.of_layer(column.layer.id)
    return Selection.of_neuron(column.layer.id, column.layer.neurons[index])
