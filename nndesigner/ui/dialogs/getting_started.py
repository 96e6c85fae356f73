"""The first five minutes, in words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nndesigner.ui.dialogs.plain import PlainDialog, reading

_WIDTH = 520
_STEPS = (
    (
        "Get data.",
        "Drop a table on the window, or choose Data → Bundled data → Iris. The import page shows what each "
        "column is taken for; choose the column to be predicted as the target.",
    ),
    (
        "Get a network.",
        "“Import and make the network” draws one that fits. To draw your own, drag an input, a hidden "
        "and an output layer from the palette to the canvas, each to the right of the one before: they "
        "connect by themselves. A double click on empty ground, or A, finds anything that can be added; "
        "Ctrl+Shift+P finds every command.",
    ),
    (
        "Mend what is marked.",
        "Where something does not fit, the bar below the canvas says what and offers the fix.",
    ),
    (
        "Train.",
        "Press Train. The cost falls, weights take the colours of plus and minus (the legend says which is "
        "which), and the error of every neuron shows where learning happens. Step does one mini-batch at "
        "a time. The sliders in the toolbar open all settings, and Train → Find a learning rate suggests η.",
    ),
    (
        "Look inside.",
        "The tabs over the canvas choose its numbers; what the pointer is on is read out at its foot. "
        "Click a neuron: the inspector shows z = Σ w·a + b with its numbers, for the row of data you look "
        "at. Click a weight to see its gradient, the paths that make it up and the rows that push it. "
        "Network → Check gradients compares them all with slopes of the cost measured directly.",
    ),
    (
        "Judge it.",
        "The Evaluation tab measures rows that training has never seen. Save the project when you like it; "
        "File → Export picture makes a picture of it for a report.",
    ),
)


class GettingStartedDialog(PlainDialog):
    """Six steps from an empty window to a trained network."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("gettingStartedDialog", "Getting started", reading(steps_text(), _WIDTH), parent)


def steps_text() -> str:
    """The text as rich text."""
    items = "".join(f'<li style="margin-bottom:8px"><b>{head}</b> {text}</li>' for head, text in _STEPS)
    return f'<p style="font-size:20px; font-weight:600">Your first network</p><ol>{items}</ol>'
