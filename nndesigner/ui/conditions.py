"""When an action can be used: each function returns None, or one sentence that says why not."""

from __future__ import annotations

from nndesigner.document import edits
from nndesigner.engine.network import Role
from nndesigner.session.session import Session
from nndesigner.session.similar import activations
from nndesigner.session.training import State
from nndesigner.ui.canvas import restructuring
from nndesigner.ui.canvas.surgery import fuse_reason
from nndesigner.ui.system_clipboard import paste_refusal


def always(_: Session) -> str | None:
    """No condition."""
    return None


def content(session: Session) -> str | None:
    """The project is not empty."""
    document = session.document
    if document.network.layers or document.data is not None or session.path is not None or session.modified:
        return None
    return "There is nothing to save yet."


def undo(session: Session) -> str | None:
    """Something was done."""
    return None if session.undo_name else "There is nothing to undo."


def redo(session: Session) -> str | None:
    """Something was undone."""
    return None if session.redo_name else "There is nothing to redo."


def network(session: Session) -> str | None:
    """There are layers."""
    return None if session.document.network.layers else "There is no network yet."


def selection(session: Session) -> str | None:
    """Something is selected."""
    return None if session.selection else "Nothing is selected."


def neurons(session: Session) -> str | None:
    """Neurons are selected, or layers."""
    chosen = session.selection
    return None if chosen.layers or chosen.neurons else "Select neurons or a layer first."


def activation(session: Session) -> str | None:
    """Something is selected that has an activation."""
    if activations(session.document.network, session.selection):
        return None
    return neurons(session) or "Input neurons pass the data on: they have no activation."


def clipboard(_: Session) -> str | None:
    """There is a part of a network on the clipboard, or text that may be one."""
    return paste_refusal()


def layers_or_neurons(session: Session) -> str | None:
    """A layer or neurons are selected."""
    chosen = session.selection
    return None if chosen.layers or chosen.neurons else "Select a layer or neurons."


def one_named(session: Session) -> str | None:
    """One layer or neuron is selected."""
    chosen = session.selection
    if len(chosen.layers) + len(chosen.neurons) == 1:
        return None
    return "Select one layer or one neuron to rename it."


def layer_for_neuron(session: Session) -> str | None:
    """There is a layer that a neuron can join."""
    return None if session.document.network.layers else "Add a layer first: a neuron belongs to a layer."


def joint(session: Session) -> str | None:
    """A connection is selected, or two layers that are connected."""
    chosen, network = session.selection, session.document.network
    if len(chosen.connections) == 1 or len({ref[0] for ref in chosen.weights}) == 1:
        return None
    pair = tuple(chosen.layers)
    if len(pair) == 2 and (network.between(*pair) or network.between(pair[1], pair[0])):
        return None
    return "Select a connection, or two layers that are connected."


def splittable(session: Session) -> str | None:
    """Hidden neurons are selected, or layers of them."""
    chosen, network = session.selection, session.document.network
    layers = sorted(chosen.layers | {layer for layer, _ in chosen.neurons})
    if not layers:
        return "Select hidden neurons, or a hidden layer, to split them."
    return next(filter(None, (edits.split_refusal(network, layer) for layer in layers)), None)


def fusible(session: Session) -> str | None:
    """Two or more neurons of one hidden layer are selected."""
    return fuse_reason(session.document, session.selection)


def neurons_up(session: Session) -> str | None:
    """Neurons are selected that are not at the top of their layer."""
    return restructuring.shift_reason(session.document, session.selection, -1)


def neurons_down(session: Session) -> str | None:
    """Neurons are selected that are not at the bottom of their layer."""
    return restructuring.shift_reason(session.document, session.selection, 1)


def neurons_before(session: Session) -> str | None:
    """Neurons of one layer are selected that can go to the layer before it."""
    return restructuring.beside_reason(session.document, session.selection, -1)


def neurons_after(session: Session) -> str | None:
    """Neurons of one layer are selected that can go to the layer after it."""
    return restructuring.beside_reason(session.document, session.selection, 1)


def layer_splittable(session: Session) -> str | None:
    """A hidden layer is selected, or some neurons of one."""
    return restructuring.split_layer_reason(session.document, session.selection)


def mergeable(session: Session) -> str | None:
    """Hidden layers beside each other are selected."""
    return restructuring.merge_reason(session.document, session.selection)


def layer_earlier(session: Session) -> str | None:
    """A layer is selected that can change places with the one before it."""
    return restructuring.chain_reason(session.document, session.selection, -1)


def layer_later(session: Session) -> str | None:
    """A layer is selected that can change places with the one behind it."""
    return restructuring.chain_reason(session.document, session.selection, 1)


def connectable(session: Session) -> str | None:
    """Two layers are selected that can be connected."""
    chosen, network = session.selection, session.document.network
    pairs = sorted(chosen.layers) or sorted({layer for layer, _ in chosen.neurons})
    if len(pairs) != 2:
        return "Select two layers, or neurons of two layers, to connect them."
    if chosen.neurons and not chosen.layers:
        return None
    reasons = [edits.refusal(network, *pair) for pair in (pairs, pairs[::-1])]
    return None if None in reasons else reasons[0]


def connected(session: Session) -> str | None:
    """A connection or a weight is selected, or layers that are connected."""
    chosen, network = session.selection, session.document.network
    if chosen.connections or chosen.weights:
        return None
    layers = chosen.layers | {layer for layer, _ in chosen.neurons}
    if any(c.source in layers and c.target in layers for c in network.connections):
        return None
    return "Select a connection, or layers that are connected."


def data(session: Session) -> str | None:
    """There is data."""
    return None if session.document.data is not None else "There is no data yet: open a table first."


def misfit(session: Session) -> str | None:
    """There is data that the network could be made to fit."""
    return data(session) or network(session)


def trainable(session: Session) -> str | None:
    """Nothing keeps the network from being trained, or it is being trained."""
    if session.training.state is State.RUNNING:
        return None
    found = next((problem for problem in session.problems if problem.blocking), None)
    return found.message if found is not None else None


def at_rest(session: Session) -> str | None:
    """The network can be trained, and is not being trained."""
    if session.training.state is State.RUNNING:
        return "Training is running: pause or stop it first."
    return trainable(session)


def stoppable(session: Session) -> str | None:
    """Training runs or is paused."""
    return None if session.training.state is not State.IDLE else "Training is not running."


def weights(session: Session) -> str | None:
    """There are weights to draw anew."""
    if any(layer.role is not Role.INPUT for layer in session.document.network.layers):
        return None
    return "There are no weights yet."
