"""What the standalone program needs beyond what PyInstaller finds by itself, and what it can do without."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

Entry = tuple[str, str, str]
"""One file of the program: its place in the folder, where it comes from, and PyInstaller's kind of it."""

# Qt is linked against these, whether or not anything is drawn with them. PyInstaller leaves them to the
# desktop; a machine without one has none. They only dispatch: with no OpenGL in use they load no driver.
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


def without_orphans(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out the libraries that only files left out before have asked for.

    Args:
        entries: All libraries, extension modules and plugins. Libraries of the system are at the top.
    """
    entries = list(entries)
    if not sys.platform.startswith("linux"):
        return entries
    shared = {name for name, _, kind in entries if kind != "EXTENSION" and _is_library(name)}
    needed: set[str] = set()
    for name, origin, _ in entries:
        if name not in shared:
            needed |= _libraries_of(origin)
    return [entry for entry in entries if entry[0] not in shared or Path(entry[0]).name in needed]


def _is_library(name: str) -> bool:
    """Whether it is there for others to link to: everything else is loaded by its name by Python or Qt."""
    place = Path(name)
    at_the_top = len(place.parts) == 1 and not place.name.startswith("libpython")
    return place.parent.as_posix() == "PySide6/Qt/lib" or at_the_top


def _libraries_of(origin: str) -> set[str]:
    """The names of all libraries that one file is linked to, also through others."""
    answer = subprocess.run(["ldd", origin], capture_output=True, text=True, check=False).stdout
    return {Path(line.split()[0]).name for line in answer.splitlines() if line.strip()}


def without_debug_information(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """Replace the parts of a self-built Python by copies without debugging information, a third as large.

    Args:
        entries: As PyInstaller has collected them.
        work: A folder for the copies.
    """
    strip = shutil.which("strip")
    own = Path(sys.base_prefix)
    if not sys.platform.startswith("linux") or strip is None or own == Path("/usr"):
        return list(entries)
    made = []
    for name, origin, kind in entries:
        if Path(origin).is_relative_to(own):
            copy = work / "stripped" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run([strip, "--strip-debug", "-o", str(copy), origin], check=True)
            origin = str(copy)
        made.append((name, origin, kind))
    return made


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
