"""How a file is to be read is guessed from all that its beginning shows."""

from __future__ import annotations

import pytest

from nndesigner.data.model import ReadOptions, Table
from nndesigner.data.reading import read_table, sniff


def read(text: str, name: str = "t.csv", encoding: str = "utf-8") -> tuple[ReadOptions, Table]:
    raw = text.encode(encoding)
    options = sniff(raw, name)
    return options, read_table(raw, options, name)


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_found_without_its_mark(encoding: str) -> None:
    options, table = read("größe,art\n1,süß\n2,sauer\n", encoding=encoding)
    assert options.encoding == encoding
    assert names(table) == ["größe", "art"]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ('name;v\n"a, b, c";1\n"d, e, f";2\n', ";"),
        ("5,1;4,9;a\n5,2;4,8;b\n", ";"),
        ('a,b\n"x;y;z",1\n"q;r;s",2\n', ","),
        ('a,b\n"x,y,z",1\n"q,r",2\n"s",3\n', ","),
        ("only one\nx\ny\n", ","),
    ],
)
def test_a_delimiter_inside_quotation_marks_or_numbers_separates_nothing(text: str, delimiter: str) -> None:
    assert read(text)[0].delimiter == delimiter


def test_the_suffix_decides_where_the_text_does_not() -> None:
    assert read("one\nx\n", "t.tsv")[0].delimiter == "\t"


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ('a,b\n"1,5",x\n"2,25",y\n', ","),
        ('a,b\n"1,500",x\n"12,250",y\n', "."),
        ("a;b\n1.234,5;x\n2.000,7;y\n", ","),
        ("a;b\n1.5;x,y\n2.5;z\n", "."),
    ],
)
def test_the_decimal_sign_is_told_from_thousands_and_text(text: str, decimal: str) -> None:
    assert read(text)[0].decimal == decimal


def test_title_lines_above_the_table_are_skipped() -> None:
    options, table = read("Export of sales\nMade in 2024\n\na,b,c\n1,2,3\n4,5,6\n")
    assert options.skip_lines == 3
    assert names(table) == ["a", "b", "c"]


def test_a_heading_line_without_its_last_delimiter_is_no_title() -> None:
    options, table = read("a,b\n1,2,\n3,4,\n")
    assert options.skip_lines == 0
    assert names(table) == ["a", "b"]


def test_a_page_break_in_a_comment_is_no_line_end() -> None:
    options, table = read("# a\u2028b\x0cc\nx,y\n1,2\n3,4\n")
    assert options.skip_lines == 1
    assert table.rows == 2


def test_a_header_marked_as_a_comment_is_still_the_header() -> None:
    options, table = read("# made by hand\n#id,x,y\n1,0.5,u\n2,1.5,v\n")
    assert (options.skip_lines, options.header) == (1, True)
    assert names(table) == ["#id", "x", "y"]


def test_a_comment_above_a_header_is_no_header() -> None:
    options, table = read("# made by hand, again\nx,y\n1,2\n3,4\n")
    assert options.skip_lines == 1
    assert names(table) == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("colour,size\nred,big\nblue,small\n", True),
        ("red,big\nred,small\nblue,big\n", False),
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", False),
        (",x,y\n0,1.5,u\n1,2.5,v\n", True),
        ("0,1,2,3,label\n0.5,0.1,0.2,0.3,u\n0.4,0.1,0.7,0.3,v\n", True),
        ("NA,2,a\n3,4,b\n5,6,a\n", False),
        ("a,b\n", True),
        ("1,2\n", False),
    ],
)
def test_a_first_line_unlike_the_others_is_the_header(text: str, header: bool) -> None:
    assert sniff(text.encode(), "t.csv").header is header


def test_a_long_file_is_guessed_from_its_beginning_as_a_short_one() -> None:
    text = "a;b\n" + "".join(f"{i},5;x{i}\n" for i in range(60_000))
    options, table = read(text)
    assert (options.delimiter, options.decimal, options.header) == (";", ",", True)
    assert table.rows == 60_000
    assert table.columns[0].numbers[-1] == 59_999.5
