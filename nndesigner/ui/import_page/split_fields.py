"""Which rows are for training, for validation and for the test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QSpinBox, QVBoxLayout, QWidget

from nndesigner.data.model import Part, SplitPlan
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.fields import WholeField
from nndesigner.ui.panels.inspector.widgets.form import Form, muted
from nndesigner.ui.theme import Theme

MOST_HELD_OUT = 90
"""Percent; the rest must be enough to learn from."""
PART_COLORS = {Part.TRAIN: "accent", Part.VALIDATION: "validation", Part.TEST: "faint"}
PART_WORDS = {Part.TRAIN: "training", Part.VALIDATION: "validation", Part.TEST: "test"}


class PartsBar(QWidget):
    """One bar, cut into the parts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import:parts")
        self.setFixedHeight(8)
        self._theme = theme
        self._counts: Mapping[Part, int] = {}
        theme.changed.connect(self.update)

    def show_counts(self, counts: Mapping[Part, int]) -> None:
        """Show how many rows each part has."""
        self._counts = counts
        self.setAccessibleName(counts_words(counts))
        self.setToolTip(counts_words(counts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pieces, with round ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), self._theme.color("line"))
        total = sum(self._counts.values())
        left = 0.0
        for part, count in self._counts.items():
            width = self.width() * count / total if total else 0.0
            painter.fillRect(QRectF(left, 0, width, self.height()), self._theme.color(PART_COLORS[part]))
            left += width


class Percent(QSpinBox):
    """A share. The wheel scrolls the page unless the field has the focus."""

    def __init__(self, name: str, label: str, hint: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(hint)
        self.setRange(0, MOST_HELD_OUT)
        self.setSuffix(" %")
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only for the field in use."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SplitFields(QWidget):
    """The bar and its fields. They show the plan in force and tell the one the user wants."""

    changed = Signal(object)
    """The wanted `SplitPlan`."""

    def __init__(self, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = SplitPlan()
        self.bar = PartsBar(theme)
        self.words = muted()
        self.words.setObjectName("import:partWords")
        self.validation = Percent("import:validation", "Validation", "Share of rows that watch the training")
        self.test = Percent("import:test", "Test", "Share of rows kept for the final judgement")
        self.stratify = QCheckBox("Same share of every class")
        self.stratify.setObjectName("import:stratify")
        self.seed = WholeField(
            "import:seed",
            "Seed",
            "Start of the draw: the same seed gives the same parts.",
            notices,
            self._seed,
        )
        self.validation.valueChanged.connect(
            lambda value: self._want(replace(self._plan, validation=value / 100))
        )
        self.test.valueChanged.connect(lambda value: self._want(replace(self._plan, test=value / 100)))
        self.stratify.clicked.connect(lambda on: self._want(replace(self._plan, stratify=on)))
        form = Form()
        form.add("Validation", self.validation)
        form.add("Test", self.test)
        form.add("Seed", self.seed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.bar, self.words, form, self.stratify):
            column.addWidget(widget)

    def show_plan(self, plan: SplitPlan, classes: bool, target: str) -> None:
        """Show the plan in force; stratifying needs classes."""
        self._plan = plan
        held = {self.validation: plan.validation, self.test: plan.test}
        for field, other in ((self.validation, self.test), (self.test, self.validation)):
            blocked = field.blockSignals(True)
            field.setMaximum(MOST_HELD_OUT - round(held[other] * 100))
            field.setValue(round(held[field] * 100))
            field.blockSignals(blocked)
        self.stratify.setChecked(plan.stratify and classes)
        self.stratify.setEnabled(classes)
        self.stratify.setToolTip(
            f"Each part has the same share of every {target}" if classes else "The target has no classes."
        )
        self.seed.show_number(plan.seed)

    def show_counts(self, counts: Mapping[Part, int]) -> None:
        """Show how many rows each part has."""
        self.bar.show_counts(counts)
        self.words.setText(counts_words(counts))

    def _want(self, plan: SplitPlan) -> None:
        if plan != self._plan:
            self._plan = plan
            self.changed.emit(plan)

    def _seed(self, seed: int) -> bool:
        if seed < 0:
            return False
        self._want(replace(self._plan, seed=seed))
        return True


def counts_words(counts: Mapping[Part, int]) -> str:
    """“105 training · 22 validation · 23 test”."""
    return " · ".join(f"{count:,} {PART_WORDS[part]}" for part, count in counts.items())
