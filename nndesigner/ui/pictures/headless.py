"""Pictures without a window, as the command line makes them."""

from __future__ import annotations

from pathlib import Path

from nndesigner.errors import NetworkError, NNDesignerError
from nndesigner.session.session import Session
from nndesigner.ui.app import make_application
from nndesigner.ui.canvas.modes import WORDS, Mode, emptiness
from nndesigner.ui.fonts import load_fonts
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.facts import facts
from nndesigner.ui.pictures.wishes import Format, Wishes
from nndesigner.ui.pictures.writing import save_picture


def export_picture(
    session: Session,
    path: Path,
    show: str,
    *,
    dark: bool,
    scale: int,
    title: str,
    transparent: bool,
    lines: bool,
    legend: bool,
) -> str:
    """Write a picture of a session's network, in the format that the file's name ends in.

    Args:
        session: Its row is the one that neurons show.
        path: Ends in one of the formats.
        show: Value of a `Mode`.
        dark, scale, title, transparent, lines, legend: As in `Wishes`.

    Returns:
        How large it is, and how many lines are drawn.

    Raises:
        NNDesignerError: There is nothing to show, or the file cannot be written.
    """
    shown, kind = Mode(show), Format.of(path) or Format.PNG
    _check(session, shown)
    make_application()
    load_fonts()
    wishes = Wishes(
        dark=dark,
        shown=shown,
        lines=lines,
        scale=scale,
        transparent=transparent,
        legend=legend,
        title=title.strip(),
    )
    composition = Composition(session, wishes)
    save_picture(composition, kind, path, lambda: None)
    return facts(composition, kind)


def _check(session: Session, shown: Mode) -> None:
    if not session.document.network.layers:
        raise NetworkError("The project has no network yet.", remedy="Draw one in the window first.")
    reason = emptiness(session, shown) if shown.of_row else ""
    if reason:
        raise NNDesignerError(f"There are no {WORDS[shown].title.lower()} to show.", remedy=reason)
