"""The SVG file: every line of the network is in it, with its colour and its width, and every word."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPen, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from nndesigner.document import edits
from nndesigner.document.model import Form
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.session import Session
from nndesigner.ui.canvas.modes import Mode as Shown
from nndesigner.ui.fonts import font
from nndesigner.ui.network_sketch import stack_document
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.formats import encoded
from nndesigner.ui.pictures.svg import SvgDevice
from nndesigner.ui.pictures.wishes import Format, Wishes
from nndesigner.ui.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def tick() -> None:
    """Nobody wants to stop."""


def svg(session: Session, wishes: Wishes | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(encoded(Composition(session, wishes or Wishes()), Format.SVG, tick))


def groups(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """By what they are called."""
    return {group.attrib["aria-label"]: group for group in root.iter(f"{SVG}g")}


def lines(root: ElementTree.Element, bundle: str) -> list[ElementTree.Element]:
    return groups(root)[bundle].findall(f"{SVG}path")


def test_there_is_a_line_for_every_weight(iris: Session) -> None:
    root = svg(iris)
    assert len(lines(root, "input → hidden 1")) == 4 * 8
    assert len(lines(root, "hidden 1 → output")) == 8 * 3


def test_removed_weights_are_not_drawn(iris: Session) -> None:
    connection = iris.document.network.connections[0]
    network = iris.document.network
    target, source = network.layer(connection.target), network.layer(connection.source)
    pairs = [(target.neurons[0], source.neurons[1]), (target.neurons[5], source.neurons[3])]
    iris.apply("Remove weights", lambda document: edits.remove_weights(document, connection.id, pairs))
    assert len(lines(svg(iris), "input → hidden 1")) == 4 * 8 - 2


def test_colour_says_the_sign_and_width_the_size(iris: Session) -> None:
    connection = iris.document.network.connections[0]
    drawn = lines(svg(iris), "input → hidden 1")
    weights = iris.parameters.weights[connection.id].ravel()
    expected = weights[np.argsort(np.abs(weights), kind="stable")]
    signs = [LIGHT.plus if weight >= 0 else LIGHT.minus for weight in expected]
    assert [line.attrib["stroke"].upper() for line in drawn] == signs
    widths = [float(line.attrib.get("stroke-width", "1")) for line in drawn]
    opacities = [float(line.attrib.get("stroke-opacity", "1")) for line in drawn]
    assert widths == sorted(widths)
    assert opacities == sorted(opacities)
    assert widths[0] < widths[-1]
    assert opacities[0] < opacities[-1]


def test_swapped_colours_are_swapped_in_the_picture(iris: Session) -> None:
    plain, swapped = (
        lines(svg(iris), "hidden 1 → output"),
        lines(svg(iris, Wishes(swapped=True)), "hidden 1 → output"),
    )
    other = {LIGHT.plus: LIGHT.minus, LIGHT.minus: LIGHT.plus}
    expected = [other[line.attrib["stroke"].upper()] for line in plain]
    assert [line.attrib["stroke"].upper() for line in swapped] == expected


def test_every_word_is_in_the_file(iris: Session) -> None:
    words = groups(svg(iris, Wishes(title="Flowers & <more>")))
    for word in ("input", "hidden 1", "output", "petal length", "versicolor", "weight w", "Flowers & <more>"):
        assert len(words[word].findall(f"{SVG}use")) >= 4, word


def test_every_letter_that_is_used_is_defined_once(iris: Session) -> None:
    root = svg(iris)
    defined = [element.attrib["id"] for element in root.findall(f"{SVG}defs/*")]
    used = {element.attrib[HREF].removeprefix("#") for element in root.iter(f"{SVG}use")}
    assert len(defined) == len(set(defined))
    assert used <= set(defined)


def test_the_legend_can_be_left_out(iris: Session) -> None:
    with_legend, without = svg(iris), svg(iris, Wishes(legend=False))
    assert "weight w" not in groups(without)
    assert float(without.attrib["height"]) < float(with_legend.attrib["height"])


def test_lines_can_be_left_out(iris: Session) -> None:
    names = groups(svg(iris, Wishes(lines=False)))
    assert not {name for name in names if "→" in name}
    assert "weight w" not in names
    assert "activations a" in names


def test_the_ground_has_the_colour_of_the_canvas_or_none(iris: Session) -> None:
    def ground(wishes: Wishes) -> list[str]:
        root = svg(iris, wishes)
        size = root.attrib["width"], root.attrib["height"]
        found = root.findall(f"{SVG}rect")
        return [
            rect.attrib["fill"] for rect in found if (rect.attrib["width"], rect.attrib["height"]) == size
        ]

    assert ground(Wishes()) == [LIGHT.sunken.lower()]
    assert ground(Wishes(dark=True)) == [DARK.sunken.lower()]
    assert ground(Wishes(transparent=True)) == []


def test_the_same_project_makes_the_same_bytes(iris: Session) -> None:
    first, second = (encoded(Composition(iris, Wishes()), Format.SVG, tick) for _ in range(2))
    assert first == second


def test_a_network_without_numbers_for_its_lines_still_has_neurons(iris: Session) -> None:
    iris.replace(stack_document(4, [edits.Hidden(8, "sigmoid")], 3))
    root = svg(iris, Wishes(shown=Shown.ACTIVATIONS))
    assert not {name for name in groups(root) if "→" in name}
    assert len(root.findall(f"{SVG}circle")) == 4 + 8 + 3


def test_every_neuron_of_an_open_layer_is_a_circle(iris: Session) -> None:
    document = stack_document(4, [edits.Hidden(500, "relu")], 3)
    large = document.network.layers[1].id
    iris.replace(edits.set_form(document, [large], Form.OPEN))
    root = svg(iris)
    assert len(root.findall(f"{SVG}circle")) == 4 + 500 + 3
    assert root.findall(f"{SVG}image") == []


def test_a_connection_that_skips_layers_goes_round_them(iris: Session) -> None:
    first, _, last = iris.document.network.layers
    iris.apply("Connect", lambda document: edits.connect(document, first.id, last.id))
    drawn = lines(svg(iris), "input → output")
    assert len(drawn) == 4 * 3
    assert all(line.attrib["d"].count("C") >= 2 for line in drawn)
    assert all(line.attrib["d"].count("M") == 1 for line in drawn)


# -- the paint device


def paint_everything(painter: QPainter) -> None:
    """One of each thing that painters of the canvas paint."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, 200, 160), QColor("#FAFBFC"))
    painter.setPen(QPen(QColor("#2F6BDB"), 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(QColor(224, 123, 40, 120))
    painter.drawEllipse(QPointF(40, 40), 25, 25)
    painter.drawEllipse(QRectF(10, 80, 60, 30))
    painter.drawRoundedRect(QRectF(80, 10, 50, 40), 8, 8)
    painter.drawPolyline(QPolygonF([QPointF(140, 20), QPointF(160, 50), QPointF(190, 15)]))
    painter.setOpacity(0.5)
    painter.drawRect(QRectF(90, 70, 40, 30))
    painter.setOpacity(1.0)
    painter.drawPolygon(QPolygonF([QPointF(140, 70), QPointF(190, 80), QPointF(150, 110)]))
    painter.save()
    painter.translate(100, 130)
    painter.rotate(30)
    painter.drawLine(QPointF(-20, 0), QPointF(20, 0))
    painter.restore()
    painter.setPen(QPen(QColor("#000000"), 5.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPoint(QPointF(30, 140))
    bar = QLinearGradient(QPointF(140, 130), QPointF(190, 130))
    bar.setColorAt(0.0, QColor("#E07B28"))
    bar.setColorAt(1.0, QColor("#2F6BDB"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bar)
    painter.drawRect(QRectF(140, 125, 50, 12))
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    for place, color in enumerate(("#FF0000", "#00FF00", "#0000FF", "#FFFFFF")):
        image.setPixelColor(place % 2, place // 2, QColor(color))
    painter.drawImage(QRectF(60, 120, 20, 20), image)
    painter.setPen(QColor("#1B2027"))
    painter.setFont(font(20, QFont.Weight.DemiBold))
    painter.drawText(QRectF(0, 140, 200, 20), Qt.AlignmentFlag.AlignCenter, "−0.48 wAy")


def rendered(content: bytes) -> QImage:
    image = QImage(400, 320, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        QSvgRenderer(content).render(painter, QRectF(0, 0, 400, 320))
    return image


def pixels(image: QImage) -> FloatArray:
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return flat[..., :3].astype(np.float64)


@pytest.mark.usefixtures("qapp")
def test_the_file_looks_like_what_was_painted() -> None:
    device = SvgDevice(QSizeF(200, 160), "Everything")
    with QPainter(device) as painter:
        paint_everything(painter)
    direct = QImage(400, 320, QImage.Format.Format_RGB32)
    with QPainter(direct) as painter:
        painter.scale(2, 2)
        paint_everything(painter)
    away = np.abs(pixels(rendered(device.file())) - pixels(direct)).max(axis=2)
    # Edges may differ in their antialiasing, areas may not.
    assert away.mean() < 1.5
    assert np.mean(away > 40) < 0.01


@pytest.mark.usefixtures("qapp")
def test_dashes_are_as_long_as_the_pen_says() -> None:
    device = SvgDevice(QSizeF(100, 20), "Dashes")
    with QPainter(device) as painter:
        painter.setPen(QPen(QColor("#000000"), 2.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, 10), QPointF(100, 10))
    line = ElementTree.fromstring(device.file()).find(f"{SVG}path")
    assert line is not None
    assert line.attrib["stroke-dasharray"] == "8 4"
