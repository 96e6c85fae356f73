"""The window that says the program itself has failed, with a report to copy."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


class CrashDialog(QDialog):
    """Shown once for the first failure; later ones join its report. The program goes on beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle("Something went wrong")
        self.setModal(False)
        self.resize(680, 420)
        title = QLabel("Something went wrong inside NN Designer.")
        title.setProperty("role", "title")
        words = QLabel(
            "The program goes on, and your project is as it was. Save it under another name to be safe. "
            "This report says what happened; read it before you pass it on."
        )
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        self._report = QPlainTextEdit()
        self._report.setObjectName("crashReport")
        self._report.setAccessibleName("Report")
        self._report.setReadOnly(True)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._copy = QPushButton("Copy report")
        self._copy.setObjectName("crashCopy")
        self._copy.clicked.connect(self._copy_report)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for widget in (title, words, self._report, buttons):
            column.addWidget(widget)

    @property
    def report(self) -> str:
        """All that was reported."""
        return self._report.toPlainText()

    def add(self, report: str) -> None:
        """Add a report and come to the front; one that is there already is not said again."""
        before = self.report if self.isVisible() else ""
        if report.strip() in before:
            return
        self._report.setPlainText(f"{before}\n\n{report}".strip() if before else report)
        self._copy.setText("Copy report")
        self.show()
        self.raise_()

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        self._copy.setText("Copied")
