"""`nndesigner export`: a picture of the network as a file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np

from nndesigner.commands.command import Command, say
from nndesigner.commands.options import add_project
from nndesigner.commands.window import explained
from nndesigner.errors import DataError, UsageError
from nndesigner.session.session import Session
from nndesigner.storage.project import load_project

PIXELS = ".png"
ENDINGS = (".svg", ".pdf", PIXELS)
SHOWN = ("weights", "activations", "errors", "gradients", "biases")
"""What can be shown here."""
_CHANGE = "change"
"""What only the window can show."""
_LIGHT, _DARK = "light", "dark"
_SCALE, _LARGEST_SCALE = 2, 8


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "output", metavar="OUT", type=Path, help=f"the file to make; it ends in {', '.join(ENDINGS)}"
    )
    parser.add_argument(
        "--theme", choices=(_LIGHT, _DARK), default=_LIGHT, help=f"its colours (default: {_LIGHT})"
    )
    parser.add_argument(
        "--show",
        type=_shown,
        choices=SHOWN,
        default=SHOWN[0],
        help=f"what lines and neurons show (default: {SHOWN[0]}); their change in the last epoch is known "
        "only to the window",
    )
    parser.add_argument(
        "--row", metavar="N", type=int, help="the row of the data that neurons show (default: the first used)"
    )
    parser.add_argument(
        "--scale", metavar="N", type=int, help=f"size of {PIXELS}, 1 to {_LARGEST_SCALE} (default: {_SCALE})"
    )
    parser.add_argument("--title", metavar="WORDS", default="", help="words above the network")
    parser.add_argument("--transparent", action="store_true", help="leave the background out")
    parser.add_argument("--no-lines", action="store_true", help="draw no connections")
    parser.add_argument("--no-legend", action="store_true", help="do not explain the colours")


def _run(arguments: argparse.Namespace) -> int:
    output: Path = arguments.output
    scale = _scale(arguments.scale, _ending(output))
    if output.resolve() == arguments.project.resolve():
        raise UsageError(f"The picture would overwrite “{output}”.", remedy="Give it another name.")
    session = Session(load_project(arguments.project))
    if arguments.row is not None:
        session.look_at(_place(session, arguments.row))
    # A picture needs no display, and is the same with and without one.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from nndesigner.ui.pictures.headless import export_picture
    except ImportError as problem:
        raise explained(problem) from problem
    words = export_picture(
        session,
        output,
        arguments.show,
        dark=arguments.theme == _DARK,
        scale=scale,
        title=arguments.title,
        transparent=arguments.transparent,
        lines=not arguments.no_lines,
        legend=not arguments.no_legend,
    )
    say(f"Made {output}. {words}")
    return 0


def _shown(word: str) -> str:
    if word == _CHANGE:
        raise argparse.ArgumentTypeError(
            "the change in the last epoch is known only to the window that trained it. Use File, Export "
            f"picture there, or choose one of {', '.join(SHOWN)}"
        )
    return word


def _ending(output: Path) -> str:
    ending = output.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(
            f"“{output.name}” does not end in a kind of picture.",
            remedy=f"Choose one of {', '.join(ENDINGS)}.",
        )
    return ending


def _scale(given: int | None, ending: str) -> int:
    if given is None:
        return _SCALE
    if ending != PIXELS:
        raise UsageError(f"A {ending} picture has no scale.", remedy="It is sharp at any size.")
    if not 1 <= given <= _LARGEST_SCALE:
        raise UsageError(f"{given} is not a scale.", remedy=f"Choose 1 to {_LARGEST_SCALE}.")
    return given


def _place(session: Session, row: int) -> int:
    """Where a row of the table is among those that are used."""
    data = session.document.data
    if data is None:
        raise DataError("The project has no data.", remedy="Leave --row out.")
    found = np.flatnonzero(data.prepared.rows == row - 1)
    if not found.size:
        raise UsageError(f"The data has no row {row} that is used.", remedy="Choose another --row.")
    return int(found[0])


COMMAND = Command(
    name="export",
    summary="make a picture of the network",
    description="Make a picture of the network as SVG, PDF or PNG, the same as File, Export picture makes in "
    "the window. SVG and PDF are drawn with lines and sharp at any size. No display is needed, and the same "
    "project makes the same file.",
    configure=_configure,
    run=_run,
)
