"""What this program is, and whose work is in it."""

from __future__ import annotations

import platform

import numpy
import PySide6
from PySide6.QtWidgets import QWidget

from nndesigner import __version__
from nndesigner.ui.dialogs.plain import PlainDialog, reading

_WIDTH = 440


class AboutDialog(PlainDialog):
    """Version, licences, versions of what it stands on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("aboutDialog", "About NN Designer", reading(about_text(), _WIDTH), parent)


def about_text() -> str:
    """The text as rich text."""
    return f"""
<p style="font-size:20px; font-weight:600">NN Designer {__version__}</p>
<p>Draw a neural network, watch it think, see it learn.</p>
<p>Free software under the MIT licence.</p>
<p>It stands on Qt and PySide6 {PySide6.__version__} (LGPL 3), NumPy {numpy.__version__} (BSD),
pandas (BSD), pyqtgraph (MIT), msgspec (BSD), safetensors (Apache 2.0)
and Python {platform.python_version()}.</p>
<p>The typeface is Inter (SIL Open Font License 1.1), the icons are Phosphor (MIT) by way of QtAwesome (MIT).
The bundled data sets are from the UCI Machine Learning Repository (CC BY 4.0); their sources are named
in the file DATASETS.md beside them.</p>
"""
