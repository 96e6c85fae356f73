"""Pure edits: each takes a document and returns the next one, or raises and changes nothing."""

from nndesigner.document.edits.chain import chain_refusal, move_in_chain, neighbour_in_chain
from nndesigner.document.edits.connections import (
    connect,
    connect_groups,
    connect_neurons,
    connect_pairs,
    refusal,
    remove_weights,
    restore_weights,
    set_weight,
)
from nndesigner.document.edits.data import Hidden, fit_network, new_network, set_data, suggested_hidden
from nndesigner.document.edits.duplicates import duplicate_layers, duplicate_neurons, duplicate_refusal
from nndesigner.document.edits.forms import set_form
from nndesigner.document.edits.grafting import homes_of, paste_neurons
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
from nndesigner.document.edits.moving import move_neurons, move_refusal, shift_neurons, shift_refusal
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
from nndesigner.document.edits.pasting import paste_layers
from nndesigner.document.edits.pruning import (
    BelowThreshold,
    Pruning,
    RandomSparsity,
    Rule,
    Side,
    Strongest,
    keep_only,
    kept,
    prune,
    pruning_of,
    restore_all,
)
from nndesigner.document.edits.regrouping import (
    merge_layers,
    merge_refusal,
    split_layer,
    split_layer_refusal,
)
from nndesigner.document.edits.remove import remove
from nndesigner.document.edits.starts import STARTS, Start
from nndesigner.document.edits.surgery import split_neuron, split_neurons, split_refusal
from nndesigner.document.edits.training import reset, reset_layer, set_training
from nndesigner.document.edits.ways import cycle, cycle_words, way

__all__ = [
    "LARGEST_LAYER",
    "STARTS",
    "BelowThreshold",
    "Hidden",
    "Pruning",
    "RandomSparsity",
    "Rule",
    "Side",
    "Start",
    "Strongest",
    "add_layer",
    "add_neurons",
    "chain_refusal",
    "connect",
    "connect_groups",
    "connect_neurons",
    "connect_pairs",
    "cycle",
    "cycle_words",
    "duplicate_layers",
    "duplicate_neurons",
    "duplicate_refusal",
    "fit_network",
    "homes_of",
    "insert_layer",
    "keep_only",
    "kept",
    "merge_layers",
    "merge_refusal",
    "move_in_chain",
    "move_layers",
    "move_neurons",
    "move_refusal",
    "neighbour_in_chain",
    "neuron_in",
    "new_network",
    "passes_on",
    "paste_layers",
    "paste_neurons",
    "prune",
    "pruning_of",
    "refusal",
    "remove",
    "remove_weights",
    "rename_layer",
    "rename_neuron",
    "reset",
    "reset_layer",
    "resize_layer",
    "restore_all",
    "restore_weights",
    "set_activation",
    "set_bias",
    "set_data",
    "set_form",
    "set_image_shape",
    "set_initialiser",
    "set_layer_frozen",
    "set_neuron_activation",
    "set_neuron_frozen",
    "set_training",
    "set_weight",
    "shift_neurons",
    "shift_refusal",
    "silent_refusal",
    "split_layer",
    "split_layer_refusal",
    "split_neuron",
    "split_neurons",
    "split_refusal",
    "suggested_hidden",
    "way",
]
