"""Commands of the Data menu."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from nndesigner.data.bundled import BUNDLED
from nndesigner.document import edits
from nndesigner.ui import conditions
from nndesigner.ui.action_table._doing import apply
from nndesigner.ui.actions import DRAWING, Action, Does


def _bundled(key: str) -> Does:
    return lambda window: window.use_bundled(key)


DATA: Mapping[str, Action] = {
    "open-data": Action(
        "Open data…",
        lambda window: window.files.open_data(),
        ("Ctrl+Alt+O",),
        "data",
        "Open a table: CSV, TSV or text",
        pages=DRAWING,
    ),
    "edit-data": Action(
        "Edit data…",
        lambda window: window.edit_data(),
        ("Ctrl+Shift+D",),
        hint="Columns, scaling and held-out rows",
        off=conditions.data,
    ),
    "remove-data": Action(
        "Remove data", apply("Remove data", partial(edits.set_data, data=None)), off=conditions.data
    ),
}
BUNDLED_ACTIONS: Mapping[str, Action] = {
    f"bundled-{key}": Action(bundled.label, _bundled(key), hint=bundled.description)
    for key, bundled in BUNDLED.items()
}
