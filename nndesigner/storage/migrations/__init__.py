"""Bringing the JSON of an older format up to the present one, one version at a time.

A migration is a pure function on plain data (dicts, lists, text, numbers). It never sees the program's own
classes, so it keeps working unchanged however those develop. A new one is one file here, one line in
`MIGRATIONS`, and one golden file in `tests/data/projects/`.
"""

from __future__ import annotations

from collections.abc import Sequence

from nndesigner.storage.migrations.migration import Migration, Plain
from nndesigner.storage.migrations.v1_0 import FROM_1_0
from nndesigner.storage.migrations.v1_1 import FROM_1_1

__all__ = ["MIGRATIONS", "Migration", "Plain", "migrated"]

MIGRATIONS: tuple[Migration, ...] = (FROM_1_0, FROM_1_1)
"""Oldest first."""


def migrated(plain: Plain, version: str, migrations: Sequence[Migration] = MIGRATIONS) -> Plain:
    """The same project in the newest format that the migrations lead to."""
    for migration in migrations:
        if migration.start == version:
            plain, version = migration.migrate(plain), migration.end
    return plain
