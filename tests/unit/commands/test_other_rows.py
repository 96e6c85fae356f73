"""Rows of another file are read and encoded as the project's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nndesigner.commands.other_rows import desired, open_rows
from nndesigner.data.guess import guess_recipe
from nndesigner.data.reading import read_table, sniff
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.errors import DataError

WORDS = "red,round,a\nblue,flat,b\n"


def source_of(text: str, *, header: bool, target: str) -> DataSource:
    raw = text.encode()
    read = replace(sniff(raw, "own.csv"), header=header)
    recipe = guess_recipe(read_table(raw, read, "own.csv"), read, target)
    return source_from_bytes(raw, "own.csv", recipe=recipe)


def test_whether_there_is_a_header_is_as_in_the_projects_own_data(tmp_path: Path) -> None:
    source = source_of(WORDS * 20, header=False, target="column 3")
    other = tmp_path / "other.csv"
    other.write_text(WORDS, encoding="utf-8")
    rows = open_rows(source, other)
    assert rows.table.rows == 2
    np.testing.assert_array_equal(rows.x, source.prepared.encoding.encode(source.table)[:2])


def test_the_same_words_mean_a_missing_cell(tmp_path: Path) -> None:
    text = "size,y\n" + "".join(f"{i},{'ab'[i % 2]}\n" for i in range(20))
    source = source_of(text, header=True, target="y")
    source = source.with_recipe(replace(source.recipe, read=replace(source.recipe.read, missing=("gone",))))
    other = tmp_path / "other.csv"
    other.write_text("size\n3\ngone\n", encoding="utf-8")
    rows = open_rows(source, other)
    assert rows.table.columns[0].missing.tolist() == [False, True]
    assert rows.notes == ()


def test_a_category_that_was_not_trained_on_is_counted(tmp_path: Path) -> None:
    source = source_of("colour,shape,y\n" + WORDS * 20, header=True, target="y")
    other = tmp_path / "other.csv"
    other.write_text("shape,colour\nround,green\nflat,red\n", encoding="utf-8")
    rows = open_rows(source, other)
    assert rows.x[0].tolist() == [0, 0, 0, 1]
    assert rows.notes == ("In “colour” 1 of 2 cells hold a category that was not trained on.",)


def test_rows_without_a_known_target_are_left_out(tmp_path: Path) -> None:
    source = source_of("colour,shape,y\n" + WORDS * 20, header=True, target="y")
    other = tmp_path / "other.csv"
    other.write_text("colour,shape,y\nred,round,b\nred,flat,c\nblue,flat,\n", encoding="utf-8")
    known, y = desired(source, open_rows(source, other), 1)
    assert known.tolist() == [0]
    assert y.tolist() == [[1]]
    assert desired(source, open_rows(source, other), 2)[1].tolist() == [[0, 1]]


def test_a_table_without_any_known_target_is_refused(tmp_path: Path) -> None:
    source = source_of("colour,shape,y\n" + WORDS * 20, header=True, target="y")
    other = tmp_path / "other.csv"
    other.write_text("colour,shape,y\nred,round,c\n", encoding="utf-8")
    with pytest.raises(DataError, match="No row has a value of “y”"):
        desired(source, open_rows(source, other), 1)
