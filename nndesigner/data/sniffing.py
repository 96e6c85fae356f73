"""Guessing how a text table is to be read: encoding, preamble, delimiter, decimal sign, header."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from nndesigner.data.model import ReadOptions

_SAMPLE_LINES = 50
_DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_COMMENT = "#"
_COMMA_NUMBER = re.compile(r"^[-+]?\d+,\d+$")
_NUMBER = re.compile(r"^[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?$")


def sniff(raw: bytes, name: str) -> ReadOptions:
    """Guess the read options of a text table.

    Args:
        raw: The whole file; only its beginning decides all but the encoding.
        name: The file's name; `.tsv` prefers tabs.
    """
    encoding = _encoding(raw)
    lines = raw.decode(encoding, errors="replace").splitlines()
    skip = _preamble(lines)
    sample = [line for line in lines[skip : skip + _SAMPLE_LINES] if line.strip()]
    delimiter = _delimiter(sample, name)
    rows = [[cell.strip().strip('"') for cell in line.split(delimiter)] for line in sample]
    return ReadOptions(
        encoding=encoding,
        delimiter=delimiter,
        decimal=_decimal(rows, delimiter),
        header=_has_header(rows),
        skip_lines=skip,
    )


def _encoding(raw: bytes) -> str:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return encoding
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _preamble(lines: list[str]) -> int:
    """Number of comment lines and blank lines before the table."""
    table = (index for index, line in enumerate(lines) if line.strip() and not line.startswith(_COMMENT))
    return next(table, 0)


def _delimiter(sample: list[str], name: str) -> str:
    """The character that cuts most lines into the same number of cells, more than one."""
    preferred = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    best, best_score = preferred, 0.0
    for candidate in _DELIMITERS:
        counts = Counter(line.count(candidate) for line in sample)
        number, lines = max(counts.items(), key=lambda item: (item[1], item[0])) if counts else (0, 0)
        score = lines * (1.0 + 0.01 * min(number, 50)) if number else 0.0
        if score > best_score or (score == best_score and candidate == preferred):
            best, best_score = candidate, score
    return best


def _decimal(rows: list[list[str]], delimiter: str) -> str:
    if delimiter == ",":
        return "."
    cells = [cell for row in rows for cell in row]
    commas = sum(1 for cell in cells if _COMMA_NUMBER.match(cell))
    points = sum(1 for cell in cells if re.match(r"^[-+]?\d+\.\d+$", cell))
    return "," if commas > points else "."


def _has_header(rows: list[list[str]]) -> bool:
    """A first line without numbers above lines with some is a header; so is one without any repetition."""
    if len(rows) < 2:
        return bool(rows) and not any(_NUMBER.match(cell) for cell in rows[0])
    first, rest = rows[0], rows[1:]
    if any(_NUMBER.match(cell) for cell in first if cell):
        return False
    numbers_below = any(_NUMBER.match(cell) for row in rest for cell in row)
    seen_below = {cell for row in rest for cell in row}
    return numbers_below or not any(cell in seen_below for cell in first)
