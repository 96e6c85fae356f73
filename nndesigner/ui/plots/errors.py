"""The errors panel: δ of every neuron, live."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nndesigner.document.names import full_name, neuron_names
from nndesigner.engine.network import Layer
from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import exact, number
from nndesigner.ui.notices import Notices
from nndesigner.ui.plots.caption import Caption
from nndesigner.ui.plots.color_scale import nice_limit, peak
from nndesigner.ui.plots.empty import EmptyState
from nndesigner.ui.plots.error_values import Errors, mean_errors, row_errors, shown_layers
from nndesigner.ui.plots.grid import Cell
from nndesigner.ui.plots.live_panel import LivePanel
from nndesigner.ui.plots.notation import neuron_symbol
from nndesigner.ui.plots.sample_bar import SampleBar
from nndesigner.ui.plots.strips import Strip, Strips, largest_words
from nndesigner.ui.theme import Theme

_CAPTION = "The error flows from the output, at the bottom, back to the first layer"


class ErrorsPanel(LivePanel):
    """One row of cells per layer: δ of the row looked at, or the mean |δ| over training rows."""

    rest_ms = 100

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, notices, parent)
        self.setObjectName("errorsPanel")
        self.this_row, self.mean = QToolButton(), QToolButton()
        self.samples = SampleBar(bridge, theme)
        self.strips = Strips(theme)
        self.empty = EmptyState()
        self.caption = Caption("errorsCaption")
        self._stack = QStackedWidget()
        self._layers: tuple[Layer, ...] = ()
        self._names: tuple[tuple[str, ...], ...] = ()
        self._errors: Errors | None = None
        self._arrange()
        self.watch(
            bridge.parametersChanged,
            bridge.networkChanged,
            bridge.dataChanged,
            bridge.settingsChanged,
            bridge.selectionChanged,
        )
        self.refresh()

    @property
    def errors(self) -> Errors | None:
        """What is shown."""
        return self._errors

    def refresh(self) -> None:
        """Show the present errors."""
        document = self.session.document
        averaged = self.mean.isChecked()
        errors = mean_errors(document, self.session.parameters) if averaged else row_errors(self.session)
        self._errors = errors
        if errors is None:
            self._explain_emptiness()
            self._stack.setCurrentWidget(self.empty)
            return
        self._follow_layers(shown_layers(document, errors))
        values = [errors.delta[layer.id] for layer in self._layers]
        self.strips.set_strips(
            tuple(
                Strip(layer.name, names, delta, largest_words(delta))
                for layer, names, delta in zip(self._layers, self._names, values, strict=True)
            ),
            nice_limit(peak(*values)),
            signed=not averaged,
        )
        self._outline()
        self._point("")
        self.strips.retell()
        self._stack.setCurrentWidget(self._scroll)

    # -- inside

    def _follow_layers(self, layers: tuple[Layer, ...]) -> None:
        document = self.session.document
        self._layers = layers
        self._names = tuple(neuron_names(document, layer) for layer in layers)

    def _explain_emptiness(self) -> None:
        document = self.session.document
        if document.data is None:
            words = "Open a table: the error of every neuron is computed from its rows."
        elif self.session.problems:
            words = self.session.problems[0].message
        else:
            words = "They appear here once the network can be trained."
        self.empty.say("No errors yet", words)

    def _outline(self) -> None:
        selection = self.session.selection
        cells = {
            (row, layer.index_by_neuron[neuron])
            for row, layer in enumerate(self._layers)
            for owner, neuron in selection.neurons
            if owner == layer.id
        }
        self.strips.set_selected(frozenset(cells))

    def _cell_chosen(self, row: int, column: int) -> None:
        layer = self._layers[row]
        self.session.select(Selection.of_neuron(layer.id, layer.neurons[column]))

    def _describe(self, cell: Cell) -> str:
        return self._words(cell, number)

    def _explain(self, cell: Cell) -> str:
        return self._words(cell, exact)

    def _words(self, cell: Cell, text: Callable[[float], str]) -> str:
        layer, errors = self._layers[cell[0]], self._errors
        if errors is None:
            return ""
        symbol = neuron_symbol("δ", self.session.document.network, layer.id, cell[1])
        quantity = symbol if errors.rows == 1 and not self.mean.isChecked() else f"mean |{symbol}|"
        value = text(float(errors.delta[layer.id][cell[1]]))
        name = full_name(self.session.document, layer, layer.neurons[cell[1]])
        return f"{quantity} = {value} · {name}"

    def _point(self, words: str) -> None:
        rows = self._errors.rows if self._errors is not None else 0
        plural = "row" if rows == 1 else "rows"
        averaged = f"mean |δ| over {rows:,} training {plural}"
        self.caption.setText(words or (averaged if self.mean.isChecked() else _CAPTION))

    def _mode_changed(self) -> None:
        self._sample_place.setVisible(self.this_row.isChecked())
        self.refresh()

    # -- building

    def _arrange(self) -> None:
        self._set_up_modes()
        self._sample_place = QWidget()
        place = QHBoxLayout(self._sample_place)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.samples)
        self.strips.setObjectName("errorsStrips")
        self.strips.describe, self.strips.explain = self._describe, self._explain
        self.strips.pointed.connect(self._point)
        self.strips.cellChosen.connect(self._cell_chosen)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.strips)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.setSpacing(4)
        head.addWidget(self.this_row)
        head.addWidget(self.mean)
        head.addSpacing(8)
        head.addWidget(self.caption, 1)
        head.addWidget(self._sample_place)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _set_up_modes(self) -> None:
        group = QButtonGroup(self)
        for button, name, words, tip in (
            (self.this_row, "row", "this row", "δ of the row looked at"),
            (self.mean, "mean", "mean |δ|", "Mean size of δ over training rows"),
        ):
            button.setObjectName(f"errors:{name}")
            button.setText(words)
            button.setAccessibleName(tip)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(button)
        self.this_row.setChecked(True)
        self.mean.toggled.connect(self._mode_changed)
