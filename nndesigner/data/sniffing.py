"""Guessing how a text table is to be read: encoding, preamble, delimiter, decimal sign, header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import islice

from nndesigner.data.cells import to_number
from nndesigner.data.encodings import guess_encoding
from nndesigner.data.model import ReadOptions

DELIMITERS = (",", ";", "\t", "|")

_SAMPLE_BYTES = 2**18
_SAMPLE_LINES = 100
_COMMENT = "#"
_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMA_NUMBER = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+")
_POINT_NUMBER = re.compile(r"[-+]?[0-9]*\.[0-9]+")
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_FEWEST_COUNTED = 4

Records = list[list[str]]


def sniff(raw: bytes, name: str) -> ReadOptions:
    """Guess the read options of a text table.

    Args:
        raw: The whole file; only its beginning decides all but the encoding.
        name: The file's name; `.tsv` prefers tabs.
    """
    encoding = guess_encoding(raw)
    lines = _first_lines(raw, encoding)
    comments = _comments(lines)
    table = lines[comments : comments + _SAMPLE_LINES]
    delimiter = _delimiter(table, name)
    titles = _titles(table, delimiter)
    records = _records(table[titles:], delimiter)
    decimal = _decimal(records, delimiter)
    header = _has_header(records, decimal)
    skip = comments + titles
    if not header and skip and _is_marked_header(lines[skip - 1], records, delimiter):
        header, skip = True, skip - 1
    return ReadOptions(encoding, delimiter, decimal, header, skip)


def _first_lines(raw: bytes, encoding: str) -> list[str]:
    text = raw[:_SAMPLE_BYTES].decode(encoding, errors="replace").removeprefix("\ufeff")
    lines = _LINE_END.split(text)
    # The last line of a sample is cut off somewhere.
    return lines[:-1] if len(raw) > _SAMPLE_BYTES and len(lines) > 1 else lines


def _comments(lines: list[str]) -> int:
    """Number of comment lines and blank lines before the table."""
    table = (index for index, line in enumerate(lines) if line.strip() and not line.startswith(_COMMENT))
    return next(table, 0)


def _records(lines: list[str], delimiter: str) -> Records:
    """Cells of the sampled lines, quotation marks understood; none if they cannot be cut up so."""
    try:
        cut = list(islice(csv.reader([f"{line}\n" for line in lines], delimiter=delimiter), _SAMPLE_LINES))
    except csv.Error:
        return []
    return [[cell.strip() for cell in record] for record in cut if any(cell.strip() for cell in record)]


def _width(records: Records) -> tuple[int, int]:
    """The most frequent number of cells, and how many records have it; the larger one of equals."""
    counts = Counter(map(len, records))
    return max(counts.items(), key=lambda item: (item[1], item[0])) if counts else (0, 0)


def _delimiter(lines: list[str], name: str) -> str:
    """The character that cuts most lines into the same number of clean cells, more than one."""
    preferred = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    scores = {delimiter: _score(_records(lines, delimiter), delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: (scores[delimiter], delimiter == preferred))
    return best if scores[best] > 0.0 else preferred


def _score(records: Records, delimiter: str) -> float:
    """How much a delimiter explains: consistent widths first, then cells free of other delimiters."""
    width, having = _width(records)
    if width < 2:
        return 0.0
    others = [other for other in DELIMITERS if other != delimiter]
    cells = [cell for record in records for cell in record]
    clean = sum(
        1 for cell in cells if _COMMA_NUMBER.fullmatch(cell) or not any(other in cell for other in others)
    )
    return having / len(records) * (1.0 + clean / len(cells)) + 0.001 * min(width, 50)


def _titles(lines: list[str], delimiter: str) -> int:
    """Number of lines above the table that are much narrower than it: a title, a date, a blank line."""
    width, _ = _width(_records(lines, delimiter))
    for index, line in enumerate(lines):
        first = _records([line], delimiter)
        if first and len(first[0]) > width // 2:
            return index
    return 0


def _decimal(records: Records, delimiter: str) -> str:
    cells = [cell for record in records for cell in record]
    commas = [cell for cell in cells if _COMMA_NUMBER.fullmatch(cell)]
    points = sum(1 for cell in cells if _POINT_NUMBER.fullmatch(cell))
    if delimiter == "," and all(_THOUSANDS.fullmatch(cell) for cell in commas):
        return "."
    return "," if len(commas) > points else "."


def _has_header(records: Records, decimal: str) -> bool:
    """Whether the first record names the columns: each column votes by how unlike the rest it begins."""
    if not records:
        return True
    first, rest = records[0], records[1:]
    if not rest:
        return not any(_is_number(cell, decimal) for cell in first)
    if _counts_up(first, decimal):
        return True
    return sum(_vote(cell, index, rest, decimal) for index, cell in enumerate(first)) >= 0


def _is_marked_header(line: str, records: Records, delimiter: str) -> bool:
    """Whether a comment right above a table without headings is its header, such as “#id,x,y”."""
    cells = _records([line], delimiter)
    return line.startswith(_COMMENT) and bool(cells) and len(cells[0]) == _width(records)[0] > 1


def _vote(cell: str, index: int, rest: Records, decimal: str) -> int:
    below = [record[index] for record in rest if index < len(record) and record[index]]
    if not cell or not below or cell in ReadOptions().missing:
        return 0
    if _is_number(cell, decimal):
        return -1
    if 2 * sum(_is_number(other, decimal) for other in below) >= len(below):
        return 1
    return -1 if cell in below else 0


def _counts_up(first: list[str], decimal: str) -> bool:
    """Headings 0, 1, 2 … as programs write them for columns without names."""
    numbers = [to_number(cell, decimal) for cell in first if _is_number(cell, decimal)]
    start = numbers[0] if numbers else 0.0
    steps = [start + step for step in range(len(numbers))]
    return len(numbers) >= _FEWEST_COUNTED and start in (0.0, 1.0) and numbers == steps


def _is_number(cell: str, decimal: str) -> bool:
    value = to_number(cell, decimal)
    return value == value
