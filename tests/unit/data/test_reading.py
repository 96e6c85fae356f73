"""Text tables become columns; what cannot be read is refused in one exact sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.data.model import ReadOptions, Table
from nndesigner.data.reading import CancelledError, read_table, sniff
from nndesigner.data.source import load_source, source_from_bytes
from nndesigner.errors import DataError


def table(text: str, name: str = "t.csv", encoding: str = "utf-8") -> Table:
    raw = text.encode(encoding)
    return read_table(raw, sniff(raw, name), name)


def cells(read: Table) -> list[list[str]]:
    return [list(column.text) for column in read.columns]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n3,4\n", ","),
        ("a;b\n1;2\n3;4\n", ";"),
        ("a\tb\n1\t2\n3\t4\n", "\t"),
        ("a|b\n1|2\n3|4\n", "|"),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str) -> None:
    assert sniff(text.encode(), "t.csv").delimiter == delimiter
    assert cells(table(text)) == [["1", "3"], ["2", "4"]]


def test_decimal_commas_are_numbers() -> None:
    read = table("length;kind\n5,1;a\n4,9;b\n")
    assert read.columns[0].numbers.tolist() == [5.1, 4.9]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    read = table("größe,art\n1,süß\n2,sauer\n", encoding=encoding)
    assert read.columns[0].name == "größe"
    assert list(read.columns[1].text) == ["süß", "sauer"]


def test_comment_lines_before_the_header_are_skipped() -> None:
    read = table("# made by hand\n# 2024\n\nx,y\n1,2\n3,4\n")
    assert [column.name for column in read.columns] == ["x", "y"]
    assert read.rows == 2


def test_a_table_without_a_header_gets_numbered_columns() -> None:
    read = table("1,2,a\n3,4,b\n")
    assert [column.name for column in read.columns] == ["column 1", "column 2", "column 3"]
    assert read.rows == 2


def test_repeated_and_empty_headings_are_made_unique() -> None:
    read = table("a,a,,a\n1,2,3,4\n5,6,7,8\n")
    assert [column.name for column in read.columns] == ["a", "a (2)", "column 3", "a (3)"]


def test_quoted_delimiters_and_newlines_stay_inside_their_cell() -> None:
    read = table('name,n\n"a, b",1\n"c\nd",2\n')
    assert list(read.columns[0].text) == ["a, b", "c\nd"]


def test_missing_and_unconverted_cells_are_told_apart() -> None:
    column = table("x,y\n1,a\nNA,b\n,c\nten,d\n").columns[0]
    assert column.missing.tolist() == [False, True, True, False]
    assert column.unconverted.tolist() == [False, False, False, True]
    assert column.numbers[0] == 1.0


def test_a_short_row_is_filled_up_with_missing_cells() -> None:
    read = table("a,b,c\n1,2,3\n4,5\n")
    assert read.columns[2].missing.tolist() == [False, True]


def test_a_delimiter_at_the_end_of_every_line_makes_no_column() -> None:
    read = table("a,b,\n1,2,\n3,4,\n")
    assert [column.name for column in read.columns] == ["a", "b"]


@pytest.mark.parametrize("word", ["inf", "-inf", "nan", "1_000", "Infinity"])
def test_words_that_python_takes_for_numbers_are_no_measurements(word: str) -> None:
    column = table(f"x,y\n1,a\n{word},b\n").columns[0]
    assert np.isnan(column.numbers[1])


def refused(text: str, name: str = "t.csv") -> str:
    with pytest.raises(DataError) as caught:
        source_from_bytes(text.encode(), name)
    return str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.csv"
    with pytest.raises(DataError) as caught:
        load_source(path)
    assert str(caught.value) == f"{path}: There is no such file. Check the name and the folder."


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"This is a folder, not a file\."):
        load_source(tmp_path)


@pytest.mark.parametrize("text", ["", "\n\n", "   \n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert refused(text) == "t.csv: The file is empty. Choose a file with a header line and rows of data."


def test_a_header_alone_is_refused() -> None:
    assert refused("a,b,c\n") == "t.csv: The file has a header but no rows. Choose a file with rows of data."


def test_one_column_is_refused() -> None:
    assert refused("a\n1\n2\n") == (
        "t.csv: The table has only one column. "
        "An input and a target are needed; choose another delimiter if columns run together."
    )


def test_a_line_with_too_many_cells_is_named() -> None:
    assert refused("a,b\n1,2\n3,4,5\n6,7\n") == (
        "t.csv: Line 3 has 3 cells where 2 were expected. Correct that line, or choose another delimiter."
    )


def test_bytes_that_are_not_text_are_refused() -> None:
    with pytest.raises(DataError, match=r"This is not a text table\."):
        source_from_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture.csv")


def test_reading_can_be_cancelled() -> None:
    raw = b"a,b\n1,2\n"
    with pytest.raises(CancelledError):
        read_table(raw, sniff(raw, "t.csv"), "t.csv", cancelled=lambda: True)


def test_reading_changes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,x\n2,y\n", encoding="utf-8")
    before = path.stat().st_mtime_ns, path.read_bytes()
    load_source(path)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before
    assert list(tmp_path.iterdir()) == [path]


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters='",;|\t#\ufeff', exclude_categories=["Cs", "Cc", "Z"]),
    min_size=1,
    max_size=6,
)
ROWS = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8)
)
MESSY = st.text(st.sampled_from(list("ab1290.,;|\t\"'\n\r #-eE_?")), max_size=200)


@settings(deadline=None, max_examples=150)
@given(ROWS)
def test_what_was_written_is_read(rows: list[list[str]]) -> None:
    header = [f"h{index}" for index in range(len(rows[0]))]
    text = "\n".join(",".join(row) for row in [header, *rows]) + "\n"
    read = read_table(text.encode(), ReadOptions(), "t.csv")
    assert cells(read) == [list(column) for column in zip(*rows, strict=True)]


def sound_or_refused(raw: bytes) -> None:
    """Reading gives finite inputs, or one sentence; anything else is a defect and fails the test."""
    try:
        source = source_from_bytes(raw, "fuzz.csv")
        prepared = source.prepared
    except DataError as error:
        refusal = str(error)
    else:
        assert len(prepared.x) >= 1
        assert np.isfinite(prepared.x).all()
        return
    assert refusal.startswith("fuzz.csv: ")


@settings(deadline=None, max_examples=400)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_politely(raw: bytes) -> None:
    sound_or_refused(raw)


@settings(deadline=None, max_examples=400)
@given(MESSY)
def test_any_text_is_read_or_refused_politely(text: str) -> None:
    sound_or_refused(text.encode())


@pytest.mark.slow
@settings(deadline=None, max_examples=20_000)
@given(MESSY | st.text(max_size=300))
def test_much_more_text_is_read_or_refused_politely(text: str) -> None:
    sound_or_refused(text.encode(errors="surrogatepass"))
