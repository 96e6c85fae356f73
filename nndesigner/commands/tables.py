"""Tables named on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nndesigner.data.bundled import BUNDLED, load_bundled
from nndesigner.data.model import ColumnRole, Kind, Recipe, Table
from nndesigner.data.source import DataSource, load_source
from nndesigner.errors import UsageError

_BUNDLED = "bundled:"


def open_source(words: str, target: str | None) -> DataSource:
    """The data source of a file name, or of “bundled:KEY”.

    Raises:
        UsageError: There is no bundled data set of that name.
        DataError: The file cannot be read or used.
    """
    if not words.startswith(_BUNDLED):
        return load_source(Path(words), target=target)
    key = words.removeprefix(_BUNDLED)
    if key not in BUNDLED:
        raise UsageError(
            f"There is no bundled data set “{key}”.", remedy=f"Choose one of {', '.join(BUNDLED)}."
        )
    source = load_bundled(key)
    return source if target is None else source.with_recipe(with_target(source.recipe, target))


def with_target(recipe: Recipe, target: str) -> Recipe:
    """The recipe with another target; the old one becomes an input."""
    columns = []
    for column in recipe.columns:
        if column.name == target:
            columns.append(replace(column, role=ColumnRole.TARGET))
        elif column.role is ColumnRole.TARGET:
            columns.append(replace(column, role=ColumnRole.INPUT))
        else:
            columns.append(column)
    return replace(recipe, columns=tuple(columns))


def adjusted(
    table: Table,
    recipe: Recipe,
    *,
    numbers: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    ignored: tuple[str, ...] = (),
    validation: float | None = None,
    test: float | None = None,
) -> Recipe:
    """The recipe with what the user decided about columns and held-out rows.

    Raises:
        DataError: There is no such column.
        UsageError: The held-out shares leave nothing for training.
    """
    for name in (*numbers, *categories, *ignored):
        table.column(name)
    columns = []
    for column in recipe.columns:
        kind = Kind.NUMBER if column.name in numbers else column.kind
        kind = Kind.CATEGORY if column.name in categories else kind
        role = ColumnRole.IGNORE if column.name in ignored else column.role
        columns.append(replace(column, kind=kind, role=role))
    split = replace(
        recipe.split,
        validation=recipe.split.validation if validation is None else validation,
        test=recipe.split.test if test is None else test,
    )
    if not (0 <= split.validation < 1 and 0 <= split.test < 1 and split.validation + split.test < 1):
        raise UsageError(
            "Validation and test rows together must be a share from 0 to below 1.",
            remedy="For example: --validation 0.15 --test 0.15.",
        )
    return replace(recipe, columns=tuple(columns), split=split)
