"""Pure edits: each takes a document and returns the next one, or raises and changes nothing."""

from nndesigner.document.edits.connections import (
    connect,
    connect_neurons,
    refusal,
    remove_weights,
    restore_weights,
    set_weight,
)
from nndesigner.document.edits.data import Hidden, fit_network, new_network, set_data, suggested_hidden
from nndesigner.document.edits.insertion import insert_layer, passes_on
from nndesigner.document.edits.layers import (
    add_layer,
    move_layers,
    rename_layer,
    resize_layer,
    set_activation,
    set_image_shape,
    set_initialiser,
    set_layer_frozen,
)
from nndesigner.document.edits.neurons import (
    LARGEST_LAYER,
    add_neurons,
    neuron_in,
    rename_neuron,
    set_bias,
    set_neuron_activation,
    set_neuron_frozen,
    silent_refusal,
)
from nndesigner.document.edits.remove import remove
from nndesigner.document.edits.starts import STARTS, Start
from nndesigner.document.edits.surgery import split_neuron, split_neurons, split_refusal
from nndesigner.document.edits.training import reset, reset_layer, set_training

__all__ = [
    "LARGEST_LAYER",
    "STARTS",
    "Hidden",
    "Start",
    "add_layer",
    "add_neurons",
    "connect",
    "connect_neurons",
    "fit_network",
    "insert_layer",
    "move_layers",
    "neuron_in",
    "new_network",
    "passes_on",
    "refusal",
    "remove",
    "remove_weights",
    "rename_layer",
    "rename_neuron",
    "reset",
    "reset_layer",
    "resize_layer",
    "restore_weights",
    "set_activation",
    "set_bias",
    "set_data",
    "set_image_shape",
    "set_initialiser",
    "set_layer_frozen",
    "set_neuron_activation",
    "set_neuron_frozen",
    "set_training",
    "set_weight",
    "silent_refusal",
    "split_neuron",
    "split_neurons",
    "split_refusal",
    "suggested_hidden",
]
