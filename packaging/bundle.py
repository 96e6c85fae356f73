"""What the standalone program needs beyond what PyInstaller finds by itself."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

Entry = tuple[str, str, str]
"""One file of the program: its place in the folder, where it comes from, and PyInstaller's kind of it."""

# Qt is linked against these, whether or not anything is drawn with them. PyInstaller leaves them to the desktop; a
# machine without one has none. They are only the dispatchers: with no OpenGL in use they load no driver.
_LEFT_TO_THE_DESKTOP = ("libGL.so.1", "libGLX.so.0", "libGLdispatch.so.0", "libEGL.so.1", "libxcb.so.1")


def carried_libraries(found: Iterable[Entry]) -> list[Entry]:
    """Return the entries of the system libraries that must come along although PyInstaller leaves them out.

    Args:
        found: What it has found; nothing is returned twice.

    Raises:
        OSError: One of them is not installed here, so that the program would not start elsewhere either.
    """
    if not sys.platform.startswith("linux"):
        return []
    there = {name for name, _, _ in found}
    return [(name, str(_loaded_from(name)), "BINARY") for name in _LEFT_TO_THE_DESKTOP if name not in there]


def _loaded_from(library: str) -> Path:
    """Where the loader finds a library: only it knows its path for certain."""
    ctypes.CDLL(library)
    maps = Path("/proc/self/maps").read_text(encoding="utf-8")
    stem = library.partition(".so")[0] + ".so"
    for line in maps.splitlines():
        path = Path(line.split(maxsplit=5)[-1])
        if path.name.startswith(stem):
            return path
    raise OSError(f"{library} is loaded, but from no file.")


def window_icon(drawing: Path, work: Path) -> str | None:
    """Return an icon in the format of this system's executables; Linux keeps none in them.

    Args:
        drawing: The SVG it is made from.
        work: A folder for the result.
    """
    suffix = {"win32": ".ico", "darwin": ".icns"}.get(sys.platform)
    if suffix is None:
        return None
    icon = work / f"nndesigner{suffix}"
    code = (
        "import sys; from PySide6.QtGui import QGuiApplication, QIcon;"
        "app = QGuiApplication([]);"
        "sys.exit(not QIcon(sys.argv[1]).pixmap(256, 256).save(sys.argv[2]))"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", code, str(drawing), str(icon)], env=environment, check=True)
    return str(icon)
