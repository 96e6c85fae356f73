"""Constants come from training rows, tell a picture from a table, and mean the same for other tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesigner.data import encoding
from nndesigner.data.bundled import load_bundled
from nndesigner.data.encoding import CategoryEncoding, NumberEncoding, fit_encoding, scaling_constants
from nndesigner.data.model import ColumnPlan, ColumnRole, Kind, ReadOptions, Recipe, Scaling, Table
from nndesigner.data.ordering import natural_order
from nndesigner.data.reading import read_table
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.errors import DataError


def table(text: str) -> Table:
    return read_table(text.encode(), ReadOptions(), "t.csv")


def source(text: str) -> DataSource:
    return source_from_bytes(text.encode(), "t.csv")


def recipe(*plans: tuple[str, Kind, Scaling]) -> Recipe:
    columns = tuple(ColumnPlan(name, kind, ColumnRole.INPUT, scaling) for name, kind, scaling in plans)
    return Recipe(ReadOptions(), columns)


def test_equal_values_are_scaled_to_zero_and_others_stay_in_proportion() -> None:
    values = np.full(23, 3.3)
    assert values.std() > 0.0, "the computed deviation of these is the case that does harm"
    assert scaling_constants(values, Scaling.STANDARD) == (3.3, 1.0)
    assert scaling_constants(values, Scaling.MINMAX) == (3.3, 1.0)


@given(st.lists(st.floats(-1e100, 1e100), min_size=1, max_size=30), st.sampled_from(list(Scaling)))
def test_scaled_values_are_finite_and_can_be_scaled_back(values: list[float], scaling: Scaling) -> None:
    array = np.array(values)
    offset, scale = scaling_constants(array, scaling)
    scaled = (array - offset) / scale
    assert scale > 0.0
    assert np.isfinite(scaled).all()
    np.testing.assert_allclose(scaled * scale + offset, array, rtol=1e-9, atol=1e-12 * np.abs(array).max())


def test_only_the_training_rows_are_looked_at() -> None:
    read = table("n,c\n1,a\n3,b\n1000,zebra\n")
    fitted = fit_encoding(
        read, recipe(("n", Kind.NUMBER, Scaling.MINMAX), ("c", Kind.CATEGORY, Scaling.NONE)), np.array([0, 1])
    )
    assert fitted.columns == (NumberEncoding("n", 1.0, 2.0, 2.0), CategoryEncoding("c", ("a", "b")))


def test_pixels_of_one_picture_share_one_range() -> None:
    read = table("p0_0,p0_1,other\n0,16,5\n1,0,10\n")
    plans = [(name, Kind.NUMBER, Scaling.MINMAX) for name in ("p0_0", "p0_1", "other")]
    x = fit_encoding(read, recipe(*plans), np.array([0, 1])).encode(read)
    assert x.tolist() == [[0.0, 1.0, 0.0], [1 / 16, 0.0, 1.0]]


def test_digits_stay_the_pictures_they_are() -> None:
    data = load_bundled("digits")
    inputs = np.stack([column.numbers for column in data.table.columns[:64]], axis=1)
    np.testing.assert_array_equal(data.prepared.x, inputs / 16.0)


def test_a_number_is_the_same_category_however_it_is_written() -> None:
    fitted = CategoryEncoding("c", ("1", "2", "x"))
    column = table("c,d\n1.0,a\n2,a\nx,a\n3,a\n,a\n").columns[0]
    assert fitted.encode(column).tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]
    assert fitted.unknown(column) == 1


def test_a_category_that_means_a_missing_cell_in_another_table_is_missing_there() -> None:
    fitted = CategoryEncoding("c", ("NA", "x"))
    column = table("c,d\nNA,1\nx,2\n").columns[0]
    assert fitted.encode(column).tolist() == [[0, 0], [0, 1]]
    assert fitted.unknown(column) == 0


def test_a_number_target_is_scaled_by_its_training_rows_alone() -> None:
    lines = [f"{i},{i * 2.5}" for i in range(30)]
    first = source("\n".join(["a,price", *lines])).prepared
    for row in first.rows[first.parts != 0]:
        lines[row] = f"{row},{row * 1000.5 + 7}"
    second = source("\n".join(["a,price", *lines])).prepared
    assert (second.target_offset, second.target_scale) == (first.target_offset, first.target_scale)
    np.testing.assert_array_equal(second.targets[first.parts == 0], first.targets[first.parts == 0])
    assert not np.array_equal(second.targets, first.targets)


def test_a_table_with_text_where_the_training_rows_had_numbers_is_refused() -> None:
    fitted = source("a,b,y\n1,2,u\n2,3,v\n").prepared.encoding
    with pytest.raises(DataError) as caught:
        fitted.encode(table("a,b\nfoo,2\nbar,3\n"))
    assert str(caught.value) == (
        "The column “a” should be numbers, but none of its 2 cells is one; the first is “foo” in row 1. "
        "Choose a table like the one the network was trained on."
    )


def test_a_table_where_a_number_is_missing_throughout_gets_the_training_median() -> None:
    fitted = source("a,b,y\n1,0,u\n3,1,v\n").prepared.encoding
    assert fitted.encode(table("a,b\n,1\n,0\n"))[:, 0].tolist() == [0.0, 0.0]


def test_too_many_categories_to_be_inputs_are_refused() -> None:
    read = table("c,d\n" + "".join(f"w{i},1\n" for i in range(1001)))
    with pytest.raises(DataError) as caught:
        fit_encoding(read, recipe(("c", Kind.CATEGORY, Scaling.NONE)), np.arange(1001))
    assert str(caught.value) == (
        "The column “c” has 1,001 different values; as a category each of them becomes an input. "
        "Ignore it, or make it a number."
    )


def test_more_inputs_than_memory_are_refused_before_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = source("c,n,y\na,1,u\nb,2,v\n").prepared.encoding
    monkeypatch.setattr(encoding, "_MOST_CELLS", 5)
    with pytest.raises(DataError, match="2 rows with 3 inputs are more than can be held"):
        fitted.encode(table("c,n\na,1\nb,2\n"))


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["c10", "c2", "c1"], ("c1", "c2", "c10")),
        (["c010", "c9", "c11"], ("c9", "c010", "c11")),
        (["10", "9", "-1", "1.5"], ("-1", "1.5", "9", "10")),
        (["10,5", "9,5"], ("9,5", "10,5")),
        (["b", "A", "a", "B"], ("A", "a", "B", "b")),
        (["x" + "9" * 5000, "x1"], ("x1", "x" + "9" * 5000)),
        (["1", "x", "²"], ("1", "x", "²")),
    ],
)
def test_names_are_in_the_order_people_expect(names: list[str], ordered: tuple[str, ...]) -> None:
    assert natural_order(names) == ordered


@given(st.lists(st.text(max_size=6)), st.randoms())
def test_the_order_of_names_does_not_depend_on_how_they_come(names: list[str], random: object) -> None:
    assert natural_order(names) == natural_order(reversed(names))
    assert set(natural_order(names)) == set(names)
