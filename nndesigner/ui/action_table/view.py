"""Commands of the View menu."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.ui.actions import EVERYWHERE, Action, Does
from nndesigner.ui.theme import Mode

PANELS = {
    "palette": "Palette and outline",
    "inspector": "Inspector",
    "progress": "Cost and accuracy",
    "details": "Weights, errors, evaluation, data",
}
"""The panels that can be hidden."""


def _theme(mode: Mode) -> Does:
    return lambda window: window.set_theme(mode)


def _panel(panel: str) -> Does:
    return lambda window: window.toggle_panel(panel)


VIEW: Mapping[str, Action] = {
    "fit": Action("Fit", lambda window: window.canvas.fit(), ("Ctrl+0",), "fit", "Show the whole network"),
    "zoom-in": Action("Zoom in", lambda window: window.canvas.zoom_in(), ("Ctrl++", "Ctrl+="), "zoom-in"),
    "zoom-out": Action("Zoom out", lambda window: window.canvas.zoom_out(), ("Ctrl+-",), "zoom-out"),
    "zoom-actual": Action(
        "100 %", lambda window: window.canvas.zoom_actual(), ("Ctrl+1",), hint="Actual size"
    ),
    "next-panel": Action("Next panel", lambda window: window.next_panel(), ("F6",), hint="Move the focus on"),
}
THEMES: Mapping[str, Action] = {
    f"theme-{mode.value}": Action(text, _theme(mode), pages=EVERYWHERE, checkable=True)
    for mode, text in ((Mode.SYSTEM, "As the system"), (Mode.LIGHT, "Light"), (Mode.DARK, "Dark"))
}
PANEL_ACTIONS: Mapping[str, Action] = {
    f"panel-{panel}": Action(text, _panel(panel), (f"Ctrl+Alt+{number}",), checkable=True)
    for number, (panel, text) in enumerate(PANELS.items(), start=1)
}
