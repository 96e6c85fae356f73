"""One connection as the weights panel shows it: numbers, names and words. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nndesigner.document.model import Document
from nndesigner.document.names import full_name, neuron_names
from nndesigner.engine.network import Connection, Layer, Network
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import Selection, WeightRef
from nndesigner.session.session import Session
from nndesigner.ui.format import exact, number
from nndesigner.ui.plots.bands import Bands
from nndesigner.ui.plots.color_scale import nice_limit, peak
from nndesigner.ui.plots.grid import Cell
from nndesigner.ui.plots.heatmap import Axes
from nndesigner.ui.plots.notation import layer_number, neuron_symbol, superscript, weight_symbol


@dataclass(frozen=True)
class Choice:
    """Something the panel can show.

    Attributes:
        connection: Id of the connection.
        fields: Whether as receptive fields instead of a matrix.
    """

    connection: int
    fields: bool = False

    def words(self, network: Network) -> str:
        """As the chooser lists it."""
        connection = network.connection(self.connection)
        ends = f"{network.layer(connection.source).name} → {network.layer(connection.target).name}"
        return f"receptive fields · {ends}" if self.fields else ends


def choices(network: Network) -> tuple[Choice, ...]:
    """Everything that can be shown, in forward order; connections from a picture as fields first."""
    order = {layer.id: place for place, layer in enumerate(network.forward_order)}
    found: list[Choice] = []
    for connection in sorted(network.connections, key=lambda c: (order[c.source], order[c.target])):
        if network.layer(connection.source).image_shape is not None:
            found.append(Choice(connection.id, fields=True))
        found.append(Choice(connection.id))
    return tuple(found)


def followed(selection: Selection, network: Network, shown: Choice) -> int:
    """The connection to show for a selection: the selected one, or one of the selected neuron or layer."""
    if len(selection) != 1:
        return shown.connection
    for weight in selection.weights:
        return weight[0]
    for connection_id in selection.connections:
        return connection_id
    layers = {layer for layer, _ in selection.neurons} | selection.layers
    for layer_id in layers:
        incoming, outgoing = network.incoming(layer_id), network.outgoing(layer_id)
        touching = [connection.id for connection in (*incoming, *outgoing)]
        if touching and shown.connection not in touching:
            return touching[0]
    return shown.connection


class WeightMatrix:
    """Weights of one connection with the biases of its target as a last column."""

    def __init__(self, document: Document, connection_id: int) -> None:
        self._document = document
        self.network = document.network
        self.connection: Connection = self.network.connection(connection_id)
        self.source: Layer = self.network.layer(self.connection.source)
        self.target: Layer = self.network.layer(self.connection.target)

    def stale(self, session: Session) -> bool:
        """Whether the session's network or data is another one by now."""
        document = session.document
        return document.network is not self.network or document.data is not self._document.data

    @cached_property
    def source_names(self) -> tuple[str, ...]:
        """One per column of weights."""
        return neuron_names(self._document, self.source)

    @cached_property
    def target_names(self) -> tuple[str, ...]:
        """One per row."""
        return neuron_names(self._document, self.target)

    @cached_property
    def tile_names(self) -> tuple[str, ...]:
        """One per tile: its number, where the name says no more."""
        return tuple(name.removeprefix("neuron ") for name in self.target_names)

    @cached_property
    def removed(self) -> NDArray[np.bool_] | None:
        """True where a weight is removed, the column of biases included; None if none is."""
        if self.removed_weights is None:
            return None
        return np.hstack([self.removed_weights, np.zeros((self.target.size, 1), np.bool_)])

    @cached_property
    def removed_weights(self) -> NDArray[np.bool_] | None:
        """The same without the biases."""
        mask = self.connection.mask
        return None if mask is None or mask.all() else ~mask

    def axes(self) -> Axes:
        """Names around the heatmap."""
        return Axes(
            rows=self.target_names,
            columns=(*self.source_names, "b"),
            column_title=f"from {self.source.name}",
            last_apart=True,
        )

    def values(self, session: Session) -> FloatArray:
        """Weights and biases, shape (n_target, n_source + 1)."""
        parameters = session.parameters
        weights = parameters.weights[self.connection.id]
        biases = parameters.biases[self.target.id]
        return np.hstack([weights, biases[:, np.newaxis]])

    def limit(self, values: FloatArray) -> float:
        """End of the colour scale: round, so that colours stay steady while weights move."""
        return nice_limit(peak(values))

    # -- selection

    def weight(self, row: int, column: int) -> WeightRef:
        """The weight at a cell."""
        return self.connection.id, self.target.neurons[row], self.source.neurons[column]

    def selected_cells(self, selection: Selection) -> frozenset[Cell]:
        """Cells to outline: selected weights, and biases of selected neurons."""
        rows, columns = self.target.index_by_neuron, self.source.index_by_neuron
        weights = {
            (rows[target], columns[source])
            for connection, target, source in selection.weights
            if connection == self.connection.id
        }
        return frozenset(weights | {(row, self.source.size) for row in self.selected_neurons(selection)})

    def selected_neurons(self, selection: Selection) -> frozenset[int]:
        """Rows of the receiving neurons that are selected."""
        rows = self.target.index_by_neuron
        receiving = selection.neurons_by_layer.get(self.target.id, ())
        return frozenset(rows[neuron] for neuron in receiving)

    def selected_bands(self, selection: Selection) -> Bands:
        """Rows of selected neurons that receive, and columns of those that send."""
        columns = self.source.index_by_neuron
        sending = selection.neurons_by_layer.get(self.source.id, ())
        return Bands(self.selected_neurons(selection), frozenset(columns[neuron] for neuron in sending))

    def selected_fields(self, selection: Selection) -> frozenset[int]:
        """Rows whose receptive field is selected, by the neuron or by a weight into it."""
        rows = self.target.index_by_neuron
        weights = {rows[ref[1]] for ref in selection.weights if ref[0] == self.connection.id}
        return self.selected_neurons(selection) | weights

    # -- words

    def caption(self, fields: bool) -> str:
        """The line above the picture."""
        if fields:
            return f"What each neuron of {self.target.name} looks for — click to select it"
        symbol = f"w{superscript(layer_number(self.network, self.target.id))}"
        return f"{symbol} to {self.target.name} — hover for the value, click to follow it on the canvas"

    def describe(self, session: Session, row: int, column: int) -> str:
        """One line: symbol, value, names, and the gradient for the row looked at."""
        if self._is_removed(row, column):
            return f"{self._symbol(row, column)} is removed: {self._ends(row, column)}"
        gradient = self._gradient(session, row, column)
        slope = f" · ∂C/∂{self._letter(column)} = {number(gradient)}" if gradient is not None else ""
        value = number(self._value(session, row, column))
        return f"{self._symbol(row, column)} = {value} · {self._ends(row, column)}{slope}"

    def explain(self, session: Session, row: int, column: int) -> str:
        """The same with full precision, over several lines."""
        if self._is_removed(row, column):
            return f"{self._symbol(row, column)}: removed, stays exactly zero\n{self._ends(row, column)}"
        lines = [
            f"{self._symbol(row, column)} = {exact(self._value(session, row, column))}",
            self._ends(row, column),
        ]
        gradient = self._gradient(session, row, column)
        if gradient is not None:
            lines.append(f"∂C/∂{self._letter(column)} = {exact(gradient)} for the row looked at")
        return "\n".join(lines)

    def describe_field(self, row: int) -> str:
        """One line about a receptive field."""
        return f"{self.target_names[row]} of {self.target.name}: weights from {self.source.name}"

    def _letter(self, column: int) -> str:
        return "b" if column == self.source.size else "w"

    def _symbol(self, row: int, column: int) -> str:
        if column == self.source.size:
            return neuron_symbol("b", self.network, self.target.id, row)
        return weight_symbol(self.network, self.connection, row, column)

    def _ends(self, row: int, column: int) -> str:
        receiver = full_name(self._document, self.target, self.target.neurons[row])
        if column == self.source.size:
            return f"bias of {receiver}"
        sender = full_name(self._document, self.source, self.source.neurons[column])
        return f"{sender} → {receiver}"

    def _is_removed(self, row: int, column: int) -> bool:
        return self.removed is not None and bool(self.removed[row, column])

    def _value(self, session: Session, row: int, column: int) -> float:
        if column == self.source.size:
            return float(session.parameters.biases[self.target.id][row])
        return float(session.parameters.weights[self.connection.id][row, column])

    def _gradient(self, session: Session, row: int, column: int) -> float | None:
        """∂C/∂w = δ a (eq. 53) or ∂C/∂b = δ (eq. 49) for the row looked at."""
        inspection = session.inspection
        if inspection is None or not inspection.delta:
            return None
        delta = float(inspection.delta[self.target.id][0, row])
        return delta if column == self.source.size else delta * float(inspection.a[self.source.id][0, column])
