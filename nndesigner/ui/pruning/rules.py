"""The fields of the three rules, of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSlider,
    QSpinBox,
    QWidget,
)

from nndesigner.document.edits import BelowThreshold, RandomSparsity, Rule, Side, Strongest
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.fields import NumberField

_STEPS = 1000
"""Of the slider; its end is the largest weight."""
_FIELD_WIDTH = 84
_MOST_SEED, _MOST_KEPT = 999_999, 100_000


class RuleFields(QWidget):
    """One rule of three with its numbers.

    Attributes:
        threshold: |w| below which a weight goes.
    """

    changed = Signal()

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.threshold, self._reach = 0.0, 1.0
        self._choice = QButtonGroup(self)
        hint = "Weights with a smaller |w| go."
        self.field = NumberField("pruneThreshold", "Threshold", hint, notices, self._typed)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.count, self.side = QSpinBox(), QComboBox()
        self.percent, self.seed = QSpinBox(), QSpinBox()
        self._set_up()
        self._arrange()
        self._choice.idClicked.connect(self._chosen)
        self._show_enabled()

    @property
    def rule(self) -> Rule:
        """The rule chosen, with its numbers."""
        chosen = self._choice.checkedId()
        if chosen == 0:
            return BelowThreshold(self.threshold)
        if chosen == 1:
            return Strongest(self.count.value(), self.side.currentData())
        return RandomSparsity(self.percent.value() / 100, self.seed.value())

    def show_reach(self, reach: float) -> None:
        """Say how large the largest weight is."""
        self._reach = reach if reach > 0 else 1.0
        self._show_threshold()

    def set_threshold(self, threshold: float) -> None:
        """Choose another threshold."""
        self.threshold = max(0.0, threshold)
        self._show_threshold()
        self.changed.emit()

    def choose(self, which: int) -> None:
        """Choose a rule: 0 threshold, 1 strongest, 2 random."""
        self._choice.button(which).setChecked(True)
        self._chosen(which)

    def _chosen(self, _which: int) -> None:
        self._show_enabled()
        self.changed.emit()

    def _typed(self, value: float) -> bool:
        self.set_threshold(value)
        return True

    def _slid(self, step: int) -> None:
        # Most weights are small: the slider is finer there.
        self.set_threshold((step / _STEPS) ** 2 * self._reach)

    def _show_threshold(self) -> None:
        self.field.show_number(self.threshold)
        self.slider.blockSignals(True)
        self.slider.setValue(round((min(self.threshold / self._reach, 1.0)) ** 0.5 * _STEPS))
        self.slider.blockSignals(False)

    def _show_enabled(self) -> None:
        chosen = self._choice.checkedId()
        for which, fields in enumerate(self._fields):
            for field in fields:
                field.setEnabled(which == chosen)

    def _set_up(self) -> None:
        self.slider.setObjectName("pruneSlider")
        self.slider.setAccessibleName("Threshold, up to the largest weight")
        self.slider.setRange(0, _STEPS)
        self.slider.valueChanged.connect(self._slid)
        self.side.setObjectName("pruneSide")
        self.side.setAccessibleName("Which weights of a neuron compete")
        self.side.addItem("into each neuron", Side.IN)
        self.side.addItem("out of each neuron", Side.OUT)
        self.side.currentIndexChanged.connect(self.changed)
        spins = (
            (self.count, "pruneCount", "Weights kept per neuron", (0, _MOST_KEPT), 3),
            (self.percent, "prunePercent", "Share of the weights removed", (0, 100), 50),
            (self.seed, "pruneSeed", "Seed: the same one removes the same weights", (0, _MOST_SEED), 0),
        )
        for spin, name, words, reach, value in spins:
            spin.setObjectName(name)
            spin.setAccessibleName(words)
            spin.setToolTip(words)
            spin.setRange(*reach)
            spin.setValue(value)
            spin.setFixedWidth(_FIELD_WIDTH)
            spin.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            spin.valueChanged.connect(self.changed)
        self.percent.setSuffix(" %")
        self.field.setFixedWidth(_FIELD_WIDTH)

    def _arrange(self) -> None:
        rows: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("Small weights: |w| below", (self.field, self.slider)),
            ("All but the strongest", (self.count, self.side)),
            ("At random", (self.percent, _word("seed"), self.seed)),
        )
        self._fields = tuple(fields for _, fields in rows)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, (words, fields) in enumerate(rows):
            radio = QRadioButton(words)
            radio.setChecked(place == 0)
            self._choice.addButton(radio, place)
            line = QHBoxLayout()
            line.setSpacing(8)
            for field in fields:
                line.addWidget(field, 1 if isinstance(field, QSlider) else 0)
            if not any(isinstance(field, QSlider) for field in fields):
                line.addStretch(1)
            grid.addWidget(radio, place, 0)
            grid.addLayout(line, place, 1)


def _word(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "muted")
    return label
