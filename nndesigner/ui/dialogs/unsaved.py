"""The question that stands between unsaved work and losing it."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox, QWidget

from nndesigner.ui.style import set_look


class Choice(Enum):
    """What to do with the changes."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


def ask_about_changes(parent: QWidget, name: str) -> Choice:
    """Ask whether to save before the project goes."""
    box = QMessageBox(parent)
    box.setObjectName("unsavedDialog")
    box.setWindowTitle("Save changes")
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(f"Save the changes to {name}?")
    box.setInformativeText("Otherwise they are lost.")
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    box.setEscapeButton(buttons.Cancel)
    set_look(box.button(buttons.Save), "primary", True)
    answer = box.exec()
    box.deleteLater()
    return {buttons.Save: Choice.SAVE, buttons.Discard: Choice.DISCARD}.get(buttons(answer), Choice.CANCEL)
