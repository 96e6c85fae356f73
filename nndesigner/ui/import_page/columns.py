"""The heading of the preview: name, use, kind and spread of every column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from nndesigner.data.describe import ColumnFacts
from nndesigner.data.model import ColumnPlan, ColumnRole, Kind, Scaling
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import number
from nndesigner.ui.import_page.chip import Chip
from nndesigner.ui.import_page.findings import column_words
from nndesigner.ui.theme import Theme

HEIGHT = 120
_PADDING = 12
_NAME_TOP, _CHIP_TOP, _BARS_TOP, _BARS_HEIGHT, _WORDS_TOP = 12, 34, 66, 24, 94
_BARS_WIDTH = 112

ROLE_WORDS = {ColumnRole.INPUT: "input", ColumnRole.TARGET: "target", ColumnRole.IGNORE: "ignore"}
KIND_WORDS = {Kind.NUMBER: "number", Kind.CATEGORY: "category"}
SCALING_WORDS = {
    Scaling.STANDARD: "Standardise: mean 0, deviation 1",
    Scaling.MINMAX: "From 0 to 1",
    Scaling.NONE: "As it is",
}
_ROLE_COLORS = {ColumnRole.INPUT: "accent", ColumnRole.TARGET: "validation", ColumnRole.IGNORE: "faint"}


class ColumnHeader(QHeaderView):
    """Paints the headings. The chips are widgets, made when their column first comes into sight."""

    roleChosen = Signal(str, object)
    """Column name and `ColumnRole`."""
    kindChosen = Signal(str, object)
    """Column name and `Kind`."""
    scalingChosen = Signal(str, object)
    """Column name and `Scaling`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._plans: Sequence[ColumnPlan] = ()
        self._facts: Sequence[ColumnFacts] = ()
        self._chips: dict[int, tuple[Chip, Chip]] = {}
        self.setFixedHeight(HEIGHT)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setToolTip("")
        theme.changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """Room for name, chips, histogram and one line."""
        return QSize(super().sizeHint().width(), HEIGHT)

    def show_columns(self, plans: Sequence[ColumnPlan], facts: Sequence[ColumnFacts]) -> None:
        """Show what the columns are."""
        if [plan.name for plan in plans] != [plan.name for plan in self._plans]:
            self._drop_chips()
        self._plans, self._facts = plans, facts
        for column in self._chips:
            self._dress(column)
        self.place_chips()
        self.viewport().update()

    def place_chips(self) -> None:
        """Put the chips where their columns are, making those that are missing."""
        for column in range(min(self.count(), len(self._plans))):
            left = self.sectionViewportPosition(column)
            seen = left + self.sectionSize(column) > 0 and left < self.viewport().width()
            if seen and column not in self._chips:
                self._make(column)
            if column in self._chips:
                self._place(column, left, seen)

    def open_menu(self, column: int, *, kind: bool) -> None:
        """Open the menu of a column's role, or of its kind."""
        if column in self._chips:
            self._chips[column][1 if kind else 0].showMenu()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One heading."""
        painter.fillRect(rect, self._theme.color("surface"))
        if section < len(self._plans):
            painter.save()
            self._paint_heading(painter, rect, self._plans[section], self._facts[section])
            painter.restore()
        painter.setPen(self._theme.color("line"))
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _paint_heading(self, painter: QPainter, rect: QRect, plan: ColumnPlan, facts: ColumnFacts) -> None:
        ignored = plan.role is ColumnRole.IGNORE
        room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.setFont(font(weight=font().Weight.DemiBold))
        painter.setPen(self._theme.color("muted" if ignored else "text"))
        name = painter.fontMetrics().elidedText(plan.name, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(QRect(room.left(), rect.top() + _NAME_TOP, room.width(), 18), 0, name)
        if not ignored:
            self._paint_bars(painter, QRectF(room), facts)
        painter.setFont(font(SMALL))
        gaps = bool(facts.missing or facts.unconverted) and not ignored
        painter.setPen(self._theme.color("warning_text" if gaps else "muted"))
        words = column_words(plan, facts)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.left(), rect.top() + _WORDS_TOP, room.width(), 16), 0, words)

    def _paint_bars(self, painter: QPainter, room: QRectF, facts: ColumnFacts) -> None:
        if not facts.histogram:
            return
        width = min(_BARS_WIDTH, room.width()) / max(len(facts.histogram), 6)
        color = self._theme.color("accent")
        color.setAlphaF(0.55)
        tallest = max(facts.histogram)
        for place, count in enumerate(facts.histogram):
            if count:
                height = max(1.5, _BARS_HEIGHT * count / tallest)
                top = _BARS_TOP + _BARS_HEIGHT - height
                painter.fillRect(QRectF(room.left() + place * width, top, width - 1, height), color)

    def _make(self, column: int) -> None:
        name = self._plans[column].name
        role = Chip(self._theme, f"role:{name}", self.viewport())
        kind = Chip(self._theme, f"kind:{name}", self.viewport())
        for value, words in ROLE_WORDS.items():
            _add(role, f"role:{name}:{value.value}", words, partial(self.roleChosen.emit, name, value), value)
        for of_kind, words in KIND_WORDS.items():
            chosen = partial(self.kindChosen.emit, name, of_kind)
            _add(kind, f"kind:{name}:{of_kind.value}", words, chosen, of_kind)
        kind.menu().addSeparator()
        for scaling, words in SCALING_WORDS.items():
            chosen = partial(self.scalingChosen.emit, name, scaling)
            _add(kind, f"scaling:{name}:{scaling.value}", words, chosen, scaling)
        self._chips[column] = role, kind
        self._dress(column)
        self._order_tabs()

    def _dress(self, column: int) -> None:
        """Say what the column is now."""
        plan, facts = self._plans[column], self._facts[column]
        role, kind = self._chips[column]
        role.setText(ROLE_WORDS[plan.role])
        role.token = _ROLE_COLORS[plan.role]
        role.setToolTip(f"What {plan.name} is used for: predict from it, predict it, or leave it out")
        role.setAccessibleName(f"Role of {plan.name}: {role.text()}")
        kind.setText(KIND_WORDS[plan.kind])
        kind.setToolTip(_facts_words(plan, facts))
        kind.setAccessibleName(f"Kind of {plan.name}: {kind.text()}")
        for action in role.menu().actions():
            action.setChecked(action.data() == plan.role.value)
        for action in kind.menu().actions():
            of_scaling = action.objectName().startswith("scaling:")
            action.setChecked(action.data() == (plan.scaling if of_scaling else plan.kind).value)
            if of_scaling:
                action.setVisible(plan.kind is Kind.NUMBER)
        for chip in (role, kind):
            chip.resize(chip.sizeHint())
            chip.update()

    def _place(self, column: int, left: int, seen: bool) -> None:
        x = left + _PADDING
        for chip in self._chips[column]:
            chip.move(x, _CHIP_TOP)
            chip.setVisible(seen)
            x += chip.width() + 6

    def _order_tabs(self) -> None:
        ordered = [chip for column in sorted(self._chips) for chip in self._chips[column]]
        for before, after in pairwise(ordered):
            QWidget.setTabOrder(before, after)

    def _drop_chips(self) -> None:
        for pair in self._chips.values():
            for chip in pair:
                chip.hide()
                chip.setParent(None)
                chip.deleteLater()
        self._chips = {}


def _add(
    chip: Chip, name: str, words: str, chosen: Callable[[], None], value: ColumnRole | Kind | Scaling
) -> None:
    action = QAction(words[:1].upper() + words[1:], chip)
    action.setObjectName(name)
    action.setCheckable(True)
    action.setData(value.value)
    action.triggered.connect(lambda _checked=False: chosen())
    chip.menu().addAction(action)


def _facts_words(plan: ColumnPlan, facts: ColumnFacts) -> str:
    """Tooltip of the kind: range and mean, or how many different words."""
    if plan.kind is Kind.NUMBER and facts.histogram:
        spread = f"{number(facts.minimum)} to {number(facts.maximum)}, mean {number(facts.mean)}"
        return f"Numbers from {spread}\n{facts.distinct:,} different values"
    if facts.categories:
        most = sorted(facts.categories, key=lambda pair: -pair[1])[:5]
        listed = ", ".join(f"{name} ({count:,})" for name, count in most)
        return f"{facts.distinct:,} different values: {listed}{'…' if facts.distinct > len(most) else ''}"
    return "Nothing in this column is a number"
