"""Small things that several pictures paint: labels that fit, colour bars, hatching."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter

from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import number
from nndesigner.ui.theme import Theme

BAR_WIDTH = 10
BAR_SPACE = 84
"""Width that a colour bar takes with its numbers and the space before it."""
_BAR_GAP = 16
_LABEL_GAP = 6
_LINE = 14
_THINNEST = 1e-3
_NAMED_FROM = 44
"""Cells from this width on are named even if the names must be shortened."""
_FEW = 40
"""So many cells may be named if all names fit."""


def small_metrics() -> QFontMetricsF:
    """Metrics of labels."""
    return QFontMetricsF(font(SMALL))


def widest(names: Sequence[str], limit: float, sample: int = 200) -> float:
    """Width of the widest of some names in the label font, at most `limit`; long lists are sampled."""
    metrics = small_metrics()
    step = max(1, len(names) // sample)
    found = max((metrics.horizontalAdvance(name) for name in names[::step]), default=0.0)
    return math.ceil(min(found, limit)) + 1


def elided(text: str, width: float) -> str:
    """The text, shortened with … to fit."""
    return small_metrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


def every(size: float, needed: float) -> int:
    """Label every so many cells of a size so that labels of the needed size do not touch."""
    step = 1
    while step * max(size, _THINNEST) < needed:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def cell_labels(names: Sequence[str], width: float, by_number: bool = True) -> list[tuple[int, str]]:
    """What to write under cells of a width: their names, or some of their numbers if those have no room.

    Returns:
        Position and words of each label.
    """
    room = width - 4
    fits = all(small_metrics().horizontalAdvance(name) <= room for name in names[:_FEW])
    if (fits and len(names) <= _FEW) or width >= _NAMED_FROM or not by_number:
        return [(at, elided(name, max(room, 0.0))) for at, name in enumerate(names)]
    count = len(names)
    step = every(width, 7 * len(str(count)) + 6)
    marks = list(range(step - 1, count, step))
    if step > 2:
        marks.insert(0, 0)
    return [(at, str(at + 1)) for at in marks]


def signed_limit(limit: float) -> str:
    """The upper end of a scale: +1.6."""
    return f"+{short_number(limit)}"


def short_number(value: float) -> str:
    """A round number without its trailing zeros: 1.6, 0.05, −2."""
    text = number(value)
    factor, times, power = text.partition("·")
    return f"{_trimmed(factor)}{times}{power}"


def paint_color_bar(
    painter: QPainter, theme: Theme, area: QRectF, limit: float, signed: bool = True, unit: str = ""
) -> None:
    """Paint a colour bar with its range at the right of a picture.

    Args:
        painter: Where to.
        theme: For the colours.
        area: The picture that it belongs to.
        limit: Value at its upper end.
        signed: Whether its lower end is −limit; else it is 0.
        unit: Word under the lowest number.
    """
    bar = QRectF(area.right() + _BAR_GAP, area.top(), BAR_WIDTH, max(area.height(), 3 * _LINE))
    colors = theme.diverging()
    gradient = QLinearGradient(bar.bottomLeft(), bar.topLeft())
    stops = ((0.0, 0 if signed else 128), (0.5, 128 if signed else 192), (1.0, 255))
    for place, entry in stops:
        gradient.setColorAt(place, QColor(*(int(part) for part in colors[entry, :3])))
    painter.setPen(theme.color("line"))
    painter.setBrush(gradient)
    painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setFont(font(SMALL))
    painter.setPen(theme.color("muted"))
    marks = [(signed_limit(limit) if signed else short_number(limit), bar.top() + _LINE / 2)]
    if signed:
        marks.append(("0", bar.center().y()))
    marks.append((signed_limit(-limit).lstrip("+") if signed else "0", bar.bottom() - _LINE / 2))
    for text, y in marks:
        label = QRectF(bar.right() + _LABEL_GAP, y - _LINE / 2, BAR_SPACE, _LINE)
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    if unit:
        below = QRectF(bar.left() - _BAR_GAP, bar.bottom() + 2, BAR_SPACE, _LINE)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, unit)


def hatch(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """Fill with the pattern of what is not there."""
    painter.setBrushOrigin(QPointF(area.topLeft()))
    painter.fillRect(area, theme.color("sunken"))
    painter.fillRect(area, QBrush(theme.color("line"), Qt.BrushStyle.BDiagPattern))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
