"""Commands of the Network menu for how layers are drawn, where they stand, and which weights they keep."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.ui.actions import Action, Does
from nndesigner.ui.canvas import aligning, forming
from nndesigner.ui.canvas.aligning import Arrangement
from nndesigner.ui.pruning import conditions


def _arrange(arrangement: Arrangement) -> Does:
    return lambda window: arrangement.carry_out(window.session, window.canvas.stage.apply)


SHAPES: Mapping[str, Action] = {
    "align-row": Action(
        "Align in a row",
        _arrange(aligning.ROW),
        ("Ctrl+Alt+H",),
        hint="Put the selected layers at one height",
        off=aligning.ROW.refusal,
    ),
    "align-column": Action(
        "Align in a column",
        _arrange(aligning.COLUMN),
        ("Ctrl+Alt+V",),
        hint="Put the selected layers below each other",
        off=aligning.COLUMN.refusal,
    ),
    "distribute": Action(
        "Distribute evenly",
        _arrange(aligning.EVENLY),
        ("Ctrl+Alt+E",),
        hint="Leave the same distance between the selected layers",
        off=aligning.EVENLY.refusal,
    ),
    "collapse": Action(
        forming.COLLAPSE,
        lambda window: forming.toggle_collapsed(window.session, window.canvas.stage.apply),
        ("Ctrl+Alt+C",),
        hint="Draw the selected layers as tiles, or as usual again",
        off=forming.collapse_refusal,
        says=forming.collapse_words,
    ),
    "show-neurons": Action(
        forming.SHOW_NEURONS,
        lambda window: forming.toggle_open(window.session, window.canvas.stage.apply),
        ("Ctrl+Alt+N",),
        hint="Draw large layers neuron by neuron, or as strips again",
        off=forming.open_refusal,
        says=forming.open_words,
    ),
    "prune": Action(
        "Prune…",
        lambda window: window.canvas.pruning.open(),
        ("Ctrl+Shift+X",),
        hint="Remove weights by a rule",
        off=conditions.prunable,
    ),
    "restore-weights": Action(
        "Restore removed weights",
        lambda window: window.canvas.pruning.restore(),
        hint="Bring removed weights back, starting from zero",
        off=conditions.restorable,
    ),
}
ARRANGE = ("align-row", "align-column", "distribute")
