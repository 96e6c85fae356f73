"""What must be true of a layer that comes from outside, whether from a project file or the clipboard."""

from __future__ import annotations

from nndesigner.document.edits import LARGEST_LAYER
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.initialisers import INITIALISERS
from nndesigner.engine.network import Layer, Override
from nndesigner.storage.damage import DamageError


def checked(layer: Layer) -> Layer:
    """The same layer.

    Raises:
        DamageError: It is no layer of this program.
    """
    if not 1 <= layer.size <= LARGEST_LAYER:
        raise DamageError(f"the layer “{layer.name}” has {layer.size:,} neurons")
    if layer.initialiser not in INITIALISERS:
        raise DamageError(f"there is no initialisation “{layer.initialiser}”")
    shape = layer.image_shape
    if shape is not None and shape[0] * shape[1] != layer.size:
        raise DamageError(f"the layer “{layer.name}” is no picture of its size")
    _check_activation(layer.activation)
    if not layer.overrides.keys() <= layer.index_by_neuron.keys():
        raise DamageError(f"the layer “{layer.name}” describes a neuron that it does not have")
    for override in layer.overrides.values():
        _check_override(override)
    return layer


def _check_override(override: Override) -> None:
    if override.activation is None:
        return
    _check_activation(override.activation)
    if not ACTIVATIONS[override.activation].elementwise:
        raise DamageError(f"a single neuron cannot have the activation “{override.activation}”")


def _check_activation(name: str) -> None:
    if name not in ACTIVATIONS:
        raise DamageError(f"there is no activation “{name}”")
