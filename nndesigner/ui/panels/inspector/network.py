"""The network as a whole: its size, what is wrong with it, its cost, and how it is to be trained."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from nndesigner.data.model import Part, Task
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.validation import Fix, Problem
from nndesigner.engine.initialisers import INITIALISERS
from nndesigner.engine.network import Role
from nndesigner.engine.schedules.constant import CONSTANT
from nndesigner.session.selection import Selection
from nndesigner.ui.data_buttons import NO_DATA, DataButtons
from nndesigner.ui.naming import counted
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.descent_rules import cost_lines, update_lines
from nndesigner.ui.panels.inspector.notation import result
from nndesigner.ui.panels.inspector.subject import Subject, initialiser_choices, set_words
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.panels.inspector.widgets.equation import EquationCard
from nndesigner.ui.panels.inspector.widgets.form import Form, muted, section, small
from nndesigner.ui.settings.chooser import SettingChooser
from nndesigner.ui.settings.field import SettingField
from nndesigner.ui.settings.table import CHOICES, FIELDS

_TASK_WORDS = {Task.REGRESSION: "a number", Task.TWO_CLASSES: "2 classes"}


class NetworkSubject(Subject):
    """What is shown while nothing is selected."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.data = muted()
        self.problems = ProblemList(context)
        self.cost = self._chooser("cost")
        self.card = EquationCard("network:equation", "Cost")
        self.optimiser = self._chooser("optimizer")
        self.rule = EquationCard("network:rule", "Update rule")
        self.initialiser = Chooser(
            "network:initialiser", "First weights", "Of all layers, drawn at a reset", self._set_initialiser
        )
        self.initialiser.offer(initialiser_choices())
        self.description = small()
        self.precision = self._chooser("precision")
        self._arrange()

    def take(self, selection: Selection) -> None:
        """Nothing is selected."""

    def refresh(self) -> None:
        """Everything, with as much room for the equations as they need now."""
        self.card.begin()
        self.rule.begin()
        document = self.context.document
        network = document.network
        self.title.setText("Network")
        layers = counted(len(network.layers), "layer")
        parameters = f"{network.parameter_count:,} weights and biases"
        self.subtitle.setText(f"{layers} · {parameters}" if network.layers else "Nothing drawn yet")
        set_words(self.data, data_words(document))
        self.problems.show_problems(self.context.session.problems)
        found = {layer.initialiser for layer in network.layers if layer.role is not Role.INPUT}
        common = found.pop() if len(found) == 1 else None
        self.initialiser.show_key(common)
        self.initialiser.setEnabled(bool(network.layers))
        self.initialiser.setToolTip(
            "Of all layers, drawn at a reset" if network.layers else "There is no layer yet."
        )
        set_words(self.description, INITIALISERS[common].description if common else "")
        self.refresh_values()

    def refresh_values(self) -> None:
        """The latest cost, and the learning rate in force."""
        self.card.show_html(self.writer.lines(*self._cost_lines()))
        self.rule.show_html(self.writer.lines(*update_lines(self.context.document.training, self._rate())))

    def _arrange(self) -> None:
        costs = Form()
        costs.add("Cost", self.cost)
        training = Form()
        for key in ("epochs", "learning_rate", "batch_size", "ridge", "seed"):
            field = SettingField(FIELDS[key], self.context.bridge, self.context.notices)
            field.setObjectName(f"network:{key}")
            field.setMinimumWidth(48)
            field.setMaximumWidth(16777215)
            training.add(FIELDS[key].label, field)
        training.add("Precision", self.precision)
        training.add("First weights", self.initialiser)
        training.add_wide(self.description)
        training.add("Optimiser", self.optimiser)
        self.add(self.data, self.problems, section("Cost"), costs, self.card)
        self.add(section("Training"), training, self.rule)
        self.finish()

    def _cost_lines(self) -> list[str]:
        last = self.context.session.run_history.last()
        lines = cost_lines(self.context.document.training)
        if last is not None:
            lines.append(f"training {result(last.cost)}")
            if not math.isnan(last.validation_cost):
                lines.append(f"validation {result(last.validation_cost)}")
        return lines

    def _rate(self) -> float:
        """η in force: what the schedule last made of it."""
        settings, last = self.context.document.training, self.context.session.run_history.last()
        moving = settings.schedule != CONSTANT.name or settings.warmup
        return last.learning_rate if moving and last is not None else settings.learning_rate

    def _chooser(self, name: str) -> SettingChooser:
        made = SettingChooser(CHOICES[name], self.context.bridge, self.context.notices)
        made.setObjectName(f"network:{name}")
        return made

    def _set_initialiser(self, key: str) -> None:
        def edit(document: Document) -> Document:
            for layer in document.network.layers:
                if layer.role is not Role.INPUT:
                    document = edits.set_initialiser(document, layer.id, key)
            return document

        if not self.context.apply("Set initialiser", edit):
            self.refresh()


class ProblemList(QWidget):
    """What is wrong, each with its fix."""

    openDataRequested = Signal()
    bundledRequested = Signal(str)
    """A bundled data set was chosen, by its key."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[tuple[str, str], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(6)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show these; untouched where they are the same, so that a focused button keeps the focus."""
        key = tuple((problem.message, problem.fix.label if problem.fix else "") for problem in problems)
        self.setVisible(bool(problems))
        if key == self._shown:
            return
        self._shown = key
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, problem in enumerate(problems):
            self._column.addWidget(self._card(place, problem))

    def _card(self, place: int, problem: Problem) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "warning" if problem.blocking else "sunken-card")
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 8, 10, 8)
        words = QLabel(problem.message)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(words)
        if problem.code == NO_DATA:
            buttons = DataButtons()
            buttons.openDataRequested.connect(self.openDataRequested)
            buttons.bundledRequested.connect(self.bundledRequested)
            column.addWidget(buttons)
        if problem.fix is not None:
            button = QPushButton(problem.fix.label)
            button.setObjectName(f"network:fix:{problem.code}")
            button.setToolTip(f"{problem.fix.label}; this can be undone")
            button.clicked.connect(partial(self._mend, place))
            column.addWidget(button)
        return card

    def _mend(self, place: int) -> None:
        problems = self._context.session.problems
        fix: Fix | None = problems[place].fix if place < len(problems) else None
        if fix is not None:
            self._context.apply(fix.label, fix.edit)


def data_words(document: Document) -> str:
    """The data and the task in one sentence."""
    if document.data is None:
        return ""
    prepared = document.data.prepared
    task = _TASK_WORDS.get(prepared.task, f"{len(prepared.classes)} classes")
    rows = counted(len(prepared.select(Part.TRAIN)), "training row")
    held = len(prepared.parts) - len(prepared.select(Part.TRAIN))
    return f"{document.data.name}: {task} of {prepared.target_name}, {rows}, {held:,} held out"
