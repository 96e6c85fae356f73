"""Reading text tables: our own layer decides how, a well-kept parser does it, every cell is accounted for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import FloatArray, ReadOptions, Table, TableColumn
from nndesigner.data.sniffing import sniff
from nndesigner.errors import DataError

__all__ = ["READERS", "read_table", "reader_for", "sniff"]

if TYPE_CHECKING:
    import pandas

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]
_LINE = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")


class CancelledError(DataError):
    """The user stopped the reading."""

    def __init__(self) -> None:
        super().__init__("Reading was cancelled.")


def read_text_table(
    raw: bytes,
    options: ReadOptions,
    name: str,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Table:
    """Read a delimited text table.

    Args:
        raw: The file's bytes.
        options: How to read them.
        name: The file's name, for messages.
        progress: Told the share done, 0 to 1.
        cancelled: Asked between columns.

    Raises:
        DataError: The file is empty, has no rows, or a line has more cells than the header.
    """
    text = _decoded(raw, options, name)
    frame = _parsed(text, options, name)
    cells = [frame[index].to_numpy(dtype=object) for index in frame.columns]
    headings = [str(column[0]) for column in cells] if options.header else [""] * len(cells)
    start = 1 if options.header else 0
    if len(frame) <= start:
        raise DataError(
            "The file has a header but no rows.", where=name, remedy="Choose a file with rows of data."
        )
    columns = []
    for index, heading in enumerate(_unique(headings)):
        if cancelled is not None and cancelled():
            raise CancelledError
        column = _column(heading, cells[index][start:], options)
        if headings[index].strip() or not column.missing.all():
            columns.append(column)
        if progress is not None:
            progress((index + 1) / len(cells))
    return Table(tuple(columns))


Reader = Callable[..., Table]
READERS: Mapping[str, Reader] = MappingProxyType(
    {".csv": read_text_table, ".tsv": read_text_table, ".tab": read_text_table, ".txt": read_text_table}
)
"""By file suffix. Another format is one more reader and one more line."""


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


def _decoded(raw: bytes, options: ReadOptions, name: str) -> str:
    try:
        text = raw.decode(options.encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise DataError(
            f"The file is not text in the encoding {options.encoding}.",
            where=name,
            remedy="Choose another encoding.",
        ) from error
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise DataError(
            "The file is empty.", where=name, remedy="Choose a file with a header line and rows of data."
        )
    if "\0" in text:
        raise DataError("This is not a text table.", where=name, remedy="Choose a CSV or TSV file.")
    return text


def _parsed(text: str, options: ReadOptions, name: str) -> pandas.DataFrame:
    import pandas as pd

    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=options.delimiter,
            header=None,
            skiprows=options.skip_lines,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=True,
            engine="c",
        )
    except pd.errors.EmptyDataError as error:
        raise DataError("The file has no table in it.", where=name, remedy="Skip fewer lines.") from error
    except pd.errors.ParserError as error:
        raise _ragged(str(error), name) from error
    return frame


def _ragged(message: str, name: str) -> DataError:
    found = _LINE.search(message)
    if found is None:
        return DataError(
            "The file cannot be read as a table.", where=name, remedy="Choose another delimiter."
        )
    expected, line, saw = found.groups()
    return DataError(
        f"Line {line} has {saw} cells where {expected} were expected.",
        where=name,
        remedy="Correct that line, or choose another delimiter.",
    )


def _unique(headings: list[str]) -> list[str]:
    """Column names that are neither empty nor used twice."""
    made: list[str] = []
    for index, heading in enumerate(headings):
        text = heading.strip() or f"column {index + 1}"
        unique, number = text, 2
        while unique in made:
            unique, number = f"{text} ({number})", number + 1
        made.append(unique)
    return made


def _column(name: str, cells: NDArray[np.object_], options: ReadOptions) -> TableColumn:
    text = np.array([cell.strip() if isinstance(cell, str) else "" for cell in cells], dtype=object)
    words = set(options.missing) | {""}
    missing = np.fromiter((cell in words for cell in text), dtype=np.bool_, count=len(text))
    numbers = _numbers(text, missing, options.decimal)
    for array in (text, missing, numbers):
        array.flags.writeable = False
    return TableColumn(name, text, numbers, missing)


def _numbers(text: NDArray[np.object_], missing: NDArray[np.bool_], decimal: str) -> FloatArray:
    present = text[~missing]
    result = np.full(len(text), np.nan)
    if not len(present):
        return result
    # Python reads 1_000 as a number; no table means it so.
    plain = str.maketrans({decimal: ".", "_": "?"})
    present = np.array([cell.translate(plain) for cell in present], dtype=object)
    try:
        values = present.astype(np.float64)
    except ValueError:
        values = np.fromiter((_number(cell) for cell in present), dtype=np.float64, count=len(present))
    # "inf" and "nan" written out are words, not measurements.
    values[~np.isfinite(values)] = np.nan
    result[~missing] = values
    return result


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")
