"""The evaluation panel: how good the network is on one part of the data, and which part that is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nndesigner.data.model import Part, Prepared
from nndesigner.errors import DataError, NetworkError
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import number
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.class_scores import ClassScoresModel
from nndesigner.ui.panels.evaluating import Evaluating, Evaluation
from nndesigner.ui.plots.caption import Caption
from nndesigner.ui.plots.empty import EmptyState
from nndesigner.ui.plots.grid import Cell
from nndesigner.ui.plots.heatmap import Axes, Heatmap
from nndesigner.ui.plots.live_panel import LivePanel
from nndesigner.ui.plots.scatter import MOST_POINTS, Scatter
from nndesigner.ui.theme import Theme

_SCORES_WIDTH = 348
GAP = "\u00a0"
"""A space at which no line breaks: a number stays with its name."""
_HYPHEN = "\u2011"
"""A hyphen at which no line breaks."""
REST_MS = 500
"""At most two evaluations a second while training runs."""
_PARTS = {Part.TRAIN: "training", Part.VALIDATION: "validation", Part.TEST: "test"}
_TIPS = {
    Part.TRAIN: "Rows that the network learns from: how well it has learnt, not how well it will do",
    Part.VALIDATION: "Rows held out from learning, for choosing among settings",
    Part.TEST: "Rows kept for one last, honest look; the more often you look, the less it tells",
}


class EvaluationPanel(LivePanel):
    """Cost and scores of a part; for classes a confusion matrix, for numbers predicted against actual."""

    rest_ms = REST_MS

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, notices, parent)
        self.setObjectName("evaluationPanel")
        self.parts = {part: QToolButton() for part in Part}
        self.summary, self.caption = QLabel(), Caption("evaluationCaption")
        self.matrix = Heatmap(theme)
        self.scores = ClassScoresModel(self)
        self.scatter = Scatter(theme)
        self.empty = EmptyState()
        self._part: Part | None = None
        self._work: Iterator[Evaluation | None] | None = None
        self._evaluation: Evaluation | None = None
        self._visits: dict[Cell, int] = {}
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._advance)
        self._arrange()
        self.watch(bridge.parametersChanged)
        for signal in (bridge.networkChanged, bridge.dataChanged, bridge.settingsChanged):
            signal.connect(self._restart)

    @property
    def part(self) -> Part | None:
        """The part evaluated: the one asked for if it has rows, else validation, else training."""
        data = self.session.document.data
        if data is None:
            return None
        wanted = (self._part, Part.VALIDATION, Part.TRAIN)
        return next((part for part in wanted if part and len(data.prepared.select(part))), None)

    @property
    def evaluation(self) -> Evaluation | None:
        """What is shown; None while there is nothing."""
        return self._evaluation

    def choose(self, part: Part) -> None:
        """Evaluate another part."""
        self._part = part
        self._restart()
        self.refresh()

    def refresh(self) -> None:
        """Evaluate the present weights; one already under way is finished first."""
        if self._work is not None:
            return
        document, part = self.session.document, self.part
        self._follow_parts()
        if document.data is None or part is None:
            self._show_nothing("Nothing to evaluate yet", "Open a table; its held-out rows are the judge.")
            return
        first = document.network.input_layer
        try:
            if first is not None and first.size != document.data.prepared.x.shape[1]:
                raise NetworkError("The inputs of the data do not fit the input layer.")
            evaluating = Evaluating(document, self.session.parameters, part, document.data.prepared)
        except (NetworkError, DataError) as error:
            self._show_nothing(error.what, error.remedy)
            return
        self._work = evaluating.slices()
        self._advance()

    # -- work

    def _restart(self) -> None:
        """What was begun is about something else by now."""
        self._work = None
        self._slices.stop()
        self.invalidate()

    def _advance(self) -> None:
        if self._work is None:
            return
        found = next(self._work)
        if found is None:
            self._slices.start()
            return
        self._work = None
        self._slices.stop()
        self._show(found)

    # -- showing

    def _show_nothing(self, headline: str, hint: str) -> None:
        self._evaluation = None
        self.empty.say(headline, hint)
        self.summary.setText("")
        self.caption.setText("")
        self._stack.setCurrentWidget(self.empty)

    def _show(self, found: Evaluation) -> None:
        self._evaluation = found
        count = len(found.rows)
        words = f"{count:,} {_PARTS[found.part]} {'row' if count == 1 else 'rows'}"
        if found.prepared.classes:
            self._show_classes(found)
        else:
            self._show_numbers(found)
        shown = " &nbsp; ".join(
            f"{_unbroken(name)}{GAP}<b>{number(value)}</b>" for name, value in found.figures
        )
        self.summary.setText(f"{words}: &nbsp; {shown}")
        self._point("")

    def _show_classes(self, found: Evaluation) -> None:
        names = found.prepared.classes
        counts = found.confusion
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        signed = np.where(np.eye(len(names), dtype=bool), share, -share)
        if self.matrix.axes.rows != names:
            self.matrix.set_axes(
                Axes(names, names, row_title="actual", column_title="predicted", numbered=False)
            )
        self.matrix.set_values(signed, 1.0)
        self.matrix.set_texts([[f"{count:,}" if count else "" for count in row] for row in counts.tolist()])
        self.scores.show_scores(names, found.by_class)
        self._stack.setCurrentWidget(self._classes)

    def _show_numbers(self, found: Evaluation) -> None:
        name = found.prepared.target_name
        self.scatter.set_points(found.actual_numbers[:, 0], found.predicted_numbers[:, 0], name)
        self._stack.setCurrentWidget(self.scatter)

    def _follow_parts(self) -> None:
        data, shown = self.session.document.data, self.part
        for part, button in self.parts.items():
            rows = len(data.prepared.select(part)) if data is not None else 0
            button.setEnabled(bool(rows))
            button.setToolTip(_TIPS[part] if rows else f"There are no {_PARTS[part]} rows")
            button.setChecked(part is shown)

    # -- the user

    def _cell_chosen(self, actual: int, predicted: int) -> None:
        """Look at a row of the cell; at the next one when clicked again."""
        if self._evaluation is None:
            return
        samples = self._evaluation.samples_in(actual, predicted)
        if len(samples):
            visit = self._visits.get((actual, predicted), 0)
            self._visits = {(actual, predicted): visit + 1}
            self.session.look_at(int(samples[visit % len(samples)]))

    def _point_chosen(self, point: int) -> None:
        if self._evaluation is not None:
            self.session.look_at(int(self._evaluation.rows[point]))

    def _describe(self, cell: Cell) -> str:
        found = self._evaluation
        if found is None:
            return ""
        names, count = found.prepared.classes, int(found.confusion[cell])
        of = int(found.confusion[cell[0]].sum())
        verb = "rightly predicted" if cell[0] == cell[1] else f"predicted as {names[cell[1]]}"
        return f"{count:,} of {of:,} rows of {names[cell[0]]} {verb}"

    def _point(self, words: str) -> None:
        found = self._evaluation
        if found is not None and not words:
            words = _hint(found.prepared, self.scatter.drawn, len(found.rows))
        self.caption.setText(words)

    # -- building

    def _arrange(self) -> None:
        self._set_up_parts()
        self._set_up_views()
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 0)
        head.setSpacing(4)
        for button in self.parts.values():
            head.addWidget(button)
        head.addSpacing(12)
        head.addWidget(self.summary, 1)
        second = QHBoxLayout()
        second.setContentsMargins(12, 6, 12, 6)
        second.addWidget(self.caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(second)
        column.addWidget(self._stack, 1)

    def _set_up_parts(self) -> None:
        group = QButtonGroup(self)
        for part, button in self.parts.items():
            button.setObjectName(f"evaluation:{part.value}")
            button.setText(_PARTS[part])
            button.setAccessibleName(f"Evaluate the {_PARTS[part]} rows")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, part=part: self.choose(part))
            group.addButton(button)

    def _set_up_views(self) -> None:
        self.summary.setObjectName("evaluationSummary")
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.summary.setWordWrap(True)
        self.matrix.setObjectName("confusionMatrix")
        self.matrix.setAccessibleName("Confusion matrix")
        self.matrix.describe = self._describe
        self.matrix.cellChosen.connect(self._cell_chosen)
        self.matrix.pointed.connect(self._point)
        self.scatter.setObjectName("predictedActual")
        self.scatter.pointed.connect(self._point)
        self.scatter.pointChosen.connect(self._point_chosen)
        self._classes = QWidget()
        both = QHBoxLayout(self._classes)
        both.setContentsMargins(0, 0, 8, 0)
        both.addWidget(self.matrix, 1)
        both.addWidget(_score_table(self.scores))
        self._stack = QStackedWidget()
        for page in (self.empty, self._classes, self.scatter):
            self._stack.addWidget(page)


def _unbroken(name: str) -> str:
    return name.replace(" ", GAP).replace("-", _HYPHEN)


def _hint(prepared: Prepared, drawn: int, rows: int) -> str:
    if prepared.classes:
        return "Rows are the actual classes, columns the predicted ones — click a cell to look at such a row"
    thinned = f" · {drawn:,} of {rows:,} rows are drawn" if rows > MOST_POINTS else ""
    return f"On the dashed line the prediction is right — click a point to look at its row{thinned}"


def _score_table(model: ClassScoresModel) -> QTableView:
    table = QTableView()
    table.setObjectName("classScores")
    table.setAccessibleName("Precision, recall and F1 of each class")
    table.setModel(model)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(26)
    table.setFixedWidth(_SCORES_WIDTH)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setHighlightSections(False)
    return table
