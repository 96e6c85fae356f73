"""Commands of the Network menu."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.document import edits
from nndesigner.ui import conditions
from nndesigner.ui.action_table._doing import apply
from nndesigner.ui.actions import DRAWING, Action, Does, Page, Window


def _add(kind: str) -> Does:
    def does(window: Window) -> None:
        window.show_page(Page.WORKSPACE)
        window.canvas.add_at_centre(kind)

    return does


NETWORK: Mapping[str, Action] = {
    "add-input": Action(
        "Add input layer", _add("layer:input"), ("Ctrl+Shift+I",), "input-layer", pages=DRAWING
    ),
    "add-hidden": Action(
        "Add hidden layer", _add("layer:hidden"), ("Ctrl+Shift+H",), "hidden-layer", pages=DRAWING
    ),
    "add-output": Action(
        "Add output layer", _add("layer:output"), ("Ctrl+Shift+O",), "output-layer", pages=DRAWING
    ),
    "add-neuron": Action(
        "Add neuron", _add("neuron"), ("Ctrl+Shift+N",), "neuron", off=conditions.layer_for_neuron
    ),
    "insert": Action(
        "Insert layer",
        lambda window: window.canvas.insert_between(),
        ("Ctrl+I",),
        hint="Put a hidden layer into the selected connection",
        off=conditions.joint,
    ),
    "insert-keeping": Action(
        "Insert layer, keeping the function",
        lambda window: window.canvas.insert_keeping_function(),
        ("Ctrl+Shift+K",),
        hint="Put a hidden layer into the selected connection without changing what the network computes",
        off=conditions.joint,
    ),
    "split": Action(
        "Split neurons in two",
        lambda window: window.canvas.split_selected(),
        ("Ctrl+Shift+T",),
        hint="Give each selected neuron a twin without changing what the network computes",
        off=conditions.splittable,
    ),
    "merge-neurons": Action(
        "Merge neurons",
        lambda window: window.canvas.merge_selected(),
        hint="Make one neuron of the selected ones: mean of the weights in, sum of the weights out; "
        "twins merge without changing what the network computes",
        off=conditions.fusible,
    ),
    "connect": Action(
        "Connect",
        lambda window: window.canvas.connect_selected(),
        ("Ctrl+L",),
        "connect",
        off=conditions.connectable,
    ),
    "mark-source": Action(
        "Mark as source",
        lambda window: window.canvas.looking.linking.mark(),
        hint="Remember what is selected as the source of a connection (1 on the canvas)",
        off=conditions.layers_or_neurons,
    ),
    "connect-marked": Action(
        "Connect from source",
        lambda window: window.canvas.looking.linking.connect_marked(),
        hint="Connect the source that was marked to what is selected (2 on the canvas)",
        off=conditions.layers_or_neurons,
    ),
    "disconnect": Action(
        "Disconnect",
        lambda window: window.canvas.disconnect_selected(),
        ("Ctrl+Shift+L",),
        "disconnect",
        off=conditions.connected,
    ),
    "tidy": Action("Tidy", lambda window: window.canvas.tidy(), ("Ctrl+T",), "tidy", off=conditions.network),
    "fit-data": Action(
        "Make the network fit the data",
        apply("Fit network to data", edits.fit_network),
        ("Ctrl+M",),
        "make-fit",
        "Give the input and output layer the sizes that the data needs",
        off=conditions.misfit,
    ),
    "new-network": Action(
        "New network from data",
        apply("New network", edits.new_network),
        ("Ctrl+Shift+M",),
        hint="Replace the network by a sensible one for the data",
        off=conditions.data,
    ),
    "reset": Action(
        "Reset weights",
        lambda window: window.session.reset(),
        ("Ctrl+Shift+R",),
        "reset",
        "Draw all weights anew from the seed",
        off=conditions.weights,
    ),
    "check-gradients": Action(
        "Check gradients…",
        lambda window: window.check_gradients(),
        ("Ctrl+Shift+G",),
        hint="Compare backpropagation with differences of the cost",
        off=conditions.at_rest,
    ),
}
STARTS: Mapping[str, Action] = {
    f"start-{key}": Action(
        f"{start.label}  {start.shape}", _add(f"start:{key}"), hint=start.description, pages=DRAWING
    )
    for key, start in edits.STARTS.items()
}
