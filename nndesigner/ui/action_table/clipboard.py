"""Commands of the Edit menu that copy."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.ui import conditions
from nndesigner.ui.actions import Action
from nndesigner.ui.canvas.pasting import copy_refusal, duplicate_refusal

CLIPBOARD: Mapping[str, Action] = {
    "cut": Action(
        "Cut",
        lambda window: window.canvas.copying.cut(),
        ("Ctrl+X",),
        "cut",
        "Copy what is selected, and delete it",
        off=copy_refusal,
    ),
    "copy": Action(
        "Copy",
        lambda window: window.canvas.copying.copy(),
        ("Ctrl+C",),
        "copy",
        "Copy the selected layers and neurons as text, for this and other projects",
        off=copy_refusal,
    ),
    "paste": Action(
        "Paste",
        lambda window: window.canvas.copying.paste(),
        ("Ctrl+V",),
        "paste",
        "Add the layers or neurons on the clipboard",
        off=conditions.clipboard,
    ),
    "duplicate": Action(
        "Duplicate",
        lambda window: window.canvas.copying.duplicate(),
        ("Ctrl+D",),
        "duplicate",
        "Add a double of what is selected",
        off=duplicate_refusal,
    ),
}
