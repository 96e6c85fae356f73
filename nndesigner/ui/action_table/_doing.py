"""What commands have in common."""

from __future__ import annotations

from collections.abc import Callable

from nndesigner.document.model import Document
from nndesigner.ui.actions import Does


def apply(name: str, edit: Callable[[Document], Document]) -> Does:
    """Make an undoable edit."""
    return lambda window: window.session.apply(name, edit)
