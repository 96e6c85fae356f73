"""Sensible choices for a table, each of which can be explained in a sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nndesigner.data.guess import explain
from nndesigner.data.model import ColumnRole, Kind, Scaling, SplitPlan
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.errors import DataError


def source(header: str, rows: list[str], target: str | None = None) -> DataSource:
    return source_from_bytes("\n".join([header, *rows, ""]).encode(), "t.csv", target=target)


def role(data: DataSource, name: str) -> ColumnRole:
    return next(plan.role for plan in data.recipe.columns if plan.name == name)


def kind(data: DataSource, name: str) -> Kind:
    return next(plan.kind for plan in data.recipe.columns if plan.name == name)


def targets(data: DataSource) -> list[str]:
    return [plan.name for plan in data.recipe.columns if plan.role is ColumnRole.TARGET]


def test_a_telling_name_makes_the_target() -> None:
    assert targets(source("label,x,y", ["u,1,2", "v,3,4", "u,3,5"])) == ["label"]
    assert targets(source("Class,x", ["u,1", "v,3"])) == ["Class"]


def test_without_a_telling_name_the_last_column_that_can_be_predicted_is_the_target() -> None:
    rows = [f"{i}.5,{'uv'[i % 2]},name{i}" for i in range(30)]
    assert targets(source("a,kind,person", rows)) == ["kind"]


@pytest.mark.parametrize("name", ["id", "row_id", "Index", "Nr.", "Unnamed: 0", "#"])
def test_a_running_number_is_left_out(name: str) -> None:
    data = source(f"{name},a,z", [f"{i + 1},{i * 7 % 5}.5,{'uv'[i % 2]}" for i in range(30)])
    assert role(data, name) is ColumnRole.IGNORE
    assert f"“{name}” is left out: it only counts the rows." in explain(data.table, data.recipe)


def test_the_nameless_index_that_programs_write_is_left_out() -> None:
    data = source(",a,z", [f"{i},{i * 7 % 5}.5,{'uv'[i % 2]}" for i in range(30)])
    assert data.prepared.input_names == ("a",)


def test_a_counting_column_with_a_meaning_stays() -> None:
    data = source("minute,a,z", [f"{i},{i * 7 % 5}.5,{'uv'[i % 2]}" for i in range(30)])
    assert role(data, "minute") is ColumnRole.INPUT


def test_names_that_differ_in_every_row_are_left_out() -> None:
    data = source("person,a,z", [f"p{i},{i}.5,{'uv'[i % 2]}" for i in range(12)])
    assert role(data, "person") is ColumnRole.IGNORE
    assert "“person” is left out: every row has another value." in explain(data.table, data.recipe)


def test_what_the_user_leaves_out_needs_no_reason() -> None:
    data = source("a,b,z", ["1.5,2,u", "2.5,1,v"])
    columns = tuple(
        replace(plan, role=ColumnRole.IGNORE) if plan.name == "a" else plan for plan in data.recipe.columns
    )
    assert "“a” is left out." in explain(data.table, replace(data.recipe, columns=columns))


def test_a_few_cells_of_text_among_many_numbers_are_counted_and_do_not_cost_the_column() -> None:
    data = source("a,z", [f"{'oops' if i == 7 else i * 1.5},{'uv'[i % 2]}" for i in range(100)])
    assert kind(data, "a") is Kind.NUMBER
    assert int(data.table.column("a").unconverted.sum()) == 1
    assert "In “a” 1 cell is not a number: the training median stands in." in explain(data.table, data.recipe)


def test_sizes_with_one_word_among_them_stay_categories() -> None:
    data = source("size,z", [f"{'XL' if i % 20 == 0 else 36 + i % 5},{'uv'[i % 2]}" for i in range(60)])
    assert kind(data, "size") is Kind.CATEGORY


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1] * 20, Kind.CATEGORY),
        (list(range(10)) * 4, Kind.CATEGORY),
        ([1000, 2000] * 20, Kind.NUMBER),
        (list(range(40)), Kind.NUMBER),
        ([0.5, 1.0] * 20, Kind.NUMBER),
    ],
)
def test_few_small_whole_numbers_are_classes(values: list[float], expected: Kind) -> None:
    assert kind(source("a,z", [f"{i}.5,{value}" for i, value in enumerate(values)]), "z") is expected


def test_numbers_taken_as_classes_are_explained() -> None:
    data = source("a,z", [f"{i}.5,{i % 3}" for i in range(30)])
    assert "“z” holds 3 different numbers: they are taken as classes." in explain(data.table, data.recipe)


@pytest.mark.parametrize(
    ("name", "values", "scaling"),
    [
        ("price", [10, 20, 255], Scaling.STANDARD),
        ("share", [0.1, 0.5, 1.0], Scaling.NONE),
        ("balance", [-1.0, 0.5, 1.0], Scaling.NONE),
        ("pixel12", [0, 16, 3], Scaling.MINMAX),
        ("p3_4", [0, 1, 0], Scaling.MINMAX),
    ],
)
def test_the_scaling_suits_the_values(name: str, values: list[float], scaling: Scaling) -> None:
    data = source(f"{name},z", [f"{value},{'uvu'[i]}" for i, value in enumerate(values)])
    assert data.recipe.columns[0].scaling is scaling


@pytest.mark.parametrize(("rows", "split"), [(19, SplitPlan(0.0, 0.0)), (20, SplitPlan(0.15, 0.15))])
def test_a_few_rows_are_all_for_training(rows: int, split: SplitPlan) -> None:
    assert source("a,z", [f"{i}.5,{'uv'[i % 2]}" for i in range(rows)]).recipe.split == split


def test_a_name_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(DataError) as caught:
        source("Species,b", ["u,2", "v,3"], target="species")
    assert str(caught.value) == "t.csv: There is no column “species”. Did you mean “Species”?"


def test_a_wide_table_names_only_its_first_columns() -> None:
    header = ",".join(f"c{i}" for i in range(800))
    with pytest.raises(DataError) as caught:
        source(header, [",".join("1" * 800)], target="zzz")
    names = ", ".join(f"c{i}" for i in range(12))
    assert caught.value.remedy == f"The columns are {names} and 788 more."


def test_a_number_target_that_never_changes_is_refused() -> None:
    data = source("a,price", [f"{i},2.5" for i in range(30)])
    with pytest.raises(DataError) as caught:
        _ = data.prepared
    assert str(caught.value) == (
        "t.csv: The target “price” is 2.5 in every row: there is nothing to learn. Choose another target."
    )


def test_a_target_of_free_text_is_refused() -> None:
    data = source("a,remark", [f"{i}.5,w{i}" for i in range(1001)], target="remark")
    with pytest.raises(DataError) as caught:
        _ = data.prepared
    assert str(caught.value) == (
        "t.csv: The target “remark” has 1,001 different values, too many to be classes. "
        "Make it a number, or choose another target."
    )


def test_unconverted_target_cells_cost_their_rows_and_are_counted() -> None:
    data = source("a,price", [f"{i},{'?!' if i == 3 else '' if i == 5 else i * 1.5}" for i in range(100)])
    assert len(data.prepared.rows) == 98
    assert data.prepared.dropped == {"“price” is missing": 1, "“price” is not a number": 1}
    assert not np.isin([3, 5], data.prepared.rows).any()
