"""Commands of the View menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nndesigner.ui import conditions, preferences
from nndesigner.ui.actions import EVERYWHERE, Action, Does, Window
from nndesigner.ui.canvas.modes import WORDS
from nndesigner.ui.canvas.modes import Mode as Shown
from nndesigner.ui.focus import show_context_menu
from nndesigner.ui.theme import SWAPPED, Mode

PANELS = {
    "palette": "Palette and outline",
    "inspector": "Inspector",
    "progress": "Cost and accuracy",
    "details": "Weights, errors, evaluation, data",
}
"""The panels that can be hidden."""


def _theme(mode: Mode) -> Does:
    return lambda window: window.set_theme(mode)


def _show(mode: Shown) -> Does:
    return lambda window: window.canvas.show_mode(mode)


def _is_shown(mode: Shown) -> Callable[[Window], bool]:
    return lambda window: window.canvas.display.mode is mode


def _panel(panel: str) -> Does:
    return lambda window: window.toggle_panel(panel)


def _swap_colors(window: Window) -> None:
    swapped = not window.theme.swapped
    preferences.remember_switch(SWAPPED, swapped)
    window.theme.swap(swapped)


VIEW: Mapping[str, Action] = {
    "fit": Action("Fit", lambda window: window.canvas.fit(), ("Ctrl+0",), "fit", "Show the whole network"),
    "zoom-in": Action("Zoom in", lambda window: window.canvas.zoom_in(), ("Ctrl++", "Ctrl+="), "zoom-in"),
    "zoom-out": Action("Zoom out", lambda window: window.canvas.zoom_out(), ("Ctrl+-",), "zoom-out"),
    "zoom-actual": Action(
        "100 %", lambda window: window.canvas.zoom_actual(), ("Ctrl+1",), hint="Actual size"
    ),
    "zoom-selection": Action(
        "Zoom to selection",
        lambda window: window.canvas.looking.zoom_to_selection(),
        ("Ctrl+2",),
        "zoom-selection",
        "Show what is selected as large as it fits",
        off=conditions.selection,
    ),
    "focus-mode": Action(
        "Focus mode",
        lambda window: window.canvas.looking.aids.toggle_focus(),
        ("Ctrl+Shift+F",),
        hint="Show the connections of what is selected, and dim all others (F on the canvas)",
        checkable=True,
        on=lambda window: window.canvas.looking.aids.focus,
        off=conditions.network,
    ),
    "hide-weights": Action(
        "Hide the weights",
        lambda window: window.canvas.looking.aids.toggle_lines(),
        ("Ctrl+Shift+W",),
        hint="Draw no lines (W on the canvas)",
        checkable=True,
        on=lambda window: window.canvas.looking.aids.lines_hidden,
        off=conditions.network,
    ),
    "mini-map": Action(
        "Mini-map",
        lambda window: window.canvas.looking.aids.toggle_map(),
        ("Ctrl+Shift+Y",),
        hint="A small picture of the whole network when part of it is out of sight (M on the canvas)",
        checkable=True,
        on=lambda window: window.canvas.looking.aids.map_wanted,
    ),
    "swap-colors": Action(
        "Swap plus and minus colours",
        _swap_colors,
        hint="Let orange be plus and blue minus, or the other way round",
        pages=EVERYWHERE,
        checkable=True,
        on=lambda window: window.theme.swapped,
    ),
    "context-menu": Action(
        "Context menu",
        lambda _window: show_context_menu(),
        ("Shift+F10",),
        hint="Open the menu of what has the keyboard focus",
        pages=EVERYWHERE,
    ),
    "next-panel": Action("Next panel", lambda window: window.next_panel(), ("F6",), hint="Move the focus on"),
    "previous-panel": Action(
        "Previous panel", lambda window: window.next_panel(-1), ("Shift+F6",), hint="Move the focus back"
    ),
}
SHOWN: Mapping[str, Action] = {
    f"show-{mode.value}": Action(
        WORDS[mode].title,
        _show(mode),
        (f"Alt+{place}",),
        hint=WORDS[mode].description,
        off=conditions.network,
        checkable=True,
        on=_is_shown(mode),
    )
    for place, mode in enumerate(Shown, start=1)
}
"""Which numbers colour the canvas."""
THEMES: Mapping[str, Action] = {
    f"theme-{mode.value}": Action(text, _theme(mode), pages=EVERYWHERE, checkable=True)
    for mode, text in ((Mode.SYSTEM, "As the system"), (Mode.LIGHT, "Light"), (Mode.DARK, "Dark"))
}
PANEL_ACTIONS: Mapping[str, Action] = {
    f"panel-{panel}": Action(text, _panel(panel), (f"Ctrl+Alt+{number}",), checkable=True)
    for number, (panel, text) in enumerate(PANELS.items(), start=1)
}
