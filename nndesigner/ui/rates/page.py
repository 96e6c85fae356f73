"""One way to look for a learning rate: what it does, its chart, and what it found."""

from __future__ import annotations

from dataclasses import replace
from typing import Generic

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from nndesigner.document.model import Document
from nndesigner.session.rate_finding import RateFinding, same_answer
from nndesigner.ui import conditions
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.plots.empty import EmptyState
from nndesigner.ui.rates.chart import RateChart
from nndesigner.ui.rates.questions import Question, Result, eta, two_digits
from nndesigner.ui.theme import Theme

POLL_MS = 33
"""Time between two looks at what the thread has found."""
_LINES = 2
"""Lines that the words above and below the chart have room for, so that nothing jumps."""


class RatePage(QWidget, Generic[Result]):
    """Asks its question when it is first seen, and again when it is told to.

    Attributes:
        chart: The picture.
        empty: What is shown while there is none.
        words: What was found.
        cancelled: Whether the user ended the work early.
    """

    changed = Signal()
    """Something that the buttons depend on is different."""

    def __init__(
        self, question: Question[Result], bridge: Bridge, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"ratePage:{question.key}")
        self._question: Question[Result] = question
        self._session = bridge.session
        self._document: Document | None = None
        self._finding: RateFinding[Result] | None = None
        self._result: Result | None = None
        self._picked: float | None = None
        self.cancelled = False
        self.chart = RateChart(theme)
        self.empty = EmptyState()
        self.words = _reading()
        self._stack = QStackedWidget()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._arrange()
        self.chart.picked.connect(self._pick)
        bridge.settingsChanged.connect(self._show)

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._finding is not None

    @property
    def asked(self) -> bool:
        """Whether the question has been asked."""
        return self._document is not None

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1."""
        return len(self._result.rates) / self._result.planned if self._result is not None else 0.0

    @property
    def stale(self) -> bool:
        """Whether what is shown was found for a document that is another one by now."""
        return self._document is not None and not same_answer(self._document, self._session.document)

    @property
    def chosen(self) -> float | None:
        """η that the user picked, or else the one suggested once the work is done; None if none is of use."""
        if self._bar:
            return None
        if self._picked is not None or self._result is None or self.busy:
            return self._picked
        return self._question.suggestion(self._result)

    @property
    def caveat(self) -> str:
        """What to know about an η that is suggested; nothing where the user picked it."""
        return self._question.caveat if self._picked is None else ""

    @property
    def objection(self) -> str:
        """Why none is suggested, where that can be said."""
        if self._bar or self._result is None or self.busy:
            return self._bar
        return self._question.objection(self._result)

    def ask(self) -> None:
        """Begin with the present document; work under way is dropped."""
        self._drop()
        self._result, self._picked, self.cancelled = None, None, False
        self._document = self._session.document
        self._finding = RateFinding(self._document, self._question.begin)
        self.empty.say("Nothing was found", "")
        self._finding.start()
        self._timer.start()
        self._show()

    def cancel(self) -> None:
        """End at once, keeping what was found up to now."""
        if self.busy:
            self._drop()
            self.cancelled = True
            self.empty.say("Cancelled", "Nothing has been found yet.")
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin when first seen."""
        super().showEvent(event)
        if not self.asked:
            reason = conditions.at_rest(self._session)
            if reason is None:
                self.ask()
            else:
                self.empty.say("Nothing tried yet", reason)
                self._stack.setCurrentWidget(self.empty)

    # -- work

    @property
    def _bar(self) -> str:
        return "" if self._document is None else self._question.bar(self._document)

    def _drop(self) -> None:
        """Forget the work under way; its thread ends with the step being computed."""
        if self._finding is not None:
            self._finding.stop()
        self._finding = None
        self._timer.stop()

    def _poll(self) -> None:
        finding = self._finding
        if finding is None:
            return
        look = finding.look()
        news = look.result is not self._result
        self._result = look.result
        if look.ended:
            self._drop()
            finding.join()
            if look.refusal is not None:
                self.empty.say(look.refusal.what, look.refusal.remedy)
                self._result = None
        if news or look.ended:
            self._show()
        if look.defect is not None:
            raise look.defect

    def _pick(self, rate: float) -> None:
        if not self._bar:
            self._picked = two_digits(rate)
            self._show()

    # -- showing

    def _show(self) -> None:
        result, document = self._result, self._document
        self.chart.setToolTip(self._bar or "Click a point, or press ← and →, to pick its η")
        if result is None or document is None:
            self._stack.setCurrentWidget(self.chart if self.busy else self.empty)
            self.chart.show_picture(None, None)
            self.words.setText("Preparing…" if self.busy else "")
        else:
            rate = self._session.document.training.learning_rate
            picture = self._question.picture(result, rate, self._picked)
            if self._bar:
                picture = replace(picture, marks=())
            self.chart.show_picture(picture, self.chosen or rate)
            self._stack.setCurrentWidget(self.chart)
            trying = f"Trying {eta(two_digits(float(result.rates[-1])))}"
            said = trying if self.busy else self._question.words(result)
            self.words.setText(f"{self._question.about(document)} {said}".strip())
        self.changed.emit()

    def _arrange(self) -> None:
        intro = _reading()
        intro.setText(self._question.intro)
        intro.setProperty("role", "muted")
        self.chart.setObjectName(f"rateChart:{self._question.key}")
        self.chart.setAccessibleName(f"{self._question.title}: cost over the learning rate")
        self.words.setObjectName(f"rateWords:{self._question.key}")
        self.words.setAccessibleName("What was found")
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 0)
        column.setSpacing(8)
        column.addWidget(intro)
        column.addWidget(self._stack, 1)
        column.addWidget(self.words)


def _reading() -> QLabel:
    """Words that wrap, in a space that stays."""
    label = QLabel()
    label.setWordWrap(True)
    label.setMinimumHeight(_LINES * label.fontMetrics().lineSpacing())
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label
