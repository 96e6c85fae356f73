"""The windows of the Help menu."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QDialog, QWidget

from nndesigner.ui.dialogs.about import AboutDialog
from nndesigner.ui.dialogs.getting_started import GettingStartedDialog
from nndesigner.ui.dialogs.shortcuts import ShortcutsDialog

_DIALOGS: Mapping[str, type[AboutDialog | GettingStartedDialog | ShortcutsDialog]] = {
    "about": AboutDialog,
    "getting-started": GettingStartedDialog,
    "shortcuts": ShortcutsDialog,
}


def help_dialog(topic: str, parent: QWidget) -> QDialog:
    """The window on a topic: “about”, “getting-started” or “shortcuts”."""
    return _DIALOGS[topic](parent)
