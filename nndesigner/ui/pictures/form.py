"""The choices of a picture as widgets."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from nndesigner.session.session import Session
from nndesigner.ui.canvas.modes import WORDS, emptiness
from nndesigner.ui.canvas.modes import Mode as Shown
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.pictures.choices import Choices, Colors, remember, remembered
from nndesigner.ui.pictures.wishes import SCALES, Format, Seen, Wishes
from nndesigner.ui.theme import Theme

_FORMATS = {
    Format.PNG: ("PNG, pixels", "For slides, web pages and messages"),
    Format.SVG: ("SVG, lines", "For web pages and drawing programs; sharp at any size, letters as outlines"),
    Format.PDF: ("PDF, lines", "For print and LaTeX; sharp at any size, letters as text"),
}
_COLORS = {Colors.WINDOW: "As the window", Colors.LIGHT: "Light", Colors.DARK: "Dark"}
_GROUND, _NONE = "canvas", "none"
_NO_SCALE = "SVG and PDF have no pixels: they are sharp at any size."


class PictureForm(QWidget):
    """Says what is wished for; every choice is kept for the next time at once."""

    changed = Signal()
    """Something else is wished for."""

    def __init__(self, session: Session, theme: Theme, seen: Seen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._choices, self._seen = remembered(), seen
        self._kind = Chooser("pictureFormat", "Format", "", self._pick_kind)
        self._what = Chooser("pictureShown", "Shows", "", self._pick_shown)
        self._colors = Chooser("pictureColors", "Colours", "Light or dark", self._pick_colors)
        self._scale = Chooser("pictureScale", "Scale", "", self._pick_scale)
        self._ground = Chooser("pictureGround", "Background", "", self._pick_ground)
        self._lines, self._legend, self._title = QCheckBox("Lines"), QCheckBox("Legend"), QLineEdit()
        self._fill()
        self._arrange()
        self._follow()

    @property
    def kind(self) -> Format:
        """The format wished for."""
        return self._choices.kind

    @property
    def wishes(self) -> Wishes:
        """How to draw."""
        return self._choices.wishes(self._theme, self._seen, self._title.text().strip())

    # -- inside

    def _choose(self, choices: Choices) -> None:
        self._choices = choices
        remember(choices)
        self._follow()
        self.changed.emit()

    def _pick_kind(self, key: str) -> None:
        self._choose(replace(self._choices, kind=Format(key)))

    def _pick_shown(self, key: str) -> None:
        self._seen = self._seen._replace(shown=Shown(key))
        self._choose(self._choices)

    def _pick_colors(self, key: str) -> None:
        self._choose(replace(self._choices, colors=Colors(key)))

    def _pick_scale(self, key: str) -> None:
        self._choose(replace(self._choices, scale=int(key)))

    def _pick_ground(self, key: str) -> None:
        self._choose(replace(self._choices, transparent=key == _NONE))

    def _pick_lines(self, on: bool) -> None:
        self._seen = self._seen._replace(lines=on)
        self._choose(self._choices)

    def _pick_legend(self, on: bool) -> None:
        self._choose(replace(self._choices, legend=on))

    def _follow(self) -> None:
        """Show what is chosen."""
        chosen = self._choices
        self._kind.show_key(chosen.kind.value)
        self._kind.setToolTip(_FORMATS[chosen.kind][1])
        self._what.show_key(self._seen.shown.value)
        self._what.setToolTip(WORDS[self._seen.shown].description)
        self._colors.show_key(chosen.colors.value)
        self._scale.show_key(str(chosen.scale))
        pixels = chosen.kind is Format.PNG
        self._scale.setEnabled(pixels)
        self._scale.setToolTip("Pixels for each unit of the canvas" if pixels else _NO_SCALE)
        self._ground.show_key(_NONE if chosen.transparent else _GROUND)
        for box, on in ((self._lines, self._seen.lines), (self._legend, chosen.legend)):
            with QSignalBlocker(box):
                box.setChecked(on)

    def _fill(self) -> None:
        self._kind.offer((kind.value, words) for kind, (words, _) in _FORMATS.items())
        self._what.offer((mode.value, WORDS[mode].title) for mode in Shown)
        for place, mode in enumerate(Shown):
            reason = emptiness(self._session, mode)
            self._what.setItemData(place, reason or WORDS[mode].description, Qt.ItemDataRole.ToolTipRole)
        self._colors.offer((colors.value, words) for colors, words in _COLORS.items())
        self._scale.offer((str(scale), f"{scale} ×") for scale in SCALES)
        self._ground.offer(((_GROUND, "Canvas colour"), (_NONE, "Transparent")))
        self._ground.setToolTip("What is behind the network")
        self._lines.setObjectName("pictureLines")
        self._lines.setToolTip("Draw the connections between neurons")
        self._lines.toggled.connect(self._pick_lines)
        self._legend.setObjectName("pictureLegend")
        self._legend.setToolTip("Say below the network what the colours mean")
        self._legend.toggled.connect(self._pick_legend)
        self._title.setObjectName("pictureTitle")
        self._title.setAccessibleName("Title")
        self._title.setPlaceholderText("none")
        self._title.setToolTip("Written above the network")
        self._title.textChanged.connect(self.changed)

    def _arrange(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, widget in (
            ("Format", self._kind),
            ("Shows", self._what),
            ("Colours", self._colors),
            ("Scale", self._scale),
            ("Background", self._ground),
            ("Title", self._title),
            ("", self._lines),
            ("", self._legend),
        ):
            form.addRow(words, widget)
