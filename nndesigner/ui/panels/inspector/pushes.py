"""The training rows that push a weight hardest: where its gradient comes from (eq. 53, 54)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QModelIndex

from nndesigner.engine.influence import Pushed, Pushes, pushes_so_far
from nndesigner.ui.format import number
from nndesigner.ui.naming import counted, row_words
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.inside import InsideSection, TrainingRows, few_bars
from nndesigner.ui.panels.inspector.widgets.form import small

HARDEST = 5


class PushesSection(InsideSection[Pushes]):
    """A list of rows with their δ a; a click looks at one."""

    def __init__(self, context: Context) -> None:
        super().__init__("Rows that push it", context)
        self.caption = small()
        self.bars = few_bars("weight:pushes", "Rows that push this weight", "Look at this row", context)
        self.bars.rows.hint = (
            "δ a of this row: descent moves the weight against it. Click to look at the row."
        )
        self.bars.clicked.connect(self._clicked)
        self.bars.opened.connect(self._look_at)
        self._rows: tuple[int, ...] = ()
        self.add(self.caption, self.bars)

    def show_weight(self, connection: int, j: int, k: int) -> None:
        """Rank the training rows for a weight."""
        pushed = Pushed(connection, j, k)
        self.follow((pushed,), partial(self._rank, pushed))

    def show_result(self, result: Pushes) -> None:
        """The hardest rows."""
        document = self.context.document
        self._rows = tuple(int(row) for row in result.indices)
        mean = number(result.gradient)
        self.caption.setText(f"δ a; the mean of {counted(result.rows, 'training row')} is {mean}")
        self.bars.show_rows([row_words(document, row) for row in self._rows])
        self.bars.rows.set_values(result.contributions)

    def _rank(self, pushed: Pushed) -> Iterator[Pushes | None]:
        document, parameters = self.context.document, self.context.session.parameters
        there = TrainingRows.of(document)
        if there is None:
            return
        yield from pushes_so_far(
            document.network,
            parameters,
            document.training.cost,
            there.x,
            there.y,
            pushed,
            most=HARDEST,
            rows=there.rows,
        )

    def _clicked(self, index: QModelIndex) -> None:
        self._look_at(self.bars.rows.place(index.row()))

    def _look_at(self, place: int) -> None:
        self.context.session.look_at(self._rows[place])
