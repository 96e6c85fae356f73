"""Opening the window, the only place where the command line loads Qt; and saying what is missing for it."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from pathlib import Path

from nndesigner.errors import NNDesignerError

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
"""Debian package by system library, for what Qt always needs. The set-up scripts install the same."""
X_PACKAGES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""The same for a window on an X display. Without these Qt ends the process, so they are looked for first."""

_LIBRARY = re.compile(r"lib[\w.+-]+\.so(?:\.\d+)*")


def open_window(project: Path | None, *, demo: bool = False) -> int:
    """Open the window and return its exit code when it is closed.

    Args:
        project: The file to open in it.
        demo: Open the bundled digits and start training.

    Raises:
        NNDesignerError: There is no display, or a library is missing.
    """
    check_display()
    try:
        from nndesigner.ui.app import run
    except ImportError as problem:
        raise explained(problem) from problem
    return run(project, demo=demo)


def has_display() -> bool:
    """Whether a window could be seen by anybody."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def check_display() -> None:
    """Find out what would make Qt end the process, before it is loaded.

    Raises:
        NNDesignerError: There is no display, or a library for it is missing.
    """
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or (platform and not platform.startswith("xcb")):
        return
    if not has_display():
        raise NNDesignerError(
            "There is no display to open a window on.",
            remedy="Run “nndesigner demo” to see pictures, or “nndesigner --help” for the commands.",
        )
    if os.environ.get("WAYLAND_DISPLAY") and not platform:
        return
    missing = [package for library, package in X_PACKAGES.items() if not _loads(library)]
    if missing:
        raise _missing(missing)
    if not _x_display_answers():
        raise NNDesignerError(
            "The display does not answer, so no window can be opened on it.",
            where=f"DISPLAY={os.environ.get('DISPLAY', '')}",
            remedy="Set DISPLAY to one that runs, or run “nndesigner demo --offscreen” to see pictures.",
        )


def explained(problem: ImportError) -> ImportError | NNDesignerError:
    """What the user can do about Qt not loading; the error itself where it is a defect of this program."""
    library = _LIBRARY.search(str(problem))
    if library is not None:
        # Qt names only the first one; whoever lacks one lacks others, so all are named at once.
        found = [package for name, package in PACKAGES.items() if not _loads(name)]
        return _missing(found or [PACKAGES.get(library.group(), library.group())])
    if (problem.name or "").split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph", "qtawesome"):
        return NNDesignerError(
            f"The window needs {(problem.name or '').split('.')[0]}, which is not installed.",
            remedy="Install NN Designer again: pip install --force-reinstall nndesigner",
        )
    return problem


def _missing(packages: list[str]) -> NNDesignerError:
    names = " ".join(dict.fromkeys(packages))
    plural = "A system library is" if len(set(packages)) == 1 else "System libraries are"
    return NNDesignerError(
        f"{plural} missing that the window needs.", remedy=f"On Debian or Ubuntu: sudo apt install {names}"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x_display_answers() -> bool:
    """Whether the X display can be connected to, asked through the library that Qt asks through."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed
