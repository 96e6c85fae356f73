"""Everything that can be put on the canvas as a row: the same things as in the palette."""

from __future__ import annotations

from collections.abc import Callable

from nndesigner.ui.canvas.drops import Plan
from nndesigner.ui.canvas.items import ITEMS, Item
from nndesigner.ui.panels.palette_entries import entries
from nndesigner.ui.searching.rows import Row


def add_rows(plan: Callable[[Item], Plan]) -> list[Row]:
    """All of them in the order of the palette.

    Args:
        plan: What adding an item would do, which the row says; where it would be refused, why.
    """
    rows, section = [], ""
    for entry in entries():
        if not entry.kind:
            section = entry.words
            continue
        planned = plan(ITEMS[entry.kind])
        refused = planned.edit is None
        rows.append(
            Row(
                entry.kind,
                entry.name or entry.words,
                note=entry.note,
                icon=entry.glyph,
                hint=f"{entry.explanation} {planned.words}.",
                off=f"{planned.words}." if refused else "",
                section=section,
                aside=f"{section} {entry.explanation}",
            )
        )
    return rows
