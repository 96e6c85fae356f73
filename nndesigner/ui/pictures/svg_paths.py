"""Numbers and curves as SVG writes them."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

_LETTERS = {
    QPainterPath.ElementType.MoveToElement: "M",
    QPainterPath.ElementType.LineToElement: "L",
    QPainterPath.ElementType.CurveToElement: "C",
    QPainterPath.ElementType.CurveToDataElement: " ",
}


def plain(number: float, digits: int = 2) -> str:
    """A number with so many digits behind the point, but without needless zeros."""
    text = f"{number:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return "0" if text == "-0" else text


def point(x: float, y: float, digits: int = 2) -> str:
    """A point of a path."""
    return f"{plain(x, digits)} {plain(y, digits)}"


def box(area: QRectF) -> str:
    """A rectangle as attributes."""
    return (
        f' x="{plain(area.x())}" y="{plain(area.y())}"'
        f' width="{plain(area.width())}" height="{plain(area.height())}"'
    )


def path_data(path: QPainterPath, digits: int = 2) -> str:
    """The curves of a path, with so many digits behind the point."""
    elements = (path.elementAt(place) for place in range(path.elementCount()))
    return "".join(_LETTERS[element.type] + point(element.x, element.y, digits) for element in elements)
