"""How the file is read: encoding, delimiter, decimal sign, header, skipped lines, words for missing cells."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nndesigner.data.model import ReadOptions
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.panels.inspector.widgets.fields import LineField, WholeField
from nndesigner.ui.panels.inspector.widgets.form import Form

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with mark",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "iso8859-15": "Latin-9",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "mac-roman": "Mac Roman",
    "gb18030": "GB 18030",
    "shift_jis": "Shift JIS",
}
DELIMITERS = {",": ", comma", ";": "; semicolon", "\t": "tab", "|": "| bar", " ": "space"}
DECIMALS = {".": ". point", ",": ", comma"}
EMPTY = "(empty)"
MOST_SKIPPED = 10_000


class ReadFields(QWidget):
    """The fields. They show the options in force and tell the ones the user wants."""

    changed = Signal(object)
    """The wanted `ReadOptions`."""

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = ReadOptions()
        self.encoding = Chooser(
            "import:encoding",
            "Encoding",
            "How bytes become letters",
            lambda key: self._want(replace(self._options, encoding=key)),
        )
        self.delimiter = Chooser(
            "import:delimiter",
            "Delimiter",
            "What stands between two cells",
            lambda key: self._want(replace(self._options, delimiter=key)),
        )
        self.decimal = Chooser(
            "import:decimal",
            "Decimal sign",
            "What stands before the fraction of a number",
            lambda key: self._want(replace(self._options, decimal=key)),
        )
        self.header = Chooser(
            "import:header",
            "Header",
            "Whether the first line of the table names its columns",
            lambda key: self._want(replace(self._options, header=key == "yes")),
        )
        self.skipped = WholeField(
            "import:skipped",
            "Skipped lines",
            "Lines before the table that are left out.",
            notices,
            self._skip,
        )
        self.missing = LineField(
            "import:missing",
            "Missing",
            f"Words, separated by commas, that stand for a missing value; {EMPTY} is the empty cell.",
            self._set_missing,
        )
        form = Form()
        for words, field in (
            ("Encoding", self.encoding),
            ("Delimiter", self.delimiter),
            ("Decimal", self.decimal),
            ("Header", self.header),
            ("Skipped", self.skipped),
            ("Missing", self.missing),
        ):
            form.add(words, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)

    def show_options(self, options: ReadOptions) -> None:
        """Show the options in force."""
        self._options = options
        _show(self.encoding, ENCODINGS, options.encoding)
        _show(self.delimiter, DELIMITERS, options.delimiter)
        _show(self.decimal, DECIMALS, options.decimal)
        self.header.offer((("yes", f"line {options.skip_lines + 1}"), ("no", "none")))
        self.header.show_key("yes" if options.header else "no")
        self.skipped.show_number(options.skip_lines)
        words = write_missing(options.missing)
        self.missing.show_text(words, words)
        self.missing.setCursorPosition(0)

    def _want(self, options: ReadOptions) -> None:
        if options != self._options:
            self._options = options
            self.changed.emit(options)

    def _skip(self, lines: int) -> bool:
        if not 0 <= lines <= MOST_SKIPPED:
            return False
        self._want(replace(self._options, skip_lines=lines))
        return True

    def _set_missing(self, text: str) -> bool:
        self._want(replace(self._options, missing=read_missing(text)))
        return True


def read_missing(text: str) -> tuple[str, ...]:
    """Words for missing values from a list with commas."""
    words = (word.strip() for word in text.split(","))
    return tuple(dict.fromkeys("" if word == EMPTY else word for word in words))


def write_missing(words: tuple[str, ...]) -> str:
    """The list that `read_missing` understands."""
    return ", ".join(word or EMPTY for word in words)


def _show(chooser: Chooser, known: dict[str, str], value: str) -> None:
    choices = dict(known)
    choices.setdefault(value, value)
    chooser.offer(choices.items())
    chooser.show_key(value)
