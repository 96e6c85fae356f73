"""The window that removes weights by a rule. The canvas shows what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import BoolArray
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.stage import CanvasStage
from nndesigner.ui.naming import counted
from nndesigner.ui.notices import Notices
from nndesigner.ui.pruning.conditions import prunable
from nndesigner.ui.pruning.rules import RuleFields
from nndesigner.ui.pruning.scope import pruned_connections, scope_words
from nndesigner.ui.pruning.weights_histogram import WeightsHistogram
from nndesigner.ui.style import set_look
from nndesigner.ui.theme import Theme

NAME = "Prune weights"
_WIDTH = 460
_SOON_MS = 20
"""While a slider is dragged, at most so often is the canvas shown what would go."""
_FIRST_SHARE = 0.25
"""Share of the weights that the first threshold removes."""


class PruneDialog(QDialog):
    """Counts, shows on the canvas, and removes what a rule does not keep. It does not block the main window.

    Attributes:
        rules: The rule and its numbers.
        verdict: How many weights would go.
        warning: How many neurons would be cut off.
        remove: Does it.
    """

    def __init__(
        self, bridge: Bridge, theme: Theme, notices: Notices, stage: CanvasStage, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pruneDialog")
        self.setWindowTitle(NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._stage = bridge.session, stage
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._refresh)
        self.rules, self.histogram = RuleFields(notices), WeightsHistogram(theme, "pruneHistogram")
        self.intro, self.verdict, self.warning = QLabel(), QLabel(), QLabel()
        self.remove = QPushButton("Prune")
        self._arrange()
        self._weights: tuple[object, ...] = ()
        self._show_scope()
        self._begin()
        self.rules.changed.connect(self._soon.start)
        for signal in (bridge.historyChanged, bridge.selectionChanged, bridge.liveChanged):
            signal.connect(self._show_scope)
        self._refresh()

    @property
    def pruning(self) -> edits.Pruning:
        """What the rule would do now."""
        return edits.pruning_of(self._session.document.network, self._kept())

    def done(self, result: int) -> None:
        """Close; the canvas shows again what is so."""
        self._soon.stop()
        self._stage.preview(None)
        super().done(result)

    def accept(self) -> None:
        """Remove the weights."""
        edit = partial(edits.prune, connections=self._ids, rule=self.rules.rule)
        if self._stage.apply(NAME, edit):
            super().accept()

    def changeEvent(self, event: QEvent) -> None:
        """Coming back from the canvas, where a gesture may have ended what it showed, show it again."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._soon.start()

    # -- inside

    @property
    def _ids(self) -> list[int]:
        return [connection.id for connection in pruned_connections(self._session)]

    def _kept(self) -> Mapping[int, BoolArray]:
        return edits.kept(self._now(self._session.document), self._ids, self.rules.rule)

    def _now(self, document: Document) -> Document:
        """The document with the weights that are seen, also where training is paused."""
        return replace(document, parameters=self._session.parameters)

    def _begin(self) -> None:
        present = self._present()
        if present.size:
            self.rules.set_threshold(float(f"{np.quantile(np.abs(present), _FIRST_SHARE):.2g}"))

    def _present(self) -> FloatArray:
        session = self._session
        weights = session.parameters.weights
        parts = [
            weights[c.id].reshape(-1) if c.mask is None else weights[c.id][c.mask]
            for c in pruned_connections(session)
        ]
        return np.concatenate(parts) if parts else np.empty(0)

    def _show_scope(self) -> None:
        session = self._session
        found = pruned_connections(session)
        key = (session.document.network, session.parameters, *(connection.id for connection in found))
        if key == self._weights:
            self._soon.start()
            return
        self._weights = key
        words = scope_words(session.document.network, found, session.selection)
        self.intro.setText(f"Removes weights of {words}." if found else "There are no weights.")
        present = self._present()
        self.histogram.show_values(present, "weights")
        self.rules.show_reach(float(np.abs(present).max()) if present.size else 0.0)
        self._soon.start()

    def _refresh(self) -> None:
        refused = prunable(self._session)
        if refused is not None:
            self._say(refused, "", reason=refused)
            self._stage.preview(None)
            return
        rule, masks = self.rules.rule, self._kept()
        found = edits.pruning_of(self._session.document.network, masks)
        self.histogram.show_threshold(rule.threshold if isinstance(rule, edits.BelowThreshold) else None)
        self._say(
            f"Removes {found.removed:,} of {counted(found.present, 'weight')}.",
            _cut_off_words(found.cut_off),
            reason=None if found.removed else "The rule keeps every weight.",
        )
        self._stage.preview(
            (lambda document: edits.keep_only(self._now(document), masks)) if found.removed else None
        )

    def _say(self, verdict: str, warning: str, *, reason: str | None) -> None:
        self.verdict.setText(verdict)
        self.warning.setText(warning)
        self.remove.setEnabled(reason is None)
        self.remove.setToolTip(reason or "Remove these weights (Enter); undo brings them back")

    # -- building

    def _arrange(self) -> None:
        self.intro.setObjectName("pruneIntro")
        self.intro.setProperty("role", "muted")
        self.verdict.setObjectName("pruneVerdict")
        self.warning.setObjectName("pruneWarning")
        set_look(self.warning, "role", "error")
        for label in (self.intro, self.warning):
            label.setWordWrap(True)
        # Room for the sentence that may follow, so that nothing jumps.
        self.warning.setMinimumHeight(self.warning.fontMetrics().lineSpacing())
        self.remove.setObjectName("pruneRemove")
        self.remove.setDefault(True)
        set_look(self.remove, "primary", True)
        self.remove.clicked.connect(self.accept)
        cancel = QPushButton("Cancel")
        cancel.setObjectName("pruneCancel")
        cancel.setToolTip("Close this window and change nothing (Esc)")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (self.intro, self.rules, self.histogram, self.verdict, self.warning):
            column.addWidget(widget)
        column.addLayout(row)
        self.setMinimumWidth(_WIDTH)


def _cut_off_words(count: int) -> str:
    if not count:
        return ""
    return f"{counted(count, 'neuron')} would lose {'its' if count == 1 else 'their'} last weight in or out."
