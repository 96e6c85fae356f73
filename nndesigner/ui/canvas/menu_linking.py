"""Entries of the context menu for connecting without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from nndesigner.ui.canvas.linking import Linking


class Add(Protocol):
    """Adds an entry with its words, what it does, and its keys."""

    def __call__(self, menu: QMenu, words: str, does: Callable[[], object], keys: str = "") -> QAction: ...


def add_linking(menu: QMenu, add: Add, linking: Linking) -> None:
    """Mark what is selected, and connect from what is marked: greyed with its reason where impossible."""
    add(menu, "Mark as source", linking.mark, "1")
    if not linking.source:
        off = add(menu, "Connect from source", linking.connect_marked, "2")
        off.setEnabled(False)
        off.setToolTip("There is no source yet: select it and choose “Mark as source”, or press 1.")
        return
    action, joint = add(menu, f"Connect from {linking.name}", linking.connect_marked, "2"), linking.joint
    action.setEnabled(joint is not None and joint.edit is not None)
    action.setToolTip(joint.words if joint is not None else "This is the source itself.")
