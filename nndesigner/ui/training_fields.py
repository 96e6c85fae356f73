"""Compact fields for the training settings, for the toolbar and its popover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from nndesigner.document import edits
from nndesigner.engine.costs import COSTS
from nndesigner.errors import NNDesignerError, UsageError
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.style import set_look
from nndesigner.ui.typing_undo import leaves_to_window

FULL = "full"
Value = int | float | None


@dataclass(frozen=True)
class Field:
    """How one setting is shown and typed.

    Attributes:
        name: The field of `TrainingSettings`.
        label: Beside the field.
        short: The same where there is little room.
        hint: For the tooltip.
        read: Text to value; raises ValueError where it is none.
        write: Value to text.
        widest: The longest text the field has room for.
    """

    name: str
    label: str
    short: str
    hint: str
    read: Callable[[str], Value]
    write: Callable[[Value], str]
    widest: str


def whole(text: str) -> int:
    """A whole number; spaces and commas between thousands are allowed."""
    return int(text.replace(",", "").replace(" ", "").replace("\u202f", ""))


def real(text: str) -> float:
    """A number; a decimal comma is understood."""
    plain = text.strip().replace("−", "-")
    return float(plain.replace(",", ".") if "." not in plain else plain.replace(",", ""))


def batch(text: str) -> int | None:
    """A whole number, or None for the full batch."""
    return None if text.strip().lower() in (FULL, "all", "") else whole(text)


def written(value: Value) -> str:
    """A setting as text that reads back as the same value: 0.30, 2, 1e−05."""
    if value is None:
        return FULL
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    return (text.removesuffix(".0") if "e" not in text else text).replace("-", "−")


FIELDS = {
    field.name: field
    for field in (
        Field("epochs", "Epochs", "Epochs", "Passes over the training rows", whole, written, "20000"),
        Field("learning_rate", "Learning rate η", "η", "Length of a step", real, written, "0.0005"),
        Field("batch_size", "Batch", "Batch", "Rows averaged per step, or “full”", batch, written, "1024"),
        Field("ridge", "Ridge λ", "λ", "Strength of the ridge term (λ/2m) Σ w²", real, written, "0.0005"),
        Field("seed", "Seed", "Seed", "Start of every random draw", whole, written, "123456"),
    )
}  # fmt: skip


class SettingField(QLineEdit):
    """One number of the training settings. Enter or leaving the field commits, Escape restores."""

    def __init__(self, field: Field, bridge: Bridge, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._session = bridge.session
        self._notices = notices
        self.setObjectName(f"setting:{field.name}")
        self.setAccessibleName(field.label)
        self.setAccessibleDescription(field.hint)
        self.setToolTip(f"{field.hint}. Enter commits, Esc restores.")
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
        """Escape restores the value."""
        if event.key() == Qt.Key.Key_Escape:
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
        return self._field.write(getattr(self._session.document.training, self._field.name))

    def _value(self) -> Value:
        try:
            return self._field.read(self.text())
        except ValueError:
            kind = "a number" if self._field.read is real else "a whole number"
            also = " or “full”" if self._field.read is batch else ""
            raise UsageError(
                f"“{self.text()}” is not {kind}.", where=self._field.label, remedy=f"Type {kind}{also}."
            ) from None

    def _unmark(self) -> None:
        self._mark(False)

    def _mark(self, invalid: bool) -> None:
        if invalid != self.invalid:
            if not invalid:
                self._notices.clear()
            set_look(self, "invalid", invalid)


class CostChooser(QComboBox):
    """The cost that training minimises."""

    def __init__(self, bridge: Bridge, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = bridge.session
        self._notices = notices
        self.setObjectName("setting:cost")
        self.setAccessibleName("Cost")
        self.setToolTip("The cost that training minimises")
        for key, cost in COSTS.items():
            self.addItem(cost.label, key)
        bridge.settingsChanged.connect(self.restore)
        self.activated.connect(self._chosen)
        self.restore()

    def restore(self) -> None:
        """Show what the document says."""
        self.setCurrentIndex(self.findData(self._session.document.training.cost))

    def _chosen(self, index: int) -> None:
        try:
            cost = str(self.itemData(index))
            self._session.apply("Set cost", lambda document: edits.set_training(document, cost=cost))
        except NNDesignerError as error:
            self._notices.show_error(error)
            self.restore()
