"""What the window remembers between two runs. None of it belongs to a project, none of it dirties one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from nndesigner.ui.theme import Mode

NAME = "NN Designer"
_THEME = "theme"
_STATE = "window"


def settings() -> QSettings:
    """The store; its format and place are Qt's defaults, which tests turn to an empty folder."""
    return QSettings(QSettings.defaultFormat(), QSettings.Scope.UserScope, NAME, NAME)


def keep_in(folder: Path) -> None:
    """Remember everything from now on in a folder of its own, away from what the user chose."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))


def theme_mode() -> Mode:
    """The theme the user chose, the system's until then."""
    stored = str(settings().value(_THEME, Mode.SYSTEM.value))
    return Mode(stored) if stored in tuple(Mode) else Mode.SYSTEM


def remember_theme(mode: Mode) -> None:
    """Keep the theme for the next start."""
    settings().setValue(_THEME, mode.value)


def switched(name: str, otherwise: bool) -> bool:
    """Whether something that the user switches on and off is on; `otherwise` until they have."""
    return str(settings().value(f"switches/{name}", otherwise)).lower() == "true"


def remember_switch(name: str, on: bool) -> None:
    """Keep whether it is on for the next start."""
    settings().setValue(f"switches/{name}", "true" if on else "false")


def window_state(part: str) -> QByteArray | None:
    """Geometry or splitter sizes as Qt packed them; None if nothing, or nothing usable, is stored."""
    stored = settings().value(f"{_STATE}/{part}")
    return stored if isinstance(stored, QByteArray) else None


def remember_state(part: str, state: QByteArray) -> None:
    """Keep geometry or splitter sizes for the next start."""
    settings().setValue(f"{_STATE}/{part}", state)


def shown(panel: str) -> bool:
    """Whether the user wants to see a panel."""
    return str(settings().value(f"panels/{panel}", "true")).lower() == "true"


def remember_shown(panel: str, visible: bool) -> None:
    """Keep whether a panel is wanted."""
    settings().setValue(f"panels/{panel}", "true" if visible else "false")
