"""Commands of the Network menu that give neurons and layers other places."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.ui import conditions
from nndesigner.ui.actions import Action

NEURONS: Mapping[str, Action] = {
    "neurons-up": Action(
        "Move neurons up",
        lambda window: window.canvas.structure.shift(-1),
        hint="One place up in their layer (Ctrl+Up on the canvas)",
        off=conditions.neurons_up,
    ),
    "neurons-down": Action(
        "Move neurons down",
        lambda window: window.canvas.structure.shift(1),
        hint="One place down in their layer (Ctrl+Down on the canvas)",
        off=conditions.neurons_down,
    ),
    "neurons-before": Action(
        "Move neurons to the layer before",
        lambda window: window.canvas.structure.to_beside(-1),
        hint="Into the layer on the left (Ctrl+Left on the canvas)",
        off=conditions.neurons_before,
    ),
    "neurons-after": Action(
        "Move neurons to the layer after",
        lambda window: window.canvas.structure.to_beside(1),
        hint="Into the layer on the right (Ctrl+Right on the canvas)",
        off=conditions.neurons_after,
    ),
}
LAYERS: Mapping[str, Action] = {
    "split-layer": Action(
        "Split layer",
        lambda window: window.canvas.structure.split_layer(),
        ("Ctrl+Alt+S",),
        hint="Make the selected neurons a layer of their own without changing what the network computes",
        off=conditions.layer_splittable,
    ),
    "merge-layers": Action(
        "Merge layers",
        lambda window: window.canvas.structure.merge_layers(),
        ("Ctrl+Alt+M",),
        hint="Make the selected layers one without changing what the network computes",
        off=conditions.mergeable,
    ),
    "layer-earlier": Action(
        "Move layer earlier in the chain",
        lambda window: window.canvas.structure.along_chain(-1),
        hint="Let it change places with the layer before it (Ctrl+Left on the canvas)",
        off=conditions.layer_earlier,
    ),
    "layer-later": Action(
        "Move layer later in the chain",
        lambda window: window.canvas.structure.along_chain(1),
        hint="Let it change places with the layer behind it (Ctrl+Right on the canvas)",
        off=conditions.layer_later,
    ),
}
