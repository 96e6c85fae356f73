"""Commands of the File menu."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.ui import conditions
from nndesigner.ui.actions import DRAWING, EVERYWHERE, Action, Does, Page
from nndesigner.ui.examples import EXAMPLES


def _example(key: str) -> Does:
    return lambda window: window.start_example(key)


FILE: Mapping[str, Action] = {
    "new": Action(
        "New", lambda window: window.files.new(), ("Ctrl+N",), "new", "New project", pages=EVERYWHERE
    ),
    "open": Action(
        "Open…",
        lambda window: window.files.open(),
        ("Ctrl+O",),
        "open",
        "Open a project or a table",
        pages=EVERYWHERE,
    ),
    "save": Action("Save", lambda window: window.files.save(), ("Ctrl+S",), "save", off=conditions.content),
    "save-as": Action(
        "Save as…", lambda window: window.files.save_as(), ("Ctrl+Shift+S",), off=conditions.content
    ),
    "export-picture": Action(
        "Export picture…",
        lambda window: window.pictures.export(),
        ("Ctrl+Alt+P",),
        hint="A picture of the network as PNG, SVG or PDF",
        off=conditions.network,
    ),
    "start-page": Action(
        "Start page", lambda window: window.show_page(Page.START), hint="Examples and recent projects"
    ),
    "quit": Action("Quit", lambda window: window.close(), ("Ctrl+Q",), pages=EVERYWHERE),
}
EXAMPLE_ACTIONS: Mapping[str, Action] = {
    f"example-{key}": Action(example.label, _example(key), hint=example.description, pages=DRAWING)
    for key, example in EXAMPLES.items()
}
