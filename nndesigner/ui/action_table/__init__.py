"""Every command of the window, as data: a file per menu. Menus and toolbar refer to them by their keys."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.ui.action_table.clipboard import CLIPBOARD
from nndesigner.ui.action_table.data import BUNDLED_ACTIONS, DATA
from nndesigner.ui.action_table.edit import EDIT
from nndesigner.ui.action_table.file import EXAMPLE_ACTIONS, FILE
from nndesigner.ui.action_table.help import HELP
from nndesigner.ui.action_table.network import NETWORK, STARTS
from nndesigner.ui.action_table.search import SEARCHES, SELECTING
from nndesigner.ui.action_table.shapes import ARRANGE, SHAPES
from nndesigner.ui.action_table.structure import LAYERS, NEURONS
from nndesigner.ui.action_table.train import TRAIN, train_words
from nndesigner.ui.action_table.view import PANEL_ACTIONS, PANELS, SHOWN, THEMES, VIEW
from nndesigner.ui.actions import Action

ACTIONS: Mapping[str, Action] = {
    **FILE, **EXAMPLE_ACTIONS, **EDIT, **CLIPBOARD, **VIEW, **SHOWN, **THEMES, **PANEL_ACTIONS, **NETWORK,
    **NEURONS, **LAYERS, **SHAPES, **STARTS, **DATA, **BUNDLED_ACTIONS, **TRAIN, **HELP, **SEARCHES,
    **SELECTING,
}  # fmt: skip
"""All of them by key."""

__all__ = [
    "ACTIONS",
    "ARRANGE",
    "BUNDLED_ACTIONS",
    "EXAMPLE_ACTIONS",
    "LAYERS",
    "NEURONS",
    "PANELS",
    "PANEL_ACTIONS",
    "SELECTING",
    "SHOWN",
    "STARTS",
    "THEMES",
    "train_words",
]
