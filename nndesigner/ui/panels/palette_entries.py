"""What stands in the palette: layers by role and activation, neurons, ready-made networks."""

from __future__ import annotations

from dataclasses import dataclass

from nndesigner.document.edits import STARTS
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.ui.canvas.items import HIDDEN_KINDS, NEURON_KINDS, OUTPUT_KINDS

_PURPOSES = {"softmax": "classes", "sigmoid": "two classes", "linear": "numbers"}
"""What outputs of an activation are for."""


@dataclass(frozen=True)
class Entry:
    """One row: a kind of thing, or (without a kind) the heading of a section.

    Attributes:
        words: As it is written under its heading.
        kind: Key of `ITEMS`.
        glyph: A key of `icons.GLYPHS`.
        note: A few words more, faint.
        explanation: One sentence.
        name: What it is where there is no heading; empty where `words` says it.
        curve: The activation whose curve is its picture; it then takes half of a row.
        open: Of a heading, whether its section is open until the user decides.
        spacious: Whether it is open only where the screen has much room.
    """

    words: str
    kind: str = ""
    glyph: str = ""
    note: str = ""
    explanation: str = ""
    name: str = ""
    curve: str = ""
    open: bool = True
    spacious: bool = False


def entries() -> tuple[Entry, ...]:
    """Everything in the palette, in order."""
    return (
        Entry("Layers"),
        Entry("Input", "layer:input", "input-layer", "", "The layer that takes the data."),
        Entry("Hidden", "layer:hidden", "hidden-layer", "", "A layer between input and output."),
        Entry("Output", "layer:output", "output-layer", "", "The layer that gives the prediction."),
        Entry("Hidden layers by activation", spacious=True),
        *(_hidden(name) for name in HIDDEN_KINDS),
        Entry("Output layers by purpose", open=False),
        *(_output(name) for name in OUTPUT_KINDS),
        Entry("Neurons"),
        Entry("Neuron", "neuron", "neuron", "", "One more neuron: drop it into a layer."),
        Entry("Perceptron", "neuron:step", "step-neuron", "step", "A neuron that gives 0 or 1."),
        Entry("Neurons by activation", open=False),
        *(_neuron(name) for name in NEURON_KINDS if name != "step"),
        Entry("Ready-made"),
        *(Entry(s.label, f"start:{key}", "start", s.shape, s.description) for key, s in STARTS.items()),
    )


def _hidden(activation: str) -> Entry:
    label = ACTIVATIONS[activation].label
    return Entry(
        label,
        f"layer:hidden:{activation}",
        "hidden-layer",
        explanation=f"A hidden layer of {label} neurons; dropped on one that is there, it becomes {label}.",
        name=f"{label} hidden layer",
        curve=activation,
    )


def _output(activation: str) -> Entry:
    label, purpose = ACTIVATIONS[activation].label, _PURPOSES[activation]
    return Entry(
        label,
        f"layer:output:{activation}",
        "output-layer",
        purpose,
        f"A {label} output layer, for {purpose}; dropped on one that is there, it becomes {label}.",
        f"{label} output layer",
        activation,
    )


def _neuron(activation: str) -> Entry:
    label = ACTIVATIONS[activation].label
    return Entry(
        label,
        f"neuron:{activation}",
        "neuron",
        explanation=f"A neuron with {label} for its own activation: drop it into a layer.",
        name=f"{label} neuron",
        curve=activation,
    )
