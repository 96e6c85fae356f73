"""Every cell of a text table is accounted for; what is wrong is named by the line an editor shows."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.data.cells import to_number
from nndesigner.data.encodings import ENCODINGS
from nndesigner.data.model import ReadOptions, Table
from nndesigner.data.reading import CancelledError, read_table
from nndesigner.errors import DataError


def read(text: str, options: ReadOptions | None = None) -> Table:
    return read_table(text.encode(), options or ReadOptions(), "t.csv")


def refused(text: str, options: ReadOptions | None = None) -> str:
    with pytest.raises(DataError) as caught:
        read(text, options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a,b\n1,2,3\n4,5\n", 2),
        ('a,b\n"x\ny",2\n"z\nw",3\n1,2,3\n', 6),
        ("a,b\n\n\n1,2\n1,2,3\n", 5),
        ("a,b\r\n1,2\r\n1,2,3\r\n", 3),
    ],
)
def test_a_line_with_too_many_cells_is_counted_as_an_editor_counts(text: str, line: int) -> None:
    assert refused(text).startswith(f"t.csv: Line {line} has 3 cells where 2 were expected.")


def test_skipped_lines_count_too() -> None:
    text = "# one\n# two\na,b\n1,2\n1,2,3\n"
    assert refused(text, ReadOptions(skip_lines=2)).startswith("t.csv: Line 5 has 3 cells")


def test_a_line_with_too_many_cells_far_down_is_found() -> None:
    lines = ["a,b,c"] + ["1,2,3"] * 70_000
    lines[65_536] += ",4"
    assert refused("\n".join(lines)).startswith("t.csv: Line 65537 has 4 cells where 3 were expected.")


def test_empty_cells_beyond_the_last_column_are_no_cells() -> None:
    table = read("a,b\n1,2,\n3,4,,\n5\n")
    assert [list(column.text) for column in table.columns] == [["1", "3", "5"], ["2", "4", ""]]
    assert [column.name for column in table.columns] == ["a", "b"]


def test_an_open_quotation_mark_is_named() -> None:
    assert refused('a,b\n1,2\n1,"2\n3,4\n') == (
        "t.csv: From line 3 on quotation marks do not match. "
        "Close the quotation mark there, or double it where it belongs to the text."
    )


def test_more_skipped_lines_than_the_file_has_are_refused() -> None:
    assert refused("a,b\n1,2\n", ReadOptions(skip_lines=9)) == (
        "t.csv: The file has no table in it. Skip fewer lines."
    )


def test_only_delimiters_are_an_empty_file() -> None:
    assert refused(",,\n,,\n").startswith("t.csv: The file is empty.")


def test_a_spreadsheet_is_told_what_to_do() -> None:
    with pytest.raises(DataError) as caught:
        read_table(b"PK\x03\x04\0\0\0", ReadOptions(encoding="cp1252"), "t.xlsx")
    assert str(caught.value) == (
        "t.xlsx: This is not a text table. If it is a spreadsheet, save it as CSV there and open that."
    )


def test_a_heading_over_two_lines_becomes_one_name() -> None:
    assert read('"petal\n  length",b\n1,2\n').columns[0].name == "petal length"


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", "§", "a", "0", "-", "."])
def test_what_cannot_separate_cells_is_refused(delimiter: str) -> None:
    assert "cannot separate cells" in refused("a,b\n1,2\n", ReadOptions(delimiter=delimiter))


@pytest.mark.parametrize("encoding", ["zlib", "idna", "unicode_escape", "undefined", "x\0", "", "../evil"])
def test_an_encoding_that_is_not_on_the_list_is_refused(encoding: str) -> None:
    assert "is not known. Choose another encoding." in refused("a,b\n1,2\n", ReadOptions(encoding=encoding))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_on_the_list_reads_what_it_wrote(encoding: str) -> None:
    table = read_table("a,b\n1,x\n".encode(encoding), ReadOptions(encoding=encoding), "t.csv")
    assert [column.name for column in table.columns] == ["a", "b"]


@pytest.mark.parametrize(("written", "told"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le")])
def test_a_mark_unknown_to_the_encoding_is_no_part_of_the_table(written: str, told: str) -> None:
    # The rows end in a delimiter, so that they are looked at twice.
    raw = '"a, b",c\n1,2,\n'.encode(written)
    table = read_table(raw, ReadOptions(encoding=told), "t.csv")
    assert [column.name for column in table.columns] == ["a, b", "c"]


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    text = "a,b\n" + "1.5,2.5\n" * 200_000
    read_table(text.encode(), ReadOptions(), "t.csv", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert sum(0.0 < share < 0.5 for share in told) >= 3


def test_parsing_itself_can_be_cancelled() -> None:
    told: list[float] = []
    text = "a,b\n" + "1.5,2.5\n" * 200_000
    with pytest.raises(CancelledError):
        read_table(
            text.encode(), ReadOptions(), "t.csv", progress=told.append, cancelled=lambda: len(told) >= 2
        )
    assert max(told) < 0.5


@pytest.mark.parametrize(
    ("cell", "decimal", "number"),
    [
        ("5", ".", 5.0), ("-5.25", ".", -5.25), ("−5", ".", -5.0), ("+1e3", ".", 1000.0), (".5", ".", 0.5),
        ("5.", ".", 5.0), ("5,25", ",", 5.25), ("1e100", ".", 1e100),
    ],
)  # fmt: skip
def test_numbers_are_numbers(cell: str, decimal: str, number: float) -> None:
    assert to_number(cell, decimal) == number


@pytest.mark.parametrize(
    "cell",
    ["", ".", "-", "e5", "1_000", "inf", "nan", "0x10", "1,5", "1.2.3", "٣", "1e101", "1e999", "5 %", "1e"],
)
def test_all_else_is_text(cell: str) -> None:
    assert math.isnan(to_number(cell))


@given(st.floats(-1e100, 1e100))
def test_every_float_written_out_is_read_to_the_last_bit(value: float) -> None:
    assert to_number(repr(value)) == value
    assert to_number(repr(value).replace(".", ","), ",") == value


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=8
)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
)


@settings(deadline=None, max_examples=150)
@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_what_a_csv_writer_wrote_is_read(rows: list[list[str]], delimiter: str, end: str) -> None:
    # A bare CR in a quoted cell and rows of nothing are the two things on which readers disagree.
    rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([[f"h{index}" for index in range(len(rows[0]))], *rows])
    table = read(written.getvalue(), ReadOptions(delimiter=delimiter))
    expected = [[cell.strip() for cell in column] for column in zip(*rows, strict=True)]
    assert [list(column.text) for column in table.columns] == expected


OPTIONS = st.builds(
    ReadOptions,
    encoding=st.sampled_from([*ENCODINGS, "zlib", ""]),
    delimiter=st.text(max_size=2),
    decimal=st.sampled_from([".", ",", "", "x"]),
    header=st.booleans(),
    skip_lines=st.integers(-2, 6),
    missing=st.lists(st.text(max_size=2), max_size=3).map(tuple),
)


def attempt(raw: bytes, options: ReadOptions) -> Table | DataError:
    try:
        return read_table(raw, options, "t.csv")
    except DataError as error:
        return error


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=120) | st.text("ab1,;\n\r\"'. ", max_size=120).map(str.encode), OPTIONS)
def test_any_options_read_any_bytes_or_refuse_them(raw: bytes, options: ReadOptions) -> None:
    read_or_error = attempt(raw, options)
    if isinstance(read_or_error, DataError):
        assert read_or_error.where == "t.csv"
        assert read_or_error.remedy
        return
    table = read_or_error
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names) >= 1
    for column in table.columns:
        assert len(column.text) == len(column.numbers) == len(column.missing) == table.rows >= 1
        # Exactly one of: a number, missing, text.
        number = np.isfinite(column.numbers)
        assert np.all(number.astype(int) + column.missing + column.unconverted == 1)
