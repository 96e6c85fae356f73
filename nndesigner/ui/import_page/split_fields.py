"""Which rows are for training, for validation and for the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from nndesigner.data.model import Part, SplitPlan
from nndesigner.ui.import_page.parts_bar import PartsBar, counts_words
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.fields import LineField, WholeField
from nndesigner.ui.panels.inspector.widgets.form import Form, muted
from nndesigner.ui.settings.typed import real
from nndesigner.ui.theme import Theme

MOST_HELD_OUT = 0.9
"""The rest must be enough to learn from."""


class PercentField(LineField):
    """A share, typed and shown in percent. Up and Down change it by one."""

    def __init__(self, name: str, label: str, hint: str, commit: Callable[[float], bool]) -> None:
        super().__init__(name, label, hint, self._read)
        self._use = commit
        self._share = 0.0

    def show_share(self, share: float) -> None:
        """Show a share from 0 to 1."""
        self._share = share
        self.show_text(f"{100 * share:.4g} %")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down."""
        step = {Qt.Key.Key_Up: 0.01, Qt.Key.Key_Down: -0.01}.get(Qt.Key(event.key()))
        if step is not None:
            self._use(round(max(self._share + step, 0.0), 6))
            return
        super().keyPressEvent(event)

    def _read(self, text: str) -> bool:
        try:
            share = real(text.replace("%", "")) / 100
        except ValueError:
            return False
        return self._use(round(share, 6))


class SplitFields(QWidget):
    """The bar and its fields. They show the plan in force and tell the one the user wants."""

    changed = Signal(object)
    """The wanted `SplitPlan`."""

    def __init__(self, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = SplitPlan()
        self._notices = notices
        self.bar = PartsBar(theme)
        self.words = muted()
        self.words.setObjectName("import:partWords")
        self.validation = PercentField(
            "import:validation", "Validation", "Share of rows that watch the training.", self._set_validation
        )
        self.test = PercentField(
            "import:test", "Test", "Share of rows kept for the final judgement.", self._set_test
        )
        self.stratify = QCheckBox("Same share of every class")
        self.stratify.setObjectName("import:stratify")
        self.seed = WholeField(
            "import:seed",
            "Seed",
            "Start of the draw: the same seed gives the same parts.",
            notices,
            self._seed,
        )
        self.bar.moved.connect(lambda held: self._hold_out(*held))
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
        self.validation.show_share(plan.validation)
        self.test.show_share(plan.test)
        self.stratify.setChecked(plan.stratify and classes)
        self.stratify.setEnabled(classes)
        self.stratify.setToolTip(
            f"Each part has the same share of every {target}" if classes else "The target has no classes."
        )
        self.seed.show_number(plan.seed)

    def show_counts(self, counts: Mapping[Part, int]) -> None:
        """Show how many rows each part has."""
        self.bar.show_counts(counts, self._plan.validation, self._plan.test)
        self.words.setText(counts_words(counts))

    def _set_validation(self, share: float) -> bool:
        return self._hold_out(share, self._plan.test)

    def _set_test(self, share: float) -> bool:
        return self._hold_out(self._plan.validation, share)

    def _hold_out(self, validation: float, test: float) -> bool:
        """Take the shares if enough is left for training."""
        if min(validation, test) < 0 or round(validation + test, 6) > MOST_HELD_OUT:
            self._notices.show(
                f"{validation + test:.0%} cannot be held out.",
                f"Hold out {MOST_HELD_OUT:.0%} at most, so that there are rows to learn from.",
            )
            return False
        self._want(replace(self._plan, validation=validation, test=test))
        return True

    def _want(self, plan: SplitPlan) -> None:
        if plan != self._plan:
            self._plan = plan
            self.changed.emit(plan)

    def _seed(self, seed: int) -> bool:
        if seed < 0:
            return False
        self._want(replace(self._plan, seed=seed))
        return True
