"""What the import page asks a thread to do: an immutable request in, a frozen answer out. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nndesigner.data.describe import ColumnFacts, describe_column
from nndesigner.data.guess import explain, guess_recipe
from nndesigner.data.model import (
    ColumnPlan,
    ColumnRole,
    Kind,
    Prepared,
    ReadOptions,
    Recipe,
    Scaling,
    SplitPlan,
    Table,
)
from nndesigner.data.reading import read_table, sniff
from nndesigner.data.source import DataSource, read_bytes
from nndesigner.engine.network import BoolArray
from nndesigner.errors import DataError
from nndesigner.ui.import_page.findings import Finding, findings, flagged

READING_SHARE = 0.9
"""Share of the progress bar that reading takes; preparing takes the rest."""


@dataclass(frozen=True)
class Choice:
    """What the user decided about one column; None leaves it to the guess."""

    kind: Kind | None = None
    role: ColumnRole | None = None
    scaling: Scaling | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """A table as read with certain options, and what was guessed about it."""

    raw: bytes
    options: ReadOptions
    table: Table
    guess: Recipe
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Request:
    """Read a file, or prepare what was read in another way.

    Attributes:
        id: Given back in the answer.
        name: File name.
        path: Where to read it; None for data that is already in the project.
        raw: The bytes, once they are known.
        options: How to read them; None to guess.
        earlier: An earlier reading, used again where the options are the same.
        choices: By column name.
        split: None for the guess.
    """

    id: int
    name: str
    path: Path | None
    raw: bytes | None = None
    options: ReadOptions | None = None
    earlier: Reading | None = None
    choices: Mapping[str, Choice] = field(default_factory=dict)
    split: SplitPlan | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a request.

    Attributes:
        raw, options: As far as they became known, so that an error can be mended by other options.
        reading: None where the file cannot be read as a table.
        source: The table with its recipe, prepared unless there is an error.
        facts: By column, in the order of the table.
        flags: By column, shape (rows,): True where a cell holds nothing usable.
        findings: What is worth a warning.
        error: Why it cannot be imported as it is.
    """

    id: int
    raw: bytes | None = None
    options: ReadOptions | None = None
    reading: Reading | None = None
    source: DataSource | None = None
    facts: tuple[ColumnFacts, ...] = ()
    flags: tuple[BoolArray, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: DataError | None = None

    @property
    def prepared(self) -> Prepared | None:
        """The arrays, already computed; None where there is an error."""
        return self.source.prepared if self.source is not None and self.error is None else None


def carry_out(request: Request, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> Answer:
    """Read, guess, prepare and describe. What the file cannot give is in the answer, never raised."""
    answer = Answer(request.id, raw=request.raw, options=request.options)
    try:
        raw = request.raw if request.raw is not None else _bytes(request)
        options = request.options or sniff(raw, request.name)
        answer = replace(answer, raw=raw, options=options)
        reading = _reading(request, raw, options, progress, cancelled)
        answer = replace(answer, reading=reading)
        path = str(request.path) if request.path is not None else None
        source = DataSource(request.name, reading.table, chosen_recipe(reading.guess, request), path, raw)
        facts = tuple(
            describe_column(column, plan.kind)
            for column, plan in zip(reading.table.columns, source.recipe.columns, strict=True)
        )
        flags = tuple(
            flagged(column, plan)
            for column, plan in zip(reading.table.columns, source.recipe.columns, strict=True)
        )
        found = findings(reading.table, source.recipe)
        answer = replace(answer, source=source, facts=facts, flags=flags, findings=found)
        usable = len(source.prepared.x)
    except DataError as error:
        return replace(answer, error=error)
    progress(1.0)
    return answer if usable else replace(answer, error=_nothing_usable(request.name))


def chosen_recipe(guess: Recipe, request: Request) -> Recipe:
    """The guess with the user's decisions put over it."""
    columns = tuple(_decided(plan, request.choices.get(plan.name, Choice())) for plan in guess.columns)
    return Recipe(guess.read, columns, request.split or guess.split)


def choices_of(recipe: Recipe) -> dict[str, Choice]:
    """A recipe as decisions, to go on from."""
    return {plan.name: Choice(plan.kind, plan.role, plan.scaling) for plan in recipe.columns}


def _bytes(request: Request) -> bytes:
    if request.path is None:
        raise DataError("The file is not known any more.", where=request.name, remedy="Open it again.")
    return read_bytes(request.path)


def _reading(
    request: Request,
    raw: bytes,
    options: ReadOptions,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Reading:
    earlier = request.earlier
    if earlier is not None and earlier.options == options and earlier.raw is raw:
        return earlier

    def told(share: float) -> None:
        progress(share * READING_SHARE)

    table = read_table(raw, options, request.name, progress=told, cancelled=cancelled)
    try:
        guess = guess_recipe(table, options)
    except DataError as error:
        raise DataError(error.what, where=error.where or request.name, remedy=error.remedy) from error
    return Reading(raw, options, table, guess, explain(table, guess))


def _decided(plan: ColumnPlan, choice: Choice) -> ColumnPlan:
    return ColumnPlan(
        plan.name, choice.kind or plan.kind, choice.role or plan.role, choice.scaling or plan.scaling
    )


def _nothing_usable(name: str) -> DataError:
    return DataError("No row can be used.", where=name, remedy="Choose another target.")
