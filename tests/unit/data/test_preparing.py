"""Rows are split first, constants come from training rows only, the impossible is refused exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.data.bundled import BUNDLED, load_bundled
from nndesigner.data.describe import describe_column, split_counts
from nndesigner.data.guess import explain
from nndesigner.data.images import image_shape
from nndesigner.data.model import ColumnPlan, ColumnRole, Kind, Part, Recipe, Scaling, SplitPlan, Task
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.data.splitting import split_rows
from nndesigner.errors import DataError
from nndesigner.resource_files import resource_path


def source(text: str, target: str | None = None) -> DataSource:
    return source_from_bytes(text.encode(), "t.csv", target=target)


def changed(
    data: DataSource,
    name: str,
    *,
    kind: Kind | None = None,
    role: ColumnRole | None = None,
    scaling: Scaling | None = None,
) -> DataSource:
    """The source with one column's plan changed."""

    def planned(plan: ColumnPlan) -> ColumnPlan:
        if plan.name != name:
            return plan
        return ColumnPlan(name, kind or plan.kind, role or plan.role, scaling or plan.scaling)

    columns = tuple(planned(plan) for plan in data.recipe.columns)
    return data.with_recipe(replace(data.recipe, columns=columns))


def numbers(rows: int, seed: int = 3) -> str:
    random = np.random.default_rng(seed)
    lines = [f"{a:.3f},{b:.3f},{'yes' if a + b > 0 else 'no'}" for a, b in random.normal(size=(rows, 2))]
    return "a,b,answer\n" + "\n".join(lines) + "\n"


def test_iris_has_four_standardised_inputs_and_three_classes(iris_data: DataSource) -> None:
    prepared = iris_data.prepared
    train = prepared.x[prepared.select(Part.TRAIN)]
    assert prepared.task is Task.CLASSES
    assert prepared.classes == ("setosa", "versicolor", "virginica")
    np.testing.assert_allclose(train.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(train.std(axis=0), 1.0, rtol=1e-12)


def test_the_split_has_the_shares_asked_for_in_every_class(iris_data: DataSource) -> None:
    prepared = iris_data.prepared
    assert split_counts(prepared) == {Part.TRAIN: 106, Part.VALIDATION: 22, Part.TEST: 22}
    for part, share in ((Part.VALIDATION, 22 / 3), (Part.TEST, 22 / 3), (Part.TRAIN, 106 / 3)):
        per_class = np.bincount(prepared.labels[prepared.select(part)], minlength=3)
        assert np.all(np.abs(per_class - share) < 1.0)


def test_four_rows_are_all_for_training(xor_data: DataSource) -> None:
    assert split_counts(xor_data.prepared)[Part.TRAIN] == 4
    assert xor_data.prepared.y(1).ravel().tolist() == [0, 1, 1, 0]
    assert xor_data.prepared.y(2).tolist() == [[1, 0], [0, 1], [0, 1], [1, 0]]


def test_digits_are_pictures(digits_data: DataSource) -> None:
    assert image_shape(digits_data.prepared) == (8, 8)
    assert digits_data.prepared.x.min() >= 0.0
    assert digits_data.prepared.outputs == 10


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_changing_held_out_rows_changes_no_fitted_constant(seed: int) -> None:
    data = source(numbers(40))
    prepared = data.prepared
    held_out = prepared.rows[prepared.parts != 0]
    random = np.random.default_rng(seed)
    lines = numbers(40).splitlines()
    for row in held_out:
        label = lines[row + 1].rsplit(",", 1)[1]
        lines[row + 1] = f"{random.normal() * 1000:.1f},{random.normal() * 1000:.1f},{label}"
    other = source("\n".join(lines) + "\n").prepared
    assert other.encoding == prepared.encoding
    np.testing.assert_array_equal(other.parts, prepared.parts)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=200),
    st.floats(0, 0.6),
    st.floats(0, 0.6),
    st.integers(0, 99),
)
def test_any_split_is_exact_seeded_and_leaves_rows_for_training(
    labels: list[int], validation: float, test: float, seed: int
) -> None:
    plan = SplitPlan(validation, test, True, seed)
    array = np.array(labels, dtype=np.int64)
    parts = split_rows(array, len(array), plan)
    np.testing.assert_array_equal(parts, split_rows(array, len(array), plan))
    assert (parts == 0).any()
    if validation + test < 0.9 and len(array) > 20:
        assert abs((parts == 1).sum() - validation * len(array)) <= 1
        assert abs((parts == 2).sum() - test * len(array)) <= 1


def test_a_missing_number_becomes_the_training_median() -> None:
    data = changed(source("a,b,y\n1,0,u\n2,1,v\n9,0,u\nNA,1,v\n"), "a", scaling=Scaling.NONE)
    assert data.prepared.x[:, 0].tolist() == [1, 2, 9, 2]


def test_a_category_becomes_one_input_per_value() -> None:
    prepared = source("colour,n,y\nred,1,u\nblue,2,v\nred,3,u\n,4,v\n").prepared
    assert prepared.input_names == ("colour = blue", "colour = red", "n")
    assert prepared.x[:, :2].tolist() == [[0, 1], [1, 0], [0, 1], [0, 0]]


