"""`nndesigner demo`: the main job on a bundled example, in the window or, without a display, as pictures."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from nndesigner.commands.command import Command, say
from nndesigner.commands.window import explained, has_display, open_window

_FOLDER = "nndesigner-demo"
_SECONDS = 20.0
"""How long the offscreen demonstration trains."""


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        type=Path,
        help=f"leave pictures and the trained project there and open no window (default: ./{_FOLDER})",
    )
    parser.add_argument("--offscreen", action="store_true", help="open no window even if there is a display")


def _run(arguments: argparse.Namespace) -> int:
    if has_display() and not arguments.offscreen and arguments.output is None:
        return open_window(None, demo=True)
    return _offscreen(arguments.output or Path(_FOLDER))


def _offscreen(folder: Path) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from nndesigner.ui.demo import run_offscreen_demo
    except ImportError as problem:
        raise explained(problem) from problem
    say("Training the bundled handwritten digits, without a display.")
    made = run_offscreen_demo(folder, seconds=_SECONDS)
    say("Look at what it made:")
    for path in made:
        say(f"  {path}")
    return 0


COMMAND = Command(
    name="demo",
    summary="train a bundled example and look on",
    description="Open the window on the bundled digits and start training. Without a display the same "
    "happens offscreen, and pictures of the window and the trained project are left in a folder.",
    configure=_configure,
    run=_run,
)
