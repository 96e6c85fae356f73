"""The left column of the import page: the file, how it is read, its parts, and scaling."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from nndesigner.data.describe import split_counts
from nndesigner.data.model import ColumnRole, Kind, Part, Recipe, Scaling
from nndesigner.ui.import_page.read_fields import ReadFields
from nndesigner.ui.import_page.split_fields import SplitFields
from nndesigner.ui.import_page.work import Answer
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.panels.inspector.widgets.form import Form, muted, section, small, title
from nndesigner.ui.panels.inspector.widgets.scrolled import Scrolled
from nndesigner.ui.theme import Theme

WIDTH = 290
SCALINGS = (
    (Scaling.STANDARD.value, "standardise"),
    (Scaling.MINMAX.value, "from 0 to 1"),
    (Scaling.NONE.value, "as it is"),
)
_UNITS = (("GB", 1e9), ("MB", 1e6), ("KB", 1e3))


class Side(QScrollArea):
    """All settings that concern the whole table."""

    scalingChosen = Signal(object)
    """`Scaling` for all number inputs."""

    def __init__(self, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.file = title(), muted()
        self.file.setObjectName("import:file")
        self.read = ReadFields(notices)
        self.split = SplitFields(theme, notices)
        self.scaling = Chooser(
            "import:scaling",
            "Scaling of inputs",
            "How number inputs are brought to a common size. The kind of a column has its own in its menu.",
            lambda key: self.scalingChosen.emit(Scaling(key)),
        )
        self.scaling.offer(SCALINGS)
        self._prepared_parts: list[QWidget] = []
        self._arrange()

    def show_file(self, name: str, size: int | None, editing: bool) -> None:
        """Say which file this is about."""
        self.title.setText("Data" if editing else "Import")
        self.file.setText(f"{name} · {size_words(size)}" if size is not None else name)

    def show_answer(self, answer: Answer) -> None:
        """Show the settings in force."""
        if answer.options is not None:
            self.read.show_options(answer.options)
        source, prepared = answer.source, answer.prepared
        for widget in self._prepared_parts:
            widget.setVisible(source is not None)
        if source is None:
            return
        target = next((c.name for c in source.recipe.columns if c.role is ColumnRole.TARGET), "")
        kinds = {c.kind for c in source.recipe.columns if c.role is ColumnRole.TARGET}
        self.split.show_plan(source.recipe.split, kinds == {Kind.CATEGORY}, target)
        counts = split_counts(prepared) if prepared is not None else dict.fromkeys(Part, 0)
        self.split.show_counts(counts)
        self._show_scaling(source.recipe)

    def _show_scaling(self, recipe: Recipe) -> None:
        used = {c.scaling for c in recipe.columns if c.role is ColumnRole.INPUT and c.kind is Kind.NUMBER}
        self.scaling.setEnabled(bool(used))
        self.scaling.show_key(used.pop().value if len(used) == 1 else None)

    def _arrange(self) -> None:
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = Scrolled(20, 8)
        column = inside.column
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.file)
        column.addLayout(head)
        column.addWidget(section("How the file is read"))
        column.addWidget(self.read)
        inputs = Form()
        inputs.add("Inputs", self.scaling)
        later: list[QLabel | QWidget] = [section("Rows for"), self.split, section("Scaling"), inputs]
        self._prepared_parts = [*later, small("Fitted on the training rows only.")]
        for widget in self._prepared_parts:
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)


def size_words(size: int) -> str:
    """A file's size: 6.2 KB."""
    for unit, factor in _UNITS:
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"
