"""The bundled typeface. Its figures have one width, so that numbers do not jitter while they change."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from nndesigner.resource_files import resource_path

FAMILY = "Inter"
TEXT = 13
"""Size of ordinary text in pixels."""
TITLE = 15
"""Size of panel titles."""
SMALL = 11
"""Size of section labels."""
_FACES = ("Regular", "Medium", "SemiBold", "Bold")
_TABULAR = "tnum"


@cache
def load_fonts() -> None:
    """Make the bundled typeface known to Qt. Call it once a QApplication exists; more calls do nothing.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    for face in _FACES:
        QFontDatabase.addApplicationFont(str(resource_path(f"fonts/Inter-{face}.otf")))


def font(
    pixel_size: int = TEXT, weight: QFont.Weight = QFont.Weight.Normal, tabular: bool = True
) -> QFont:
    """The typeface of the window.

    Args:
        pixel_size: Height in device-independent pixels.
        weight: Normal, Medium, DemiBold or Bold; these four are bundled.
        tabular: Whether all figures have the same width.
    """
    made = QFont(FAMILY)
    made.setPixelSize(pixel_size)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag(_TABULAR), 1)
    return made
