"""The import page: from a file to data and a network that fits it, in one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.errors import NNDesignerError
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.import_page.buttons import Buttons
from nndesigner.ui.import_page.cards import ErrorCard, FindingsBar, framed
from nndesigner.ui.import_page.draft import Draft
from nndesigner.ui.import_page.findings import headline
from nndesigner.ui.import_page.network_card import NetworkCard
from nndesigner.ui.import_page.preview import Preview
from nndesigner.ui.import_page.reader import Reader
from nndesigner.ui.import_page.side import Side
from nndesigner.ui.import_page.work import Answer
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.fields import LineField
from nndesigner.ui.theme import Theme

SHOW_PROGRESS_MS = 150
"""Work that is done sooner shows no progress bar."""
_STEPS = 1000
_MARGIN = 24
_HINT = "Click the words under a heading to change what a column is. Nothing in your file is changed."

Decision = Callable[[Draft, Answer], Draft]


class ImportPage(QWidget):
    """A page of the window. It holds a draft; the project changes only when the user imports."""

    finished = Signal()
    """Imported or cancelled."""

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importPage")
        self.setAccessibleName("Import")
        self.setProperty("surface", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session, self._notices = bridge.session, notices
        self._draft: Draft | None = None
        self._answer: Answer | None = None
        self.reader = Reader(parent=self)
        self.side = Side(theme, notices)
        self.headline, self.hint = QLabel(), QLabel(_HINT)
        self.progress = QProgressBar()
        self.preview = Preview(theme)
        self.frame = framed(self.preview)
        self.rows = QLabel()
        self.findings = FindingsBar(theme)
        self.error = ErrorCard()
        self.network = NetworkCard()
        self.buttons = Buttons()
        self._late = QTimer(self)
        self._arrange()
        self._connect()

    def open_file(self, path: Path) -> None:
        """Begin with a file."""
        self._begin(Draft.of_file(path))

    def edit_current(self) -> None:
        """Begin with the data that the project has; the network stays."""
        data = self._session.document.data
        if data is not None:
            self._begin(Draft.of_source(data))

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._end()

    def accept(self) -> None:
        """Import and make the network; when editing, apply."""
        if self.buttons.primary.isEnabled() and self._draft is not None:
            self._commit(with_network=not self._draft.editing)

    def accept_only(self) -> None:
        """Import without touching the network."""
        if self.buttons.only.isEnabled():
            self._commit(with_network=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape cancels; Enter presses the button in focus, ends typing in a field, else imports."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            elif not isinstance(focused, LineField):
                self.accept()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page was chosen: nothing goes on behind its back."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.reader.cancel()

    # -- reading

    def _begin(self, draft: Draft) -> None:
        self._draft, self._answer = draft, None
        self.network.begin()
        self.side.show_file(draft.name, len(draft.raw) if draft.raw is not None else None, draft.editing)
        self.headline.setText(f"Reading {draft.name}")
        for widget in (self.frame, self.rows, self.findings, self.error, self.network, self.hint):
            widget.hide()
        self._ask(draft)

    def _ask(self, draft: Draft) -> None:
        self._draft = draft
        self.progress.setValue(0)
        self._late.start(SHOW_PROGRESS_MS)
        self.reader.ask(draft.request())
        self._refresh_buttons()

    def _answered(self, answer: Answer) -> None:
        if self._draft is None:
            return
        self._late.stop()
        self.progress.hide()
        first = self._answer is None
        self._draft, self._answer = self._draft.after(answer), answer
        size = len(answer.raw) if answer.raw is not None else None
        self.side.show_file(self._draft.name, size, self._draft.editing)
        self.side.show_answer(answer)
        self.side.setEnabled(answer.raw is not None)
        self.headline.setText(
            headline(answer.reading.table if answer.reading is not None else None, answer.prepared)
        )
        self._show_table(answer)
        self._refresh_buttons()
        if first and self.buttons.primary.isEnabled():
            self.buttons.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_table(self, answer: Answer) -> None:
        source = answer.source
        self.error.show_error(answer.error)
        for widget in (self.frame, self.rows, self.hint):
            widget.setVisible(source is not None)
        self.preview.show_answer(answer)
        if source is not None:
            self.frame.setMaximumHeight(self.preview.maximumHeight() + 2)
        marked = any(flags.any() for flags in answer.flags)
        self.findings.show_findings(answer.findings if answer.error is None else (), marked)
        notes = answer.reading.notes if answer.reading is not None else ()
        self.hint.setText(" ".join((_HINT, *notes)))
        editing = self._draft is not None and self._draft.editing
        self.network.setVisible(answer.prepared is not None and not editing)
        self.network.show_prepared(answer.prepared, bool(self._session.document.network.layers))

    def _show_rows(self, first: int, last: int, total: int) -> None:
        self.rows.setText(f"Rows {first:,}–{last:,} of {total:,}")

    # -- importing

    def _commit(self, *, with_network: bool) -> None:
        draft, answer = self._draft, self._answer
        if draft is None or answer is None or answer.source is None or answer.prepared is None:
            return
        source = answer.source
        name = f"Change data {draft.name}" if draft.editing else f"Import {draft.name}"
        hidden = self.network.hidden

        def edit(document: Document) -> Document:
            if draft.editing and _same(document.data, source):
                return document
            changed = edits.set_data(document, source)
            return edits.new_network(changed, hidden) if with_network else changed

        try:
            if with_network:
                self._session.close()  # training would go on with a network that nobody asked to train
            self._session.apply(name, edit)
        except NNDesignerError as error:
            self._notices.show_error(error)
            return
        self._session.look_at(0)
        self._end()

    def _end(self) -> None:
        self.reader.cancel()
        self._late.stop()
        self._draft = self._answer = None
        self.finished.emit()

    def _refresh_buttons(self) -> None:
        editing = self._draft is not None and self._draft.editing
        self.buttons.refresh(self._why_not(), "" if editing else self.network.problem, editing)

    def _why_not(self) -> str:
        if self.reader.busy or self._answer is None:
            return "The file is still being read."
        error = self._answer.error
        return f"{error.what} {error.remedy}".strip() if error is not None else ""

    # -- putting together

    def _arrange(self) -> None:
        self.headline.setProperty("role", "headline")
        self.headline.setObjectName("importHeadline")
        self.headline.setWordWrap(True)
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        for label in (self.headline, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.rows.setProperty("role", "muted")
        self.rows.setObjectName("importRows")
        self.progress.setObjectName("importProgress")
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self._late.setSingleShot(True)
        line = QFrame()
        line.setProperty("line", "vertical")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(line)
        row.addLayout(self._centre(), 1)

    def _centre(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(_MARGIN, 20, _MARGIN, 20)
        column.setSpacing(8)
        column.addWidget(self.headline)
        column.addWidget(self.hint)
        column.addWidget(self.progress)
        column.addSpacing(4)
        column.addWidget(self.error)
        column.addWidget(self.frame, 1)
        for widget in (self.rows, self.findings, self.network):
            column.addWidget(widget)
        column.addStretch()
        column.addWidget(self.buttons)
        return column

    def _connect(self) -> None:
        self.reader.answered.connect(self._answered)
        self.reader.progressed.connect(lambda share: self.progress.setValue(round(share * _STEPS)))
        self._late.timeout.connect(self.progress.show)
        self.side.read.changed.connect(lambda options: self._decide(lambda d, _: d.with_options(options)))
        self.side.split.changed.connect(lambda plan: self._decide(lambda d, _: d.with_split(plan)))
        self.side.scalingChosen.connect(
            lambda scaling: self._decide(lambda d, answer: d.with_all_scaled(answer, scaling))
        )
        columns = self.preview.columns
        columns.roleChosen.connect(
            lambda name, role: self._decide(lambda d, answer: d.with_role(answer, name, role))
        )
        columns.kindChosen.connect(lambda name, kind: self._decide(lambda d, _: d.with_kind(name, kind)))
        columns.scalingChosen.connect(
            lambda name, scaling: self._decide(lambda d, _: d.with_scaling(name, scaling))
        )
        self.preview.rowsShown.connect(self._show_rows)
        self.findings.showNext.connect(self.preview.go_to_next_flagged)
        self.findings.numberWanted.connect(lambda name: self._decide(lambda d, _: d.with_numbers(name)))
        self.network.changed.connect(self._refresh_buttons)
        self.buttons.cancel.clicked.connect(self.cancel)
        self.buttons.only.clicked.connect(self.accept_only)
        self.buttons.primary.clicked.connect(self.accept)

    def _decide(self, decision: Decision) -> None:
        """Take a decision of the user and work it out."""
        if self._draft is not None and self._answer is not None:
            self._ask(decision(self._draft, self._answer))


def _same(old: DataSource | None, new: DataSource) -> bool:
    return old is not None and old.recipe == new.recipe and old.raw is new.raw
