"""Which reader a file needs. Another format is one more reader and one more line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from nndesigner.data.model import ReadOptions, Table
from nndesigner.data.sniffing import sniff
from nndesigner.data.text_table import Cancelled, CancelledError, Progress, read_text_table

__all__ = [
    "READERS",
    "Cancelled",
    "CancelledError",
    "Progress",
    "Reader",
    "read_table",
    "reader_for",
    "sniff",
]


class Reader(Protocol):
    """Makes a table of a file's bytes."""

    def __call__(
        self,
        raw: bytes,
        options: ReadOptions,
        name: str,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Table:
        """See `read_text_table`."""


READERS: Mapping[str, Reader] = MappingProxyType(
    {".csv": read_text_table, ".tsv": read_text_table, ".tab": read_text_table, ".txt": read_text_table}
)
"""By file suffix."""


def reader_for(name: str) -> Reader:
    """The reader for a file name; text tables may have any suffix that no other reader claims."""
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return READERS.get(suffix, read_text_table)


def read_table(
    raw: bytes,
    options: ReadOptions,
    name: str,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Table:
    """Read a table with the reader that its name asks for; see `read_text_table`."""
    return reader_for(name)(raw, options, name, progress=progress, cancelled=cancelled)
