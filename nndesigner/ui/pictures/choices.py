"""What the user chose for pictures the last time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QStandardPaths

from nndesigner.ui import preferences
from nndesigner.ui.pictures.wishes import SCALES, Format, Seen, Wishes
from nndesigner.ui.theme import Theme

_GROUP = "picture"

Kind = TypeVar("Kind", bound=StrEnum)


class Colors(StrEnum):
    """The colours of a picture."""

    WINDOW = "window"
    LIGHT = "light"
    DARK = "dark"

    def dark(self, theme: Theme) -> bool:
        """Whether they are those of the dark theme."""
        return theme.dark if self is Colors.WINDOW else self is Colors.DARK


@dataclass(frozen=True)
class Choices:
    """What is remembered; what is shown follows the canvas, and a title belongs to one picture."""

    kind: Format = Format.PNG
    colors: Colors = Colors.WINDOW
    scale: int = 2
    transparent: bool = False
    legend: bool = True

    def wishes(self, theme: Theme, seen: Seen, title: str = "") -> Wishes:
        """How to draw, in a window with this theme."""
        return Wishes(
            self.colors.dark(theme),
            theme.swapped,
            seen.shown,
            seen.lines,
            self.scale,
            self.transparent,
            self.legend,
            title,
        )


def remembered() -> Choices:
    """The choices of the last time; what cannot be understood is as at the first time."""
    first = Choices()
    scale = _stored("scale", str(first.scale))
    return Choices(
        _one_of(Format, "format", first.kind),
        _one_of(Colors, "colors", first.colors),
        next((known for known in SCALES if str(known) == scale), first.scale),
        _stored("transparent", "false") == "true",
        _stored("legend", "true") == "true",
    )


def remember(choices: Choices) -> None:
    """Keep choices for the next time."""
    _store("format", choices.kind.value)
    _store("colors", choices.colors.value)
    _store("scale", str(choices.scale))
    _store("transparent", "true" if choices.transparent else "false")
    _store("legend", "true" if choices.legend else "false")


def folder() -> Path:
    """Where the last picture went, as long as that is there; else among the user's pictures."""
    stored = Path(_stored("folder", ""))
    if stored.is_absolute() and stored.is_dir():
        return stored
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))


def remember_folder(chosen: Path) -> None:
    """Keep where a picture went."""
    _store("folder", str(chosen))


def _one_of(kinds: type[Kind], name: str, otherwise: Kind) -> Kind:
    stored = _stored(name, otherwise.value)
    return next((kind for kind in kinds if kind.value == stored), otherwise)


def _stored(name: str, otherwise: str) -> str:
    return str(preferences.settings().value(f"{_GROUP}/{name}", otherwise))


def _store(name: str, value: str) -> None:
    preferences.settings().setValue(f"{_GROUP}/{name}", value)
