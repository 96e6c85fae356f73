"""One number of the training settings as a field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nndesigner.document import edits
from nndesigner.document.setting_effects import idle_reason
from nndesigner.errors import NNDesignerError, UsageError
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.settings.table import Field, hint_of
from nndesigner.ui.settings.typed import Value
from nndesigner.ui.style import set_look
from nndesigner.ui.typing_undo import leaves_to_window

_IN_FORCE = {"batch_size": "batch_in_force"}
"""Settings that others may overrule, and where the value in force is found."""


class SettingField(QLineEdit):
    """Enter or leaving the field commits, Escape restores. Greyed with the reason where it has no effect."""

    def __init__(self, field: Field, bridge: Bridge, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._session = bridge.session
        self._notices = notices
        self.setObjectName(f"setting:{field.name}")
        self.setAccessibleName(field.label)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(field.widest) + 22)
        bridge.settingsChanged.connect(self.restore)
        self.returnPressed.connect(self._entered)
        self.textEdited.connect(self._unmark)
        self.restore()

    @property
    def invalid(self) -> bool:
        """Whether the text cannot be used."""
        return bool(self.property("invalid"))

    def restore(self) -> None:
        """Show what the document says."""
        self._mark(False)
        text = self._shown()
        if text != self.text():
            self.setText(text)
        reason = idle_reason(self._session.document, self._field.name)
        self.setEnabled(not reason)
        hint = hint_of(self._session.document.training, self._field)
        self.setToolTip(reason or f"{hint}. Enter commits, Esc restores.")
        self.setAccessibleDescription(reason or hint)

    def commit(self) -> bool:
        """Put the text into the document; False if it cannot be used (the user is told why)."""
        if self.text() == self._shown():
            self._mark(False)
            return True
        try:
            value = self._value()
            self._session.apply(
                f"Set {self._field.label.lower()}",
                lambda document: edits.set_training(document, **{self._field.name: value}),
            )
        except NNDesignerError as error:
            self._mark(True)
            self._notices.show_error(error)
            return False
        self.restore()
        self.setText(self._shown())  # forgets the typing: from here on undo is the window's
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape restores the value; where there is nothing to restore it is for whoever is around."""
        if event.key() == Qt.Key.Key_Escape and (self.invalid or self.text() != self._shown()):
            self.restore()
            self.selectAll()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and not self.invalid:
            self.commit()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window where there is no typing to take back."""
        if leaves_to_window(self, event):
            return False
        return super().event(event)

    def _entered(self) -> None:
        if self.commit():
            self.selectAll()

    def _shown(self) -> str:
        name = _IN_FORCE.get(self._field.name, self._field.name)
        return self._field.write(getattr(self._session.document.training, name))

    def _value(self) -> Value:
        kind = self._field.kind
        try:
            return kind.read(self.text())
        except ValueError:
            also = f" or “{kind.nothing[0]}”" if kind.nothing else ""
            raise UsageError(
                f"“{self.text()}” is not {kind.noun}.",
                where=self._field.label,
                remedy=f"Type {kind.noun}{also}.",
            ) from None

    def _unmark(self) -> None:
        self._mark(False)

    def _mark(self, invalid: bool) -> None:
        if invalid != self.invalid:
            if not invalid:
                self._notices.clear()
            set_look(self, "invalid", invalid)
