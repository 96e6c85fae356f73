"""What the rows of the outline stand for, and what is said about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nndesigner.document.names import full_name
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.session.session import Session
from nndesigner.ui.format import number

GROUP = 100
"""Neurons of one group."""
MOST_LISTED = 200
"""Neurons of a layer up to which they are listed under it directly; those of larger ones in groups."""


class Kind(Enum):
    """The kinds of rows."""

    LAYER = "layer"
    GROUP = "group"
    NEURON = "neuron"
    CONNECTIONS = "connections"
    CONNECTION = "connection"


@dataclass(frozen=True)
class Row:
    """One row, by ids.

    Attributes:
        layer: Of a layer, a group, a neuron.
        neuron: Of a neuron.
        connection: Of a connection.
        group: Number of a group, from 0.
    """

    kind: Kind
    layer: int | None = None
    neuron: int | None = None
    connection: int | None = None
    group: int | None = None


def grouped(layer: Layer) -> bool:
    """Whether the neurons of a layer are listed in groups."""
    return layer.size > MOST_LISTED


def group_name(layer: Layer, group: int) -> str:
    """A group by the numbers of its neurons."""
    return f"neurons {group * GROUP + 1:,}–{min((group + 1) * GROUP, layer.size):,}"


def connection_name(network: Network, connection: Connection) -> str:
    """A connection by the names of its ends."""
    return f"{network.layer(connection.source).name} → {network.layer(connection.target).name}"


def layer_note(layer: Layer) -> str:
    """Size and activation."""
    if layer.image_shape is not None:
        return f"{layer.image_shape[0]} × {layer.image_shape[1]}"
    if layer.role is Role.INPUT:
        return f"{layer.size:,}"
    return f"{layer.size:,} · {ACTIVATIONS[layer.activation].label}"


def neuron_note(layer: Layer, neuron: int) -> str:
    """The activation of a neuron that differs from its layer."""
    override = layer.overrides.get(neuron)
    return ACTIVATIONS[override.activation].label if override is not None and override.activation else ""


def spoken(network: Network, row: Row, name: str, note: str) -> str:
    """A row as a screen reader tells it."""
    if row.connection is not None:
        note = _weights(network, network.connection(row.connection))
    return f"{name}, {note}" if note else name


def _weights(network: Network, connection: Connection) -> str:
    count = network.weight_count(connection)
    return f"{count:,} weight{'s' * (count != 1)}"


def described(session: Session, row: Row) -> str:
    """A row in a sentence with its present numbers, for screen readers and the tooltip."""
    network = session.document.network
    if row.kind is Kind.CONNECTIONS:
        return f"{len(network.connections):,} connections between layers"
    if row.kind is Kind.CONNECTION and row.connection is not None:
        connection = network.connection(row.connection)
        name = connection_name(network, connection).replace("→", "to")
        return f"connection from {name}, {_weights(network, connection)}"
    if row.layer is None:
        return ""
    layer = network.layer(row.layer)
    if row.kind is Kind.LAYER:
        return _layer_words(layer)
    if row.kind is Kind.GROUP and row.group is not None:
        return f"{group_name(layer, row.group)} of {layer.name}"
    return _neuron_words(session, layer, row.neuron if row.neuron is not None else layer.neurons[0])


def _layer_words(layer: Layer) -> str:
    frozen = ", does not learn" if layer.frozen else ""
    return f"{layer.role} layer “{layer.name}”, {layer_note(layer)}{frozen}"


def _neuron_words(session: Session, layer: Layer, neuron: int) -> str:
    parts = [full_name(session.document, layer, neuron)]
    place, override = layer.index_by_neuron[neuron], layer.overrides.get(neuron)
    biases = session.parameters.biases.get(layer.id)
    if biases is not None and place < len(biases):
        parts.append(f"bias {number(float(biases[place]))}")
    inspection = session.inspection
    a = inspection.a.get(layer.id) if inspection is not None else None
    if a is not None and a.shape[-1] == layer.size:
        parts.append(f"activation {number(float(a[0, place]))}")
    if override is not None and override.activation:
        parts.append(ACTIVATIONS[override.activation].label)
    if override is not None and override.frozen:
        parts.append("does not learn")
    return ", ".join(parts)
