"""Which neurons of a layer the network would miss most, and which least. Measured when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QPushButton

from nndesigner.document.names import neuron_names
from nndesigner.engine.ablation import Ablation, NeuronDeleted, check_removable, neuron_ranking_so_far
from nndesigner.engine.network import Layer
from nndesigner.errors import NetworkError
from nndesigner.session.selection import Selection
from nndesigner.ui.naming import counted
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.inside import InsideSection, TrainingRows, few_bars
from nndesigner.ui.panels.inspector.subject import beside
from nndesigner.ui.panels.inspector.widgets.form import small

ENDS = 5
"""So many of the most and of the least needed neurons are listed."""

Ranking = tuple[Ablation, ...]


class RankingSection(InsideSection[Ranking]):
    """A button, and then a list of neurons with what the cost would rise by without them; a click selects."""

    def __init__(self, context: Context) -> None:
        super().__init__("Which neurons matter", context)
        self.button = QPushButton()
        self.button.setObjectName("layer:rank")
        self.button.setToolTip(
            "Measure the cost without each neuron of the layer in turn; the network stays as it is"
        )
        self.button.clicked.connect(self._measure)
        self.caption = small()
        self.bars = few_bars("layer:ranking", "Which neurons matter", "Show this neuron", context)
        self.bars.rows.hint = "How much the cost rises without this neuron. Click to show it."
        self.bars.clicked.connect(self._clicked)
        self.bars.opened.connect(self._open)
        self._layer_id, self._asked = 0, False
        self._places: tuple[int, ...] = ()
        self._column.addLayout(beside(self.button))
        self.add(self.caption, self.bars)

    def begin(self) -> None:
        """Another layer follows."""
        self.forget()
        self._asked = False

    def show_layer(self, layer_id: int) -> None:
        """Offer to measure a layer, or bring what was measured up to date."""
        self._layer_id = layer_id
        if not _can_be_ranked(self.context, layer_id):
            self.begin()
        elif self._asked:
            self.follow((layer_id,), self._rank)
        else:
            self._offer("Measure")
            self.show()

    def show_result(self, result: Ranking) -> None:
        """The ends of the ranking."""
        shown = result if len(result) <= 2 * ENDS else (*result[:ENDS], *result[-ENDS:])
        names = neuron_names(self.context.document, self._layer)
        self._places = tuple(_place(ablation) for ablation in shown)
        for part in (self.caption, self.bars):
            part.show()
        if self.button.hasFocus():
            self.bars.setFocus()
        self.button.hide()
        rows = counted(self._rows, "training row")
        ends = (
            ""
            if len(shown) == len(result)
            else f", the {ENDS} most and the {ENDS} least needed of {len(result):,}"
        )
        self.caption.setText(f"Rise of the cost without it{ends}; on {rows}")
        self.bars.show_rows([names[place] for place in self._places])
        self.bars.rows.set_values(np.array([ablation.rise for ablation in shown]))

    @property
    def _layer(self) -> Layer:
        return self.context.document.network.layer(self._layer_id)

    @property
    def _rows(self) -> int:
        there = TrainingRows.of(self.context.document)
        return 0 if there is None else len(there.rows)

    def _offer(self, words: str) -> None:
        """Show the button; it stays enabled while it measures, else it would lose the keyboard."""
        self.button.setText(words)
        self.button.show()
        for part in (self.caption, self.bars):
            part.hide()

    def _measure(self) -> None:
        self._asked = True
        self._offer("Measuring…")
        self.show_layer(self._layer_id)

    def _rank(self) -> Iterator[Ranking | None]:
        document, there = self.context.document, TrainingRows.of(self.context.document)
        if there is None:
            return
        yield from neuron_ranking_so_far(
            document.network,
            self.context.session.parameters,
            document.training.cost,
            there.x,
            there.y,
            self._layer_id,
            classes=there.classes,
            rows=there.rows,
        )

    def _clicked(self, index: QModelIndex) -> None:
        self._open(self.bars.rows.place(index.row()))

    def _open(self, place: int) -> None:
        layer = self._layer
        self.context.session.select(Selection.of_neuron(layer.id, layer.neurons[self._places[place]]))


def _can_be_ranked(context: Context, layer_id: int) -> bool:
    document = context.document
    try:
        check_removable(document.network, NeuronDeleted(layer_id, 0))
    except NetworkError:
        return False
    return TrainingRows.of(document) is not None


def _place(ablation: Ablation) -> int:
    assert isinstance(ablation.change, NeuronDeleted)
    return ablation.change.neuron