def test_a_category_never_trained_on_is_all_zeros_and_counted() -> None:
    encoding = source("colour,n,y\nred,1,u\nblue,2,v\nred,3,u\n").prepared.encoding
    other = source("n,colour,y\n1,green,u\n2,red,v\n3,blue,v\n").table
    assert encoding.encode(other)[:, :2].tolist() == [[0, 0], [0, 1], [1, 0]]
    assert encoding.unknown(other) == {"colour": 1}


def test_missing_columns_are_all_named() -> None:
    encoding = source("a,b,c,y\n1,2,3,u\n2,3,4,v\n").prepared.encoding
    with pytest.raises(DataError) as caught:
        encoding.encode(source("b,z\n1,2\n2,3\n").table)
    assert caught.value.what == "The table has no column “a”, “c”."


def test_a_number_target_is_scaled_and_can_be_scaled_back() -> None:
    prepared = source("a,price\n" + "\n".join(f"{i},{i * 2.5 + 100}" for i in range(30)) + "\n").prepared
    assert prepared.task is Task.REGRESSION
    restored = prepared.targets[:, 0] * prepared.target_scale + prepared.target_offset
    np.testing.assert_allclose(restored, [i * 2.5 + 100 for i in prepared.rows])


def test_whole_number_classes_are_in_the_order_of_their_values() -> None:
    text = "a,class\n" + "\n".join(f"{i * 0.37:.2f},{i % 11}" for i in range(44)) + "\n"
    assert source(text).prepared.classes == tuple(str(i) for i in range(11))


def test_rows_without_a_target_are_left_out_and_counted() -> None:
    prepared = source("a,y\n1,u\n2,\n3,v\n4,u\n").prepared
    assert prepared.rows.tolist() == [0, 2, 3]
    assert prepared.dropped == {"“y” is missing": 1}


def test_a_column_that_counts_the_rows_is_left_out_with_its_reason() -> None:
    data = source("id,a,y\n" + "\n".join(f"{i},{i * i % 7}.5,{'uv'[i % 2]}" for i in range(30)) + "\n")
    assert data.prepared.input_names == ("a",)
    assert "“id” is left out: it only counts the rows." in explain(data.table, data.recipe)


def test_a_constant_column_does_no_harm() -> None:
    data = changed(source("a,b,y\n5,1,u\n5,2,v\n5,3,u\n"), "a", scaling=Scaling.STANDARD)
    assert data.prepared.x[:, 0].tolist() == [0, 0, 0]


def message(data: DataSource) -> str:
    with pytest.raises(DataError) as caught:
        _ = data.prepared
    return str(caught.value)


def test_text_where_numbers_belong_is_named_with_its_first_row() -> None:
    data = changed(source("colour,n,y\nred,1,u\nblue,2,v\n"), "colour", kind=Kind.NUMBER)
    assert message(data) == (
        "t.csv: The column “colour” should be numbers, but none of its 2 cells is one; "
        "the first is “red” in row 1. Make it a category, or ignore it."
    )


def test_a_target_with_one_class_is_refused() -> None:
    assert message(source("a,y\n1,same\n2,same\n")) == (
        "t.csv: The target “y” has only one class, “same”: there is nothing to learn. Choose another target."
    )


def test_a_table_without_inputs_is_refused() -> None:
    data = changed(source("a,y\n1,u\n2,v\n"), "a", role=ColumnRole.IGNORE)
    assert message(data) == "t.csv: No column is an input. Choose at least one column to predict from."


def test_two_targets_are_refused() -> None:
    data = changed(source("a,b,y\n1,2,u\n2,1,v\n"), "a", role=ColumnRole.TARGET)
    assert message(data) == "t.csv: “a” and “y” are both targets. Choose one column that is to be predicted."


def test_an_unknown_target_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(DataError) as caught:
        source("a,b\n1,2\n2,3\n", target="price")
    assert str(caught.value) == "t.csv: There is no column “price”. The columns are a, b."


def test_the_same_recipe_reads_the_same_table(iris_data: DataSource) -> None:
    again = iris_data.with_recipe(
        Recipe(iris_data.recipe.read, iris_data.recipe.columns, SplitPlan(0.3, 0.0))
    )
    assert again.table is iris_data.table
    assert split_counts(again.prepared)[Part.VALIDATION] == 45


def test_a_column_is_described_by_its_numbers() -> None:
    data = source("x,c,y\n1,a,u\n2,b,v\nNA,a,u\nten,a,v\n")
    facts = describe_column(data.table.column("x"), Kind.NUMBER)
    assert (facts.missing, facts.unconverted, facts.distinct) == (1, 1, 2)
    assert (facts.minimum, facts.maximum, facts.mean) == (1.0, 2.0, 1.5)
    assert sum(facts.histogram) == 2
    assert describe_column(data.table.column("c"), Kind.CATEGORY).categories == (("a", 3), ("b", 1))


@pytest.mark.parametrize("key", BUNDLED)
def test_every_bundled_set_opens_and_says_where_it_comes_from(key: str) -> None:
    data = load_bundled(key)
    assert len(data.prepared.x) == data.table.rows
    assert data.prepared.target_name == BUNDLED[key].target
    licences = resource_path("datasets/DATASETS.md").read_text(encoding="utf-8")
    assert BUNDLED[key].file in licences
    assert BUNDLED[key].licence in licences


def test_an_unknown_bundled_set_is_refused() -> None:
    with pytest.raises(DataError, match="There is no bundled data set “moons”"):
        load_bundled("moons")
