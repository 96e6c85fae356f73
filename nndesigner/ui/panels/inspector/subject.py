"""What a subject of the inspector is: a page for one kind of selection."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.initialisers import INITIALISERS
from nndesigner.session.selection import Selection
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.notation import Writer
from nndesigner.ui.panels.inspector.widgets.fields import LineField
from nndesigner.ui.panels.inspector.widgets.form import muted, title

GAP = 8


class Subject(QWidget):
    """A page. It is built once; afterwards only the values in it change.

    `show_selection` is called when something else of its kind is selected, `refresh` when the structure, the
    data or the settings changed, and `refresh_values` when only numbers did (up to 15 times a second).
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.title, self.subtitle = title(), muted()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        self._column.addLayout(head)
        self._column.addSpacing(2)

    @property
    def writer(self) -> Writer:
        """Writes numbers in the colours of the theme."""
        return Writer(self.context.theme.tokens)

    def show_selection(self, selection: Selection) -> None:
        """Turn to a selection of this kind; typing that was not committed is dropped."""
        for field in self.findChildren(LineField):
            field.restore()
        self.take(selection)
        self.refresh()

    def take(self, selection: Selection) -> None:
        """Remember what to show."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show names, choices and values."""
        raise NotImplementedError

    def refresh_values(self) -> None:
        """Show values."""
        raise NotImplementedError

    def add(self, *items: QWidget | QLayout) -> None:
        """Add widgets under each other."""
        for item in items:
            if isinstance(item, QWidget):
                self._column.addWidget(item)
            else:
                self._column.addLayout(item)

    def finish(self) -> None:
        """Leave the rest of the page empty."""
        self._column.addStretch(1)

    def follow(self, link: str) -> None:
        """Select what a number in an equation leads to."""
        kind, *ids = link.split(":")
        if kind == "weight":
            connection, target, source = (int(part) for part in ids)
            self.context.session.select(Selection.of_weight(connection, target, source))


def beside(*widgets: QWidget) -> QHBoxLayout:
    """Widgets in a row, to the left."""
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def set_words(label: QWidget, words: str) -> None:
    """Set the text of a label or button where it differs; empty hides it."""
    if label.property("text") != words:
        label.setProperty("text", words)
    label.setVisible(bool(words))


def activation_choices(*, elementwise_only: bool = False) -> list[tuple[str, str]]:
    """Activations for a chooser."""
    return [
        (name, known.label)
        for name, known in ACTIVATIONS.items()
        if known.elementwise or not elementwise_only
    ]


def initialiser_choices() -> list[tuple[str, str]]:
    """Initialisers for a chooser."""
    return [(name, known.label) for name, known in INITIALISERS.items()]
