"""Sections of the inspector that look inside: what they show takes a pass over the training rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nndesigner.data.model import Part
from nndesigner.document.model import Document
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.errors import DataError
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.slices import Begin, Slices
from nndesigner.ui.panels.inspector.widgets.bars import BarsView
from nndesigner.ui.panels.inspector.widgets.bars_model import BAR, VALUE
from nndesigner.ui.panels.inspector.widgets.form import section

Result = TypeVar("Result")
GAP = 8
_BAR_WIDTH, _VALUE_WIDTH = 56, 78
"""Names are long here and numbers small: both get some of the bars' room."""


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """All prepared rows, and which of them are for training.

    Attributes:
        x, y: Inputs and desired outputs of all rows.
        rows: Indices of the training rows.
        classes: Whether the target is a class.
    """

    x: FloatArray
    y: FloatArray
    rows: NDArray[np.int64]
    classes: bool

    @classmethod
    def of(cls, document: Document) -> TrainingRows | None:
        """Those of a document; None where data and network do not go together."""
        first, last = document.network.input_layer, document.network.output_layer
        if document.data is None or first is None or last is None:
            return None
        prepared = document.data.prepared
        if prepared.x.shape[1] != first.size:
            return None
        try:
            y = prepared.y(last.size)
        except DataError:
            return None
        rows = prepared.select(Part.TRAIN)
        return cls(prepared.x, y, rows, bool(prepared.classes)) if len(rows) else None


class InsideSection(QWidget, Generic[Result]):
    """A heading, and under it what has been computed. It is hidden where there is nothing to show."""

    def __init__(self, words: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.head = section(words)
        self.slices: Slices[Result] = Slices(self._take, self)
        self._subject: tuple[object, ...] = ()
        self._parameters: Parameters | None = None
        self._result: Result | None = None
        context.theme.changed.connect(self._repaint)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.head)
        self.hide()

    def add(self, *widgets: QWidget) -> None:
        """Add widgets under each other."""
        for widget in widgets:
            self._column.addWidget(widget)

    def show_result(self, result: Result) -> None:
        """Show what has been computed."""
        raise NotImplementedError

    def follow(self, subject: tuple[object, ...], work: Begin[Result]) -> None:
        """Compute the present numbers; does nothing where they are known.

        Args:
            subject: All that the numbers depend on beside network, data, cost and parameters.
            work: Computes them in slices.
        """
        document, parameters = self.context.document, self.context.session.parameters
        whole = (*subject, document.network, document.data, document.training.cost)
        if whole != self._subject:
            self.slices.stop()
        elif parameters is self._parameters:
            return
        self._subject, self._parameters = whole, parameters
        self.slices.ask(work)

    def forget(self) -> None:
        """Show nothing: there is no such subject, or another one follows."""
        self.slices.stop()
        self._subject, self._parameters, self._result = (), None, None
        self.hide()

    def _repaint(self) -> None:
        """The numbers are the same; their colours are not."""
        if self._result is not None:
            self.show_result(self._result)

    def _take(self, result: Result | None) -> None:
        self._result = result
        if result is None:
            self.hide()
            return
        self.show_result(result)
        self.show()


def few_bars(name: str, label: str, go: str, context: Context) -> BarsView:
    """A short list that leads somewhere.

    Args:
        name, label: For tests and screen readers.
        go: Where it leads, for its context menu.
        context: The surroundings.
    """
    made = BarsView(name, label, context.theme, context.notices)
    made.words = (go, "", "")
    made.setColumnWidth(BAR, _BAR_WIDTH)
    made.setColumnWidth(VALUE, _VALUE_WIDTH)
    return made
