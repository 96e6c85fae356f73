"""Reading text tables: our own layer decides how, a well-kept parser does it, every cell is accounted for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.cells import to_column
from nndesigner.data.encodings import ENCODINGS
from nndesigner.data.model import ReadOptions, Table
from nndesigner.errors import DataError

if TYPE_CHECKING:
    import pandas

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

_LINE_END = re.compile(r"\r\n|\r|\n")
_PARSING_SHARE = 0.5
"""Of the whole work, for progress: the rest is deciding about the cells."""

_OTHER_FORMATS = (
    (b"PK\x03\x04", "If it is a spreadsheet, save it as CSV there and open that."),
    (b"\xd0\xcf\x11\xe0", "If it is a spreadsheet, save it as CSV there and open that."),
    (b"\x1f\x8b", "It is compressed: unpack it first."),
)


class CancelledError(DataError):
    """The user stopped the reading."""

    def __init__(self) -> None:
        super().__init__("Reading was cancelled.")


@dataclass(frozen=True)
class _Watch:
    """Whom to tell how far the reading is, and whom to ask whether to go on."""

    progress: Progress | None
    cancelled: Cancelled | None

    def at(self, share: float) -> None:
        if self.cancelled is not None and self.cancelled():
            raise CancelledError
        if self.progress is not None:
            self.progress(share)


class _Feed(io.TextIOBase):
    """The text handed to the parser piece by piece, so that even its work can be followed and cancelled."""

    def __init__(self, text: str, watch: _Watch) -> None:
        self._text, self._watch, self._position = text, watch, 0

    def read(self, size: int | None = -1, /) -> str:
        start = self._position
        self._watch.at(_PARSING_SHARE * start / len(self._text))
        end = len(self._text) if size is None or size < 0 else start + size
        piece = self._text[start:end]
        self._position += len(piece)
        return piece


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
        progress: Told the share done, rising from 0 to 1.
        cancelled: Asked every few hundred kilobytes and between columns.

    Raises:
        CancelledError: `cancelled` said so.
        DataError: The file is empty, has no rows, is no text in that encoding, or a line has more cells than
            the first one.
    """
    watch = _Watch(progress, cancelled)
    _check(options, name)
    text = _below(_decoded(raw, options, name), options.skip_lines, name)
    columns = _parsed(text, options, name, watch)
    headings = [" ".join(cells[0].split()) if options.header else "" for cells in columns]
    body = [cells[1:] if options.header else cells for cells in columns]
    if not len(body[0]):
        raise DataError(
            "The file has a header but no rows.", where=name, remedy="Choose a file with rows of data."
        )
    return _table(headings, body, options, name, watch)


def _table(
    headings: list[str], body: list[NDArray[np.object_]], options: ReadOptions, name: str, watch: _Watch
) -> Table:
    columns = []
    for index, unique in enumerate(_unique(headings)):
        watch.at(_PARSING_SHARE + (1.0 - _PARSING_SHARE) * index / len(body))
        column = to_column(unique, body[index], options)
        # A delimiter at the end of every line makes a column without heading and cells.
        if headings[index] or not column.missing.all():
            columns.append(column)
    if not columns:
        raise _empty(name)
    watch.at(1.0)
    return Table(tuple(columns))


def _check(options: ReadOptions, name: str) -> None:
    """Refuse options that the parser cannot be asked for; a project file may hold anything."""
    if options.encoding.lower() not in ENCODINGS:
        raise DataError(
            f"The encoding “{options.encoding}” is not known.", where=name, remedy="Choose another encoding."
        )
    single = len(options.delimiter) == 1 and options.delimiter.isascii() and not options.delimiter.isalnum()
    if not single or options.delimiter in '\r\n\0"+-.':
        raise DataError(
            f"“{options.delimiter}” cannot separate cells.",
            where=name,
            remedy="Choose one character, such as a comma, a semicolon or a tab.",
        )
    if options.decimal not in (".", ",") or options.skip_lines < 0:
        raise DataError("The table cannot be read so.", where=name, remedy="Choose a point or a comma.")


