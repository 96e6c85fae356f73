"""What is wrong with the network, in one sentence, with its remedy as a button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from nndesigner.document.validation import Problem
from nndesigner.ui.canvas.overlay.card import Card
from nndesigner.ui.data_buttons import NO_DATA, DataButtons
from nndesigner.ui.icons import icon, pixmap
from nndesigner.ui.theme import Theme

HIDDEN = frozenset({"empty"})
"""Problems that the empty canvas itself talks about."""
_ICON = 16


class ProblemBar(Card):
    """One problem at a time, with a way to the next."""

    fixRequested = Signal(object)
    """The fix button was pressed; carries the `Fix`."""
    openDataRequested = Signal()
    bundledRequested = Signal(str)
    """A bundled data set was chosen, by its key."""
    changed = Signal()
    """Another problem is shown: the bar may have another size."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("problemBar", parent)
        self.setProperty("surface", "warning")
        self._theme = theme
        self._problems: tuple[Problem, ...] = ()
        self._place = 0
        self._aside = False
        self._picture = QLabel()
        self._words = QLabel()
        self._words.setObjectName("problemText")
        self._count = QLabel()
        self._count.setObjectName("problemCount")
        self._count.setProperty("role", "muted")
        self._next = QToolButton()
        self._fix = QPushButton()
        self._data = DataButtons()
        self._data.openDataRequested.connect(self.openDataRequested)
        self._data.bundledRequested.connect(self.bundledRequested)
        self._build()
        theme.changed.connect(self._paint)
        self._paint()
        self.hide()

    @property
    def shown(self) -> Problem | None:
        """The problem that is shown."""
        return self._problems[self._place] if self._problems else None

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show these problems: one that is new first, else the one that is shown where it still exists."""
        wanted = tuple(problem for problem in problems if problem.code not in HIDDEN)
        before, known = self.shown, {(problem.code, problem.layer) for problem in self._problems}
        same = [
            place
            for place, problem in enumerate(wanted)
            if before is not None and (problem.code, problem.layer) == (before.code, before.layer)
        ]
        keys = [(problem.code, problem.layer) for problem in wanted]
        new = [place for place, key in enumerate(keys) if known and key not in known]
        self._problems, self._place = wanted, (new or same or [0])[0]
        self._refresh()

    def show_next(self) -> None:
        """Go on to the next problem."""
        if self._problems:
            self._place = (self._place + 1) % len(self._problems)
            self._refresh()

    def set_aside(self, aside: bool) -> None:
        """Be out of the way while something is dragged over the canvas."""
        self._aside = aside
        self.setVisible(self.shown is not None and not aside)

    def fit_into(self, width: int) -> None:
        """Take no more width than there is, writing on several lines where it must."""
        self._words.setWordWrap(False)
        self.setMaximumWidth(16777215)
        self.adjustSize()
        if self.width() > width:
            self._words.setWordWrap(True)
            self.setFixedWidth(max(width, self.minimumSizeHint().width()))
            self.setFixedHeight(max(self.row.heightForWidth(self.width()), self.minimumSizeHint().height()))
        else:
            self.setMinimumWidth(0)
            self.setMinimumHeight(0)
            self.setMaximumHeight(16777215)
            self.adjustSize()

    def _build(self) -> None:
        self._next.setObjectName("problemNext")
        self._next.setToolTip("Next problem")
        self._next.setAccessibleName("Next problem")
        self._next.setIconSize(QSize(12, 12))
        self._next.clicked.connect(self.show_next)
        self._fix.setObjectName("problemFix")
        self._fix.clicked.connect(self._request_fix)
        self.row.setContentsMargins(12, 6, 6, 6)
        self.row.setSpacing(10)
        self.row.addWidget(self._picture)
        self.row.addWidget(self._words, 1)
        for widget in (self._count, self._next, self._fix, self._data):
            self.row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _refresh(self) -> None:
        problem = self.shown
        self.setVisible(problem is not None and not self._aside)
        if problem is None:
            self.changed.emit()
            return
        self._words.setText(problem.message)
        several = len(self._problems) > 1
        self._count.setText(f"{self._place + 1} of {len(self._problems)}")
        self._count.setVisible(several)
        self._next.setVisible(several)
        self._fix.setVisible(problem.fix is not None)
        self._data.setVisible(problem.code == NO_DATA)
        ends = problem.fix is not None or problem.code == NO_DATA
        self.row.setContentsMargins(12, 6, 6 if ends else 14, 6)
        if problem.fix is not None:
            self._fix.setText(problem.fix.label)
            self._fix.setToolTip(f"{problem.fix.label}. It can be undone.")
            self._fix.setAccessibleName(problem.fix.label)
        self.setAccessibleName(f"Problem: {problem.message}")
        self.changed.emit()

    def _request_fix(self) -> None:
        if self.shown is not None and self.shown.fix is not None:
            self.fixRequested.emit(self.shown.fix)

    def _paint(self) -> None:
        tokens = self._theme.tokens
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap("warning", tokens, _ICON, "warning", ratio))
        self._next.setIcon(icon("next", tokens))
