"""The weights panel: the matrix of one connection, or the receptive fields of the layer that it leads to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.plots.caption import Caption
from nndesigner.ui.plots.empty import EmptyState
from nndesigner.ui.plots.grid import Cell
from nndesigner.ui.plots.heatmap import Heatmap
from nndesigner.ui.plots.live_panel import LivePanel
from nndesigner.ui.plots.tiles import Tiles
from nndesigner.ui.plots.weight_matrix import Choice, WeightMatrix, choices, followed
from nndesigner.ui.theme import Theme

_CHOOSER_HINT = "Which connection to show; it also follows what you select"
_WIDEST_CHOOSER = 260
"""Pixels: the tabs beside it need the rest."""
_WIDEST_WORDS = 220
"""Pixels of them for a name; a longer one is shortened in its middle."""


class WeightsPanel(LivePanel):
    """Follows the selected connection, neuron or weight; another one can be chosen at its top right."""

    rest_ms = 150

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, notices, parent)
        self.setObjectName("weightsPanel")
        self._choices: tuple[Choice, ...] = ()
        self._choice: Choice | None = None
        self._matrix: WeightMatrix | None = None
        self._caption = Caption("weightsCaption")
        self.chooser = QComboBox()
        self.heatmap = Heatmap(theme)
        self.tiles = Tiles(theme)
        self.empty = EmptyState("No weights yet", "Weights appear here once two layers are connected.")
        self._stack = QStackedWidget()
        self._arrange()
        bridge.networkChanged.connect(self._restructured)
        bridge.dataChanged.connect(self._restructured)
        bridge.selectionChanged.connect(self._selected)
        self.watch(bridge.parametersChanged)
        self._restructured()

    @property
    def choice(self) -> Choice | None:
        """What is shown."""
        return self._choice

    def refresh(self) -> None:
        """Show the present weights of the chosen connection."""
        if self._matrix is None or self._matrix.stale(self.session):
            self._follow_structure()
        matrix, choice = self._matrix, self._choice
        if matrix is None or choice is None:
            self._stack.setCurrentWidget(self.empty)
            return
        values = matrix.values(self.session)
        if choice.fields:
            shape = matrix.source.image_shape or (1, matrix.source.size)
            weights = values[:, :-1]
            limit = matrix.limit(weights)
            self.tiles.set_tiles(weights, shape, matrix.tile_names, limit, matrix.removed_weights)
            self.tiles.retell()
        else:
            self.heatmap.set_values(values, matrix.limit(values), matrix.removed)
            self.heatmap.retell()
        self._outline()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the tiles how much room they have."""
        if watched is self._scroll.viewport() and event.type() is QEvent.Type.Resize:
            self.tiles.set_room(self._scroll.viewport().size())
            self._outline()
        return super().eventFilter(watched, event)

    # -- following the session

    def _restructured(self) -> None:
        self._matrix = None
        self.invalidate()

    def _follow_structure(self) -> None:
        self._choices = choices(self.session.document.network)
        kept = [choice for choice in self._choices if choice == self._choice]
        if not kept:
            same = [c for c in self._choices if self._choice and c.connection == self._choice.connection]
            kept = same or list(self._choices)
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for place, choice in enumerate(self._choices):
            words = choice.words(self.session.document.network)
            metrics = self.chooser.fontMetrics()
            self.chooser.addItem(metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, _WIDEST_WORDS))
            self.chooser.setItemData(place, words, Qt.ItemDataRole.ToolTipRole)
        self.chooser.blockSignals(False)
        self.chooser.setVisible(bool(self._choices))
        self._choose(kept[0] if kept else None)
        self._follow_selection()

    def _choose(self, choice: Choice | None) -> None:
        self._choice = choice
        self._matrix = WeightMatrix(self.session.document, choice.connection) if choice else None
        if choice is None or self._matrix is None:
            self._caption.setText("")
            return
        self.chooser.blockSignals(True)
        self.chooser.setCurrentIndex(self._choices.index(choice))
        self.chooser.blockSignals(False)
        self.chooser.setToolTip(f"{choice.words(self.session.document.network)}\n{_CHOOSER_HINT}")
        if not choice.fields:
            self.heatmap.set_axes(self._matrix.axes())
        self._stack.setCurrentWidget(self._scroll if choice.fields else self.heatmap)
        self._point("")

    def _chosen(self, index: int) -> None:
        self._choose(self._choices[index])
        self.refresh()

    def _selected(self) -> None:
        if self._matrix is None or self._matrix.stale(self.session):
            self.invalidate()
        elif self.isVisible():
            self._follow_selection()
            self.refresh()
        else:
            self._matrix = None
            self.invalidate()

    def _follow_selection(self) -> None:
        if self._choice is None:
            return
        wanted = followed(self.session.selection, self.session.document.network, self._choice)
        if wanted != self._choice.connection:
            self._choose(next(choice for choice in self._choices if choice.connection == wanted))

    def _outline(self) -> None:
        matrix, choice = self._matrix, self._choice
        if matrix is None or choice is None:
            return
        if choice.fields:
            neurons = matrix.selected_fields(self.session.selection)
            self.tiles.set_selected(frozenset(self.tiles.cell_of(row) for row in neurons))
        else:
            self.heatmap.set_selected(matrix.selected_cells(self.session.selection))
            self.heatmap.set_bands(matrix.selected_bands(self.session.selection))

    # -- the user

    def _cell_chosen(self, row: int, column: int) -> None:
        matrix = self._matrix
        if matrix is None:
            return
        if column == matrix.source.size:
            self.session.select(Selection.of_neuron(matrix.target.id, matrix.target.neurons[row]))
        else:
            self.session.select(Selection.of_weight(*matrix.weight(row, column)))

    def _tile_chosen(self, row: int, column: int) -> None:
        matrix = self._matrix
        if matrix is not None:
            neuron = matrix.target.neurons[self.tiles.neuron_of((row, column))]
            self.session.select(Selection.of_neuron(matrix.target.id, neuron))

    def _describe(self, cell: Cell) -> str:
        return "" if self._matrix is None else self._matrix.describe(self.session, *cell)

    def _explain(self, cell: Cell) -> str:
        return "" if self._matrix is None else self._matrix.explain(self.session, *cell)

    def _describe_tile(self, cell: Cell) -> str:
        return "" if self._matrix is None else self._matrix.describe_field(self.tiles.neuron_of(cell))

    def _point(self, words: str) -> None:
        if not words and self._matrix is not None and self._choice is not None:
            words = self._matrix.caption(fields=self._choice.fields)
        self._caption.setText(words)

    # -- building

    def _arrange(self) -> None:
        self.chooser.setObjectName("weightsChooser")
        self.chooser.setAccessibleName("Connection shown")
        self.chooser.setToolTip(_CHOOSER_HINT)
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chooser.setMaximumWidth(_WIDEST_CHOOSER)
        self.chooser.activated.connect(self._chosen)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.setSpacing(12)
        head.addWidget(self._caption, 1)
        head.addWidget(self.chooser)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.tiles)
        self._scroll.viewport().installEventFilter(self)
        for page in (self.empty, self.heatmap, self._scroll):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self._set_up_cells()

    def _set_up_cells(self) -> None:
        self.heatmap.setObjectName("weightsHeatmap")
        self.tiles.setObjectName("weightsFields")
        self.heatmap.describe, self.heatmap.explain = self._describe, self._explain
        self.tiles.describe = self._describe_tile
        for view in (self.heatmap, self.tiles):
            view.pointed.connect(self._point)
        self.heatmap.cellChosen.connect(self._cell_chosen)
        self.tiles.cellChosen.connect(self._tile_chosen)
