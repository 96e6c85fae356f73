"""Commands of the Help menu."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.ui.actions import EVERYWHERE, Action, Does


def _help(topic: str) -> Does:
    return lambda window: window.show_help(topic)


HELP: Mapping[str, Action] = {
    "getting-started": Action("Getting started", _help("getting-started"), ("F1",), pages=EVERYWHERE),
    "shortcuts": Action("Keyboard shortcuts", _help("shortcuts"), ("Ctrl+/",), pages=EVERYWHERE),
    "about": Action("About NN Designer", _help("about"), pages=EVERYWHERE),
}
