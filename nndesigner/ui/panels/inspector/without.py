"""What the network would be worth without a part of it, measured before it is taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from nndesigner.engine.ablation import (
    Ablation,
    Change,
    ConnectionHeld,
    ConnectionRemoved,
    NeuronDeleted,
    NeuronHeld,
    WeightHeld,
    WeightRemoved,
)
from nndesigner.engine.ablation import cost_without_so_far as ablations
from nndesigner.ui.format import number
from nndesigner.ui.naming import counted
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.inside import InsideSection, TrainingRows
from nndesigner.ui.panels.inspector.widgets.equation import EquationCard
from nndesigner.ui.panels.inspector.widgets.form import small

Found = tuple[Ablation, ...]


class WithoutSection(InsideSection[Found]):
    """Cost and score now, and for each way of doing without.

    Args:
        name: Of the card.
    """

    def __init__(self, context: Context, name: str) -> None:
        super().__init__("Without it", context)
        self.caption = small()
        self.card = EquationCard(name, "Cost with and without it")
        self._rows, self._classes = 0, True
        self.add(self.caption, self.card)

    def show_neuron(self, layer: int, place: int) -> None:
        """Measure a neuron deleted, and held at its mean activation."""
        self._measure((NeuronDeleted(layer, place), NeuronHeld(layer, place)))

    def show_weight(self, connection: int, j: int, k: int) -> None:
        """Measure a weight removed, and what it brings held at its mean."""
        self._measure((WeightRemoved(connection, j, k), WeightHeld(connection, j, k)))

    def show_connection(self, connection: int) -> None:
        """Measure a whole connection removed, and what it brings held at its mean."""
        self._measure((ConnectionRemoved(connection), ConnectionHeld(connection)))

    def show_result(self, result: Found) -> None:
        """A small table."""
        settings = self.context.document.training
        apart = ", without the regulariser" if settings.ridge or settings.l1 else ""
        self.caption.setText(f"On {counted(self._rows, 'training row')}{apart}")
        before = result[0].before
        lines = [("Now", before.cost, before.score)]
        lines += [(_words(found.change), found.after.cost, found.after.score) for found in result]
        self.card.show_html(self._table(lines), "Nothing is changed by this: it is only measured.")

    def _measure(self, changes: tuple[Change, ...]) -> None:
        self.follow(changes, partial(self._slices, changes))

    def _slices(self, changes: tuple[Change, ...]) -> Iterator[Found | None]:
        document, parameters = self.context.document, self.context.session.parameters
        there = TrainingRows.of(document)
        if there is None:
            return
        self._rows, self._classes = len(there.rows), there.classes
        yield from ablations(
            document.network,
            parameters,
            document.training.cost,
            there.x,
            there.y,
            changes,
            classes=there.classes,
            rows=there.rows,
        )

    def _table(self, lines: Sequence[tuple[str, float, float]]) -> str:
        faint = self.context.theme.tokens.faint
        score = "accuracy" if self._classes else "R²"
        heads = "".join(f'<td align="right" style="color:{faint}">{head}</td>' for head in ("cost", score))
        rows = "".join(
            f'<tr><td>{words}</td><td align="right"><b>{number(cost)}</b></td>'
            f'<td align="right">{self._score(value)}</td></tr>'
            for words, cost, value in lines
        )
        return f'<table width="100%" cellpadding="2"><tr><td></td>{heads}</tr>{rows}</table>'

    def _score(self, value: float) -> str:
        return f"{100.0 * value:.1f} %" if self._classes else number(value)


def _words(change: Change) -> str:
    if isinstance(change, NeuronDeleted):
        return "Deleted"
    held = isinstance(change, NeuronHeld | WeightHeld | ConnectionHeld)
    return "Held at its mean" if held else "Removed"
