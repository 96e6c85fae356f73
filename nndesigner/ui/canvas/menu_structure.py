"""Entries of the context menus that give neurons and layers other places in the network."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from nndesigner.document import edits
from nndesigner.session.session import Session
from nndesigner.ui.canvas import restructuring
from nndesigner.ui.canvas.structure import Structure

Add = Callable[..., QAction]
"""Adds an entry: to a menu, its words, what it does, its keys."""


def add_structure(menu: QMenu, add: Add, session: Session, structure: Structure) -> None:
    """What can be done to the places of the selected layers; what cannot says why."""
    document, chosen = session.document, session.selection
    if restructuring.split_layer_reason(document, chosen) is None:
        add(menu, "Split layer", structure.split_layer, "Ctrl+Alt+S")
    if len(chosen.layers) > 1:
        reason = restructuring.merge_reason(document, chosen)
        _explained(add(menu, "Merge layers", structure.merge_layers, "Ctrl+Alt+M"), reason)
    if len(chosen.layers) == 1 and not chosen.neurons:
        for words, step, keys in (("earlier", -1, "Ctrl+Left"), ("later", 1, "Ctrl+Right")):
            reason = restructuring.chain_reason(document, chosen, step)
            if reason is None:
                add(menu, f"Move {words} in the chain", partial(structure.along_chain, step), keys)


def add_moving(menu: QMenu, add: Add, session: Session, structure: Structure) -> None:
    """Where the selected neurons can go; what cannot be says why."""
    document, chosen = session.document, session.selection
    submenu = menu.addMenu("Move")
    submenu.setToolTipsVisible(True)
    for words, step, keys in (("Up", -1, "Ctrl+Up"), ("Down", 1, "Ctrl+Down")):
        reason = restructuring.shift_reason(document, chosen, step)
        _explained(add(submenu, words, partial(structure.shift, step), keys), reason)
    submenu.addSeparator()
    homes = {layer for layer, _ in chosen.neurons}
    home = homes.pop() if len(homes) == 1 else None
    keys_of: dict[int | None, str] = {}
    if home is not None:
        keys_of[restructuring.beside(document, home, -1)] = "Ctrl+Left"
        keys_of[restructuring.beside(document, home, 1)] = "Ctrl+Right"
    for layer in restructuring.from_left_to_right(document):
        if layer != home:
            words = f"To {document.network.layer(layer).name}"
            entry = add(submenu, words, partial(structure.to_layer, layer), keys_of.get(layer, ""))
            _explained(entry, edits.move_refusal(document, chosen.neurons, layer))
    if restructuring.split_layer_reason(document, chosen) is None:
        add(submenu, "To a layer of their own", structure.split_layer, "Ctrl+Alt+S")


def _explained(action: QAction, reason: str | None) -> None:
    if reason is not None:
        action.setEnabled(False)
        action.setToolTip(reason)
