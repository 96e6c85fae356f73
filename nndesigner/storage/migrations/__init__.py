"""Bringing the JSON of an older format up to the present one, one version at a time.

A migration is a pure function on plain data (dicts, lists, text, numbers). It never sees the program's own
classes, so it keeps working unchanged however those develop. A new one is one file here, one line in
`MIGRATIONS`, and one golden file in `tests/data/projects/`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Plain = dict[str, Any]
"""The JSON documents of a project by entry name, such as "network.json"."""


@dataclass(frozen=True)
class Migration:
    """One step.

    Attributes:
        start: Format it reads, such as "1.0".
        end: Format it makes.
        migrate: Returns new plain data; may not change what it is given.
    """

    start: str
    end: str
    migrate: Callable[[Plain], Plain]


MIGRATIONS: tuple[Migration, ...] = ()
"""Oldest first. Format 1.0 is the first, so there is nothing to bring up to date yet."""


def migrated(plain: Plain, version: str, migrations: Sequence[Migration] = MIGRATIONS) -> Plain:
    """The same project in the newest format that the migrations lead to."""
    for migration in migrations:
        if migration.start == version:
            plain, version = migration.migrate(plain), migration.end
    return plain
