"""PDF and PNG: sizes, grounds, and the same bytes every time."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.errors import NNDesignerError
from nndesigner.session.session import Session
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.formats import encoded, image_of
from nndesigner.ui.pictures.ink import inked
from nndesigner.ui.pictures.wishes import Format, Wishes
from nndesigner.ui.pictures.writing import save_picture
from nndesigner.ui.theme import LIGHT


def tick() -> None:
    """Nobody wants to stop."""


def file(session: Session, kind: Format, wishes: Wishes | None = None) -> bytes:
    return encoded(Composition(session, wishes or Wishes()), kind, tick)


def page(content: bytes) -> bytes:
    """What is drawn on the one page of a PDF."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return max(found, key=len)


# -- PDF


def test_a_pdf_has_one_page_of_the_size_of_the_picture(iris: Session) -> None:
    content, size = file(iris, Format.PDF), Composition(iris, Wishes()).size
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b(?!s)", content)) == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert box is not None
    assert [float(part) for part in box.groups()] == [size.width() * 0.75, size.height() * 0.75]


def test_a_pdf_draws_curves_and_letters_and_no_pixels(iris: Session) -> None:
    content = file(iris, Format.PDF)
    drawn = page(content)
    assert len(re.findall(rb"\bc\n", drawn)) >= 4 * 8 + 8 * 3
    assert b"Tj" in drawn or b"TJ" in drawn
    assert b"/Subtype /Image" not in content
    assert b"Inter" in content


def test_the_same_project_makes_the_same_pdf_at_any_time(
    iris: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = file(iris, Format.PDF)
    assert b"Date" not in first.replace(b"LastModifiedDate", b"")
    assert file(iris, Format.PDF) == first


def test_pixels_in_a_pdf_keep_their_colours_and_their_edges(
    session: Session, digits_data: DataSource, qapp: QApplication
) -> None:
    session.replace(edits.new_network(edits.set_data(Document.empty(), digits_data)))
    content = file(session, Format.PDF)
    width = re.search(rb"/Width (\d+)", content)
    assert b"/Subtype /Image" in content
    assert b"DCTDecode" not in content
    assert width is not None
    assert int(width[1]) % 8 == 0
    assert int(width[1]) >= 500


# -- PNG


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_png_has_so_many_pixels_per_unit(iris: Session, scale: int) -> None:
    wishes = Wishes(scale=scale)
    image = QImage.fromData(file(iris, Format.PNG, wishes))
    size = Composition(iris, wishes).size
    assert (image.width(), image.height()) == (size.width() * scale, size.height() * scale)
    assert image.dotsPerMeterX() == pytest.approx(96 * scale / 0.0254, abs=1)


def test_the_ground_of_a_png_is_the_canvas_or_nothing(iris: Session) -> None:
    plain = QImage.fromData(file(iris, Format.PNG))
    clear = QImage.fromData(file(iris, Format.PNG, Wishes(transparent=True)))
    assert plain.pixelColor(1, 1).name().upper() == LIGHT.sunken
    assert not plain.hasAlphaChannel()
    assert clear.pixelColor(1, 1).alpha() == 0


def test_the_same_project_makes_the_same_png(iris: Session) -> None:
    assert file(iris, Format.PNG) == file(iris, Format.PNG)


def test_nothing_touches_the_edge_of_the_picture(iris: Session) -> None:
    image = image_of(Composition(iris, Wishes(transparent=True, title="Iris")), 1.0, tick)
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 3]
    margin = 16
    assert not alpha[:margin].any()
    assert not alpha[-margin:].any()
    assert not alpha[:, :margin].any()
    assert not alpha[:, -margin:].any()
    assert alpha.any()


def test_a_picture_with_too_many_pixels_is_refused(iris: Session) -> None:
    with pytest.raises(NNDesignerError, match="pixels large") as refusal:
        image_of(Composition(iris, Wishes()), 100.0, tick)
    assert "SVG or PDF" in refusal.value.remedy


# -- writing


def test_a_picture_that_cannot_be_written_leaves_nothing(iris: Session, tmp_path: Path) -> None:
    with pytest.raises(NNDesignerError, match="no folder"):
        save_picture(Composition(iris, Wishes()), Format.SVG, tmp_path / "gone" / "net.svg", tick)
    assert list(tmp_path.iterdir()) == []


def test_stopping_leaves_the_old_file(iris: Session, tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    path = tmp_path / "net.pdf"
    path.write_bytes(b"old")
    for kind in Format:
        with pytest.raises(KeyboardInterrupt):
            save_picture(Composition(iris, Wishes()), kind, path, stop)
    assert [each.name for each in tmp_path.iterdir()] == ["net.pdf"]
    assert path.read_bytes() == b"old"


@pytest.mark.usefixtures("qapp")
def test_ink_is_measured_where_it_is() -> None:
    def paint(painter: QPainter) -> None:
        painter.fillRect(QRectF(30, 40, 20, 10), Qt.GlobalColor.black)

    assert inked(QRectF(-100, -50, 400, 300), paint) == QRectF(30, 40, 20, 10)
    assert inked(QRectF(-100, -50, 20, 20), paint).isEmpty()
