"""The shape of a layer whose neurons are pixels of a picture: typed, or chosen from what fits its size."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import partial
from html import escape

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from nndesigner.engine.network import Layer
from nndesigner.errors import UsageError
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.fields import LineField

Grid = tuple[int, int]

_SHAPE = re.compile(r"^\s*(\d{1,6})\s*[x×,*]\s*(\d{1,6})\s*$", re.IGNORECASE)
_OFFERED = 4
"""Shapes named where another one does not fit."""
_HINT = "Height × width, where the neurons are the pixels of a picture. Empty: no picture."


class ShapeField(QWidget):
    """A field, and a button that offers every shape of the layer's size.

    Attributes:
        field: Takes height × width, or nothing.
        choices: Opens the list.
    """

    def __init__(self, notices: Notices, choose: Callable[[Grid | None], bool]) -> None:
        super().__init__()
        self._notices, self._choose = notices, choose
        self._size = 1
        self._layer: int | None = None
        self._shape: Grid | None = None
        self.field = LineField("layer:imageShape", "Image shape", _HINT, self._typed)
        self.field.setPlaceholderText("height × width")
        self.field.keeps_refused = True
        self.field.textEdited.connect(lambda: self._complain(""))
        self.refusal = QLabel()
        self.refusal.setObjectName("layer:imageShapeRefusal")
        self.refusal.setProperty("role", "error")
        self.refusal.setWordWrap(True)
        self.refusal.linkActivated.connect(lambda words: self._picked(read_shape(words)))
        self.refusal.hide()
        self.choices = QToolButton()
        self.choices.setObjectName("layer:imageShapes")
        self.choices.setText("…")
        self.choices.setAccessibleName("Shapes that fit")
        self.choices.setToolTip("Choose from the shapes that fit the number of neurons")
        self.choices.clicked.connect(self._offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.refusal)
        row.addWidget(self.field, 1)
        row.addWidget(self.choices)
        self.setFocusProxy(self.field)

    def show_layer(self, layer: Layer) -> None:
        """Show the shape of a layer."""
        changed = (layer.id, layer.size, layer.image_shape) != (self._layer, self._size, self._shape)
        self._layer, self._size, self._shape = layer.id, layer.size, layer.image_shape
        if changed:
            self.field.setModified(False)
            self._complain("")
        self.field.show_text(_words(layer.image_shape) if layer.image_shape is not None else "")

    def menu(self) -> QMenu:
        """What can be chosen: no picture, and all shapes of this size, the squarest first."""
        menu = QMenu(self)
        menu.setObjectName("imageShapesMenu")
        for shape in (None, *factorings(self._size)):
            action = menu.addAction("No picture" if shape is None else _words(shape))
            action.setCheckable(True)
            action.setChecked(shape == self._shape)
            action.triggered.connect(partial(self._picked, shape))
        return menu

    def _offer(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.choices.mapToGlobal(QPoint(0, self.choices.height())))

    def _picked(self, shape: Grid | None, _checked: bool = False) -> None:
        self.field.setModified(False)
        self._complain("")
        self._choose(shape)

    def _typed(self, text: str) -> bool:
        try:
            shape = read_shape(text)
        except UsageError as error:
            self._complain(f"{escape(error.what)} {error.remedy}")
            return False
        if shape is not None and shape[0] * shape[1] != self._size:
            self._complain(_mismatch(shape, self._size))
            return False
        self._complain("")
        return self._choose(shape)

    def _complain(self, words: str) -> None:
        """Say under the field why it was refused; nothing takes it back."""
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))
        self.field.setAccessibleDescription(re.sub(r"<[^>]*>", "", words))


def factorings(size: int) -> list[Grid]:
    """All (rows, columns) of so many pixels, the squarest first; of two alike, the upright one last."""
    small = [rows for rows in range(math.isqrt(size), 0, -1) if size % rows == 0]
    pairs = [(rows, size // rows) for rows in small]
    return [shape for a, b in pairs for shape in dict.fromkeys(((a, b), (b, a)))]


def read_shape(text: str) -> Grid | None:
    """Height and width from words such as “8 × 8”; None for none.

    Raises:
        UsageError: It is neither.
    """
    if not text.strip():
        return None
    found = _SHAPE.match(text)
    if found is None:
        raise UsageError(f"“{text}” is not a shape.", where="Image shape", remedy="Type one such as 8 × 8.")
    return int(found[1]), int(found[2])


def _mismatch(shape: Grid, size: int) -> str:
    offered = ", ".join(f'<a href="{_words(fit)}">{_words(fit)}</a>' for fit in factorings(size)[:_OFFERED])
    pixels = shape[0] * shape[1]
    return f"{_words(shape)} has {pixels:,} pixels, the layer {size:,} neurons. These fit: {offered}."


def _words(shape: Grid) -> str:
    return f"{shape[0]} × {shape[1]}"
