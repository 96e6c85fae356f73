"""From format 1.1 to 1.2: how layers are drawn can be chosen. Before, their size decided."""

from __future__ import annotations

from nndesigner.storage.migrations.migration import Migration, Plain


def _migrate(plain: Plain) -> Plain:
    layout = plain.get("layout.json")
    if not isinstance(layout, dict):  # what is no record is left for the validation to refuse
        return plain
    return {**plain, "layout.json": {**layout, "forms": []}}


FROM_1_1 = Migration("1.1", "1.2", _migrate)