def _decoded(raw: bytes, options: ReadOptions, name: str) -> str:
    try:
        text = raw.decode(options.encoding.lower()).removeprefix("\ufeff")
    except UnicodeError as error:
        raise DataError(
            f"The file is not text in the encoding {options.encoding}.",
            where=name,
            remedy="Choose another encoding.",
        ) from error
    if not text.strip():
        raise _empty(name)
    if "\0" in text:
        known = (remedy for mark, remedy in _OTHER_FORMATS if raw.startswith(mark))
        remedy = next(known, "Choose a CSV or TSV file.")
        raise DataError("This is not a text table.", where=name, remedy=remedy)
    return text


def _empty(name: str) -> DataError:
    return DataError(
        "The file is empty.", where=name, remedy="Choose a file with a header line and rows of data."
    )


def _below(text: str, skip: int, name: str) -> str:
    """The text below the first `skip` lines."""
    if not skip:
        return text
    last = next(islice(_LINE_END.finditer(text), skip - 1, None), None)
    rest = "" if last is None else text[last.end() :]
    if not rest.strip():
        raise DataError("The file has no table in it.", where=name, remedy="Skip fewer lines.")
    return rest


def _parsed(text: str, options: ReadOptions, name: str, watch: _Watch) -> list[NDArray[np.object_]]:
    """The cells by column, the header line among them; empty where a row is short."""
    import pandas as pd

    try:
        frame = _parse(text, options, watch)
    except pd.errors.ParserError as error:
        # Only now, since it takes the time to read everything once more.
        width = _widest(text, options, name)
        try:
            frame = _parse(text, options, watch, names=range(width))
        except pd.errors.ParserError:
            raise _unreadable(name) from error
    except pd.errors.EmptyDataError as error:
        raise _empty(name) from error
    return [frame[index].to_numpy(dtype=object) for index in frame.columns]


def _parse(text: str, options: ReadOptions, watch: _Watch, names: range | None = None) -> pandas.DataFrame:
    import pandas as pd

    return pd.read_csv(
        _Feed(text, watch),
        sep=options.delimiter,
        header=None,  # read as one more row: headings may be empty or repeated
        names=names,
        index_col=False if names is not None else None,
        dtype=object,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=True,
        engine="c",
    )


def _widest(text: str, options: ReadOptions, name: str) -> int:
    """The most cells of any line, where all that a line has more than the first one are empty.

    Raises:
        DataError: Names the line, as counted by an editor, that is to blame.
    """
    expected, widest = 0, 0
    for line, record in _numbered(text, options, name):
        if not record or not any(cell.strip() for cell in record):
            continue
        expected = expected or len(record)
        if any(cell.strip() for cell in record[expected:]):
            raise DataError(
                f"Line {line} has {len(record)} cells where {expected} were expected.",
                where=name,
                remedy="Correct that line, or choose another delimiter.",
            )
        widest = max(widest, len(record))
    if widest <= expected:
        raise _unreadable(name)
    return widest


def _numbered(text: str, options: ReadOptions, name: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the number of the line in the file on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=options.delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            yield options.skip_lines + line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(
            f"From line {options.skip_lines + line} on quotation marks do not match.",
            where=name,
            remedy="Close the quotation mark there, or double it where it belongs to the text.",
        ) from error


def _unreadable(name: str) -> DataError:
    return DataError("The file cannot be read as a table.", where=name, remedy="Choose another delimiter.")


def _unique(headings: list[str]) -> list[str]:
    """Column names that are neither empty nor used twice."""
    made: dict[str, None] = {}
    for index, heading in enumerate(headings):
        text = heading or f"column {index + 1}"
        unique, number = text, 2
        while unique in made:
            unique, number = f"{text} ({number})", number + 1
        made[unique] = None
    return list(made)
