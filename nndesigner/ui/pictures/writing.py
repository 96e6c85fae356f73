"""Pictures into files, and onto the clipboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from nndesigner.errors import NNDesignerError
from nndesigner.storage.atomic import write_atomically
from nndesigner.ui.canvas.painting.vector import Tick
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.formats import encoded, image_of
from nndesigner.ui.pictures.png import png
from nndesigner.ui.pictures.studio import Work
from nndesigner.ui.pictures.wishes import Format

_MIME_TYPES = {Format.PNG: "image/png", Format.SVG: "image/svg+xml", Format.PDF: "application/pdf"}


def save_picture(composition: Composition, kind: Format, path: Path, tick: Tick) -> None:
    """Draw a picture and write it.

    Raises:
        NNDesignerError: It cannot be drawn, or not be written; a file of that name is as it was.
    """
    content = encoded(composition, kind, tick)

    def write(file: BinaryIO) -> None:
        file.write(content)

    write_atomically(path, write, error=NNDesignerError)


def written(path: Path, kind: Format) -> Work:
    """The work of drawing a picture into a file; it returns the path."""

    def work(composition: Composition, tick: Tick) -> Path:
        save_picture(composition, kind, path, tick)
        return path

    return work


@dataclass(frozen=True, eq=False)
class Copied:
    """A picture in all formats, and as pixels that need not be unpacked."""

    files: Mapping[Format, bytes]
    image: QImage


def every_format(composition: Composition, tick: Tick) -> Copied:
    """The work of drawing a picture in all formats."""
    image = image_of(composition, composition.wishes.scale, tick)
    lines = {kind: encoded(composition, kind, tick) for kind in (Format.SVG, Format.PDF)}
    return Copied({Format.PNG: png(image), **lines}, image)


def mime_data(copied: Copied) -> QMimeData:
    """A picture for the clipboard: every program takes from it the format that it likes best."""
    data = QMimeData()
    data.setImageData(copied.image)
    for kind, content in copied.files.items():
        data.setData(_MIME_TYPES[kind], content)
    return data
