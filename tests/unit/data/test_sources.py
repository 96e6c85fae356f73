"""A source can be opened before it can be used, and a file that is none is refused."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris

from nndesigner.data import source as sources
from nndesigner.data.bundled import BUNDLED
from nndesigner.data.describe import describe_column
from nndesigner.data.model import ColumnRole, Kind
from nndesigner.data.source import DataSource, load_source, source_from_bytes
from nndesigner.errors import DataError
from nndesigner.resource_files import resource_path


def test_a_file_whose_guesses_do_not_work_can_be_opened_and_corrected(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,kind\n1,u,same\n2,v,same\n3,u,same\n", encoding="utf-8")
    opened = load_source(path)
    with pytest.raises(DataError, match="has only one class"):
        _ = opened.prepared
    roles = {"b": ColumnRole.TARGET, "kind": ColumnRole.IGNORE}
    columns = tuple(replace(plan, role=roles.get(plan.name, plan.role)) for plan in opened.recipe.columns)
    assert opened.with_recipe(replace(opened.recipe, columns=columns)).prepared.classes == ("u", "v")


def test_other_read_options_read_the_kept_bytes_again() -> None:
    data = source_from_bytes(b"a;b\n1,5;x\n2,5;y\n", "t.csv")
    points = data.with_recipe(replace(data.recipe, read=replace(data.recipe.read, decimal=".")))
    assert data.table.column("a").numbers.tolist() == [1.5, 2.5]
    assert np.isnan(points.table.column("a").numbers).all()
    assert points.raw is data.raw


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "t.csv"
    os.mkfifo(pipe)
    with pytest.raises(DataError) as caught:
        load_source(pipe)
    assert str(caught.value) == f"{pipe}: This is not an ordinary file. Choose a CSV or TSV file."


def test_a_file_larger_than_memory_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n1,2\n")
    monkeypatch.setattr(sources, "LARGEST_FILE", 4)
    with pytest.raises(DataError, match="The file is too large"):
        load_source(path)


def test_the_bundled_iris_is_scikit_learns(iris_data: DataSource) -> None:
    x, labels = load_iris(return_X_y=True)
    columns = iris_data.table.columns
    np.testing.assert_array_equal(np.stack([column.numbers for column in columns[:4]], axis=1), x)
    np.testing.assert_array_equal(iris_data.prepared.labels, labels)


def test_the_bundled_digits_are_scikit_learns(digits_data: DataSource) -> None:
    x, labels = load_digits(return_X_y=True)
    columns = digits_data.table.columns
    np.testing.assert_array_equal(np.stack([column.numbers for column in columns[:64]], axis=1), x)
    np.testing.assert_array_equal(digits_data.prepared.labels, labels)


@pytest.mark.parametrize("key", ["iris", "digits"])
def test_what_was_made_by_others_is_cited(key: str) -> None:
    written = resource_path("datasets/DATASETS.md").read_text(encoding="utf-8")
    assert BUNDLED[key].citation in written


@pytest.mark.parametrize(
    ("values", "histogram"),
    [
        ("1\n1.0000000000000002\n", {0: 1, 13: 1}),
        ("-1e100\n1e100\n0\n", {0: 1, 7: 1, 13: 1}),
        ("5\n5\n5\n", {7: 3}),
    ],
)
def test_a_histogram_stands_values_as_close_or_as_large_as_they_come(
    values: str, histogram: dict[int, int]
) -> None:
    rows = "".join(f"{value},x\n" for value in values.split())
    column = source_from_bytes(f"a,b\n{rows}".encode(), "t.csv").table.column("a")
    counts = describe_column(column, Kind.NUMBER).histogram
    assert {place: count for place, count in enumerate(counts) if count} == histogram
