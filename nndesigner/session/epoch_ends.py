"""What the change of an epoch is measured from: the parameters where it began."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from nndesigner.document.carry import Places, kept_places
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Network
from nndesigner.engine.parameters import FloatArray, Parameters, read_only

Kept = tuple[int, Places]
"""Neurons of a layer after an edit, and the places of those that were there before."""


class EpochEnds:
    """The parameters at the ends of the last two epochs of a training under way.

    Every end of an epoch is measured, and a measurement begins with a copy of the parameters: to remember
    that copy costs nothing.
    """

    def __init__(self, document: Document, since: Parameters | None) -> None:
        """Begin where a document stands.

        Args:
            document: Where training starts.
            since: What its own change is measured from; None if that is not known.
        """
        progress = document.progress
        self._epoch = progress.epoch
        if progress.offset:
            self._steps, self._last, self._before = -1, since, None
        else:
            self._steps, self._last, self._before = progress.steps, document.parameters, since

    def since(self, epoch: int, steps: int, parameters: Parameters) -> Parameters | None:
        """What the change of a state is measured from; an end of an epoch is remembered.

        Args:
            epoch: Completed epochs.
            steps: Updates made, from the first parameters on.
            parameters: Of this state.

        Returns:
            At the end of an epoch the parameters where it began, else those where the present one began.
        """
        if epoch > self._epoch:
            self._before, self._last = self._last, parameters
            self._epoch, self._steps = epoch, steps
        return self._before if steps == self._steps else self._last


class Marks:
    """For the parameters of documents that training made: what their change is measured from.

    Undo gives back the same parameters, and with them their mark; what no document holds is forgotten.
    """

    def __init__(self) -> None:
        self._marks: WeakKeyDictionary[Parameters, Parameters] = WeakKeyDictionary()

    def of(self, parameters: Parameters) -> Parameters | None:
        """What the change of some parameters is measured from; None if there is nothing."""
        return self._marks.get(parameters)

    def put(self, parameters: Parameters, since: Parameters | None) -> None:
        """Remember what the change of some parameters is measured from."""
        if since is not None:
            self._marks[parameters] = since

    def follow(self, before: Document, after: Document) -> None:
        """An edit made one document of another: what is still there is measured from where it was.

        Drawing all weights anew begins another run, of which nothing is known yet.
        """
        mark = self.of(before.parameters)
        same_run = after.progress.run is not None and after.progress.run == before.progress.run
        if mark is not None and same_run and self.of(after.parameters) is None:
            self.put(after.parameters, followed(before.network, mark, after.network))


def followed(old: Network, values: Parameters, new: Network) -> Parameters:
    """Values by id in the shapes of another network; what that one has more is not a number."""
    weights, biases = {}, {}
    for connection in new.connections:
        known = values.weights.get(connection.id)
        if known is not None:
            before = old.connection(connection.id)
            ends = ((before.target, connection.target), (before.source, connection.source))
            rows, columns = (_kept(old.layer(was), new.layer(now)) for was, now in ends)
            weights[connection.id] = _along(_along(known, rows, 0), columns, 1)
    for layer in new.layers:
        bias = values.biases.get(layer.id)
        if bias is not None:
            biases[layer.id] = _along(bias, _kept(old.layer(layer.id), layer), 0)
    return Parameters(weights, biases)


def _kept(old: Layer, new: Layer) -> Kept | None:
    places = kept_places(old, new)
    return None if places is None else (new.size, places)


def _along(values: FloatArray, kept: Kept | None, axis: int) -> FloatArray:
    """Numbers at their new places along an axis; no number where there was none."""
    if kept is None:
        return values
    size, places = kept
    shape = [*values.shape[:axis], size, *values.shape[axis + 1 :]]
    moved = np.full(shape, np.nan, values.dtype)
    moved.swapaxes(0, axis)[places[0]] = values.swapaxes(0, axis)[places[1]]
    return read_only(moved)
