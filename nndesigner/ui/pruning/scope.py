"""Which connections a rule is for."""

from __future__ import annotations

from nndesigner.engine.network import Connection, Network
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session

MOST_NAMED = 2
"""Connections that are named one by one; more are counted."""


def pruned_connections(session: Session) -> list[Connection]:
    """The selected connections, those of the selected layers, or all."""
    network, chosen = session.document.network, session.selection
    ids = chosen.connections | {ref[0] for ref in chosen.weights}
    layers = chosen.layers | {layer for layer, _ in chosen.neurons}
    if ids:
        return [c for c in network.connections if c.id in ids]
    if len(layers) > 1:
        between = [c for c in network.connections if c.source in layers and c.target in layers]
        if between:
            return between
    touching = [c for c in network.connections if c.source in layers or c.target in layers]
    return touching or list(network.connections)


def scope_words(network: Network, connections: list[Connection], chosen: Selection) -> str:
    """The connections in a sentence: “input → hidden 1”, or “all 3 connections”."""
    if len(connections) == len(network.connections) and not chosen:
        return "the only connection" if len(connections) == 1 else f"all {len(connections)} connections"
    if len(connections) > MOST_NAMED:
        return f"{len(connections)} connections"
    return " and ".join(
        f"{network.layer(c.source).name} → {network.layer(c.target).name}" for c in connections
    )
