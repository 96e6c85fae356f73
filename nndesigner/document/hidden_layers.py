"""The hidden layers of the network to be made, as one line of text."""

from __future__ import annotations

from collections.abc import Sequence

from nndesigner.data.model import Prepared
from nndesigner.document.edits import LARGEST_LAYER, Hidden
from nndesigner.document.edits.data import ENDINGS
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.errors import UsageError

NONE = "none"
MOST_LAYERS = 20
_HINT = "Write sizes and activations, such as 8:relu or 30:sigmoid, 10:relu."


def read_hidden(text: str) -> tuple[Hidden, ...]:
    """Hidden layers from words such as “8:relu” or “30:sigmoid, 10:relu”; “none” for none.

    Raises:
        UsageError: A part is not SIZE:ACTIVATION; says which, and what is possible.
    """
    if text.strip().lower() in ("", NONE):
        return ()
    layers = tuple(_layer(part.strip()) for part in text.split(","))
    if len(layers) > MOST_LAYERS:
        raise UsageError(f"{len(layers)} hidden layers are too many.", remedy=f"Choose up to {MOST_LAYERS}.")
    return layers


def write_hidden(layers: Sequence[Hidden]) -> str:
    """The words that `read_hidden` understands."""
    return ", ".join(f"{layer.size}:{layer.activation}" for layer in layers) or NONE


def network_words(prepared: Prepared, layers: Sequence[Hidden]) -> str:
    """The whole network in one line: “4 inputs → 8 ReLU → 3 softmax, softmax cross-entropy”."""
    ending = ENDINGS[prepared.task]
    inputs = prepared.x.shape[1]
    parts = [f"{inputs:,} input" if inputs == 1 else f"{inputs:,} inputs"]
    parts += [f"{layer.size:,} {_label(layer.activation)}" for layer in layers]
    parts.append(f"{prepared.outputs:,} {_label(ending.activation)}")
    return f"{' → '.join(parts)}, {_lower(COSTS[ending.cost].label)}"


def _layer(part: str) -> Hidden:
    size, _, activation = (word.strip() for word in part.partition(":"))
    activation = activation.lower() or "sigmoid"
    if not size.isdecimal():
        raise UsageError(f"“{part}” is not a hidden layer.", remedy=_HINT)
    if not 1 <= int(size) <= LARGEST_LAYER:
        raise UsageError(
            f"A layer cannot have {int(size):,} neurons.", remedy=f"Choose from 1 to {LARGEST_LAYER:,}."
        )
    known = ACTIVATIONS.get(activation)
    if known is None or known.output_only:
        names = ", ".join(name for name, other in ACTIVATIONS.items() if not other.output_only)
        raise UsageError(
            f"“{activation}” is no activation of a hidden layer.", remedy=f"Choose from {names}."
        )
    return Hidden(int(size), activation)


def _label(activation: str) -> str:
    label = ACTIVATIONS[activation].label
    return label if label[1:] != label[1:].lower() else label.lower()


def _lower(words: str) -> str:
    """Inside a sentence; abbreviations stay."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
