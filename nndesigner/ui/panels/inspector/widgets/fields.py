"""Fields that commit on Enter or when left, and restore what they cannot use."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nndesigner.errors import UsageError
from nndesigner.ui.format import editable, number
from nndesigner.ui.notices import Notices
from nndesigner.ui.settings.typed import real, whole
from nndesigner.ui.typing_undo import leaves_to_window


class LineField(QLineEdit):
    """One value as text. Away from the keyboard focus it is shown short; under the cursor it is exact.

    Args:
        name: Object name.
        label: For the screen reader.
        hint: First sentence of the tooltip.
        commit: Puts a text into the document; False if it was refused (the user has been told why).
    """

    def __init__(
        self, name: str, label: str, hint: str, commit: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._hint, self._commit = hint, commit
        self._shown, self._exact = "", ""
        self.keeps_refused = False
        """Whether a text that was refused stays to be mended."""
        self.setMinimumWidth(48)
        self.returnPressed.connect(self._entered)

    def show_text(self, shown: str, exactly: str | None = None) -> None:
        """Show a value; a text that is being typed stays.

        Args:
            shown: What to read at a glance.
            exactly: What to edit; the same if left out.
        """
        self._shown, self._exact = shown, shown if exactly is None else exactly
        tip = f"{self._exact}\n{self._hint}" if self._exact != shown else self._hint
        if self.toolTip() != tip:
            self.setToolTip(tip)
        if not self.isModified():
            self._put(self._exact if self.hasFocus() else shown)

    def restore(self) -> None:
        """Forget what was typed."""
        self.setModified(False)
        self._put(self._exact if self.hasFocus() else self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape restores the value."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.restore()
            self.selectAll()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the exact value for editing."""
        super().focusInEvent(event)
        if not self.isModified():
            self._put(self._exact)
            if event.reason() is not Qt.FocusReason.MouseFocusReason:
                self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.commit()
            if not self.isModified():
                self._put(self._shown)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window where there is no typing to take back."""
        if leaves_to_window(self, event):
            return False
        return super().event(event)

    def commit(self) -> None:
        """Put what was typed into the document, if anything was."""
        if not self.isModified():
            return
        self.setModified(False)
        if self.text() == self._exact:
            self.restore()
        elif not self._commit(self.text()):
            if self.keeps_refused:
                self.setModified(True)
            else:
                self.restore()

    def _entered(self) -> None:
        self.commit()
        if not self.isModified():
            self.setText(self._exact)  # forgets the typing: from here on undo is the window's
        self.selectAll()

    def _put(self, text: str) -> None:
        if text == self.text():
            return
        everything = self.hasSelectedText() and self.selectedText() == self.text()
        self.setText(text)
        if everything:
            self.selectAll()


class NumberField(LineField):
    """A number: three significant digits, all of them while it is edited."""

    def __init__(
        self,
        name: str,
        label: str,
        hint: str,
        notices: Notices,
        commit: Callable[[float], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, hint, self._read, parent)
        self._notices, self._use = notices, commit
        self._told = label

    def show_number(self, value: float | None) -> None:
        """Show a number; None shows nothing."""
        if value is None:
            self.show_text("")
        else:
            self.show_text(number(value), editable(value))

    def _read(self, text: str) -> bool:
        try:
            value = real(text)
        except ValueError:
            self._notices.show_error(
                UsageError(
                    f"“{text}” is not a number.", where=self._told, remedy="Type a number such as 0.5."
                )
            )
            return False
        return self._use(value)


class WholeField(LineField):
    """A whole number."""

    def __init__(
        self,
        name: str,
        label: str,
        hint: str,
        notices: Notices,
        commit: Callable[[int], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, hint, self._read, parent)
        self._notices, self._use = notices, commit
        self._told = label

    def show_number(self, value: int | None) -> None:
        """Show a whole number; None shows nothing."""
        self.show_text("" if value is None else str(value))

    def _read(self, text: str) -> bool:
        try:
            value = whole(text)
        except ValueError:
            self._notices.show_error(
                UsageError(
                    f"“{text}” is not a whole number.", where=self._told, remedy="Type a number such as 8."
                )
            )
            return False
        return self._use(value)
