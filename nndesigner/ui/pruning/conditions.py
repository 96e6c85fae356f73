"""When weights can be removed by a rule, or brought back: None, or one sentence that says why not."""

from __future__ import annotations

from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.pruning.scope import pruned_connections


def prunable(session: Session) -> str | None:
    """There are weights, and none of them is changing."""
    network = session.document.network
    if not network.connections:
        return "There are no weights yet: connect two layers first."
    if session.training.state is State.RUNNING:
        return "Training is running: pause or stop it first."
    if not any(network.weight_count(connection) for connection in pruned_connections(session)):
        return "All weights here are removed already."
    return None


def restorable(session: Session) -> str | None:
    """Weights were removed from the connections that are meant."""
    if any(connection.mask is not None for connection in pruned_connections(session)):
        return None
    if any(connection.mask is not None for connection in session.document.network.connections):
        return "No weight of what is selected was removed."
    return "No weight was removed."
