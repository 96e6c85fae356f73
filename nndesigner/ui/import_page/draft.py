"""What the user has decided on the import page so far, and the requests that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from nndesigner.data.model import ColumnRole, Kind, ReadOptions, Scaling, SplitPlan
from nndesigner.data.source import DataSource
from nndesigner.ui.import_page.work import Answer, Choice, Reading, Request, choices_of

_ids = count(1)


@dataclass(frozen=True, eq=False)
class Draft:
    """An import that is being prepared. Immutable; every decision makes the next one.

    Attributes:
        editing: Whether it is about data that is in the project already.
        answer: The latest answer, from which bytes and table are used again.
    """

    name: str
    path: Path | None
    editing: bool = False
    raw: bytes | None = None
    options: ReadOptions | None = None
    choices: dict[str, Choice] = field(default_factory=dict)
    split: SplitPlan | None = None
    earlier: Reading | None = None

    @classmethod
    def of_file(cls, path: Path) -> Draft:
        """A file that has not been read."""
        return cls(path.name, path)

    @classmethod
    def of_source(cls, source: DataSource) -> Draft:
        """The data of the project."""
        recipe = source.recipe
        return cls(
            source.name,
            Path(source.path) if source.path is not None else None,
            editing=True,
            raw=source.raw,
            options=recipe.read,
            choices=choices_of(recipe),
            split=recipe.split,
            earlier=Reading(source.raw, recipe.read, source.table, recipe, ()),
        )

    def request(self) -> Request:
        """What is to be done next."""
        return Request(
            next(_ids),
            self.name,
            self.path,
            self.raw,
            self.options,
            self.earlier,
            dict(self.choices),
            self.split,
        )

    def after(self, answer: Answer) -> Draft:
        """Remember what is known now."""
        return replace(self, raw=answer.raw, options=answer.options, earlier=answer.reading or self.earlier)

    def with_options(self, options: ReadOptions) -> Draft:
        """Read in another way."""
        return replace(self, options=options)

    def with_split(self, split: SplitPlan) -> Draft:
        """Put other rows aside."""
        return replace(self, split=split)

    def with_role(self, answer: Answer, name: str, role: ColumnRole) -> Draft:
        """Use a column for something else. There is one target: a new one makes the old one an input."""
        changed = self._with(name, role=role)
        if role is ColumnRole.TARGET and answer.source is not None:
            for plan in answer.source.recipe.columns:
                if plan.role is ColumnRole.TARGET and plan.name != name:
                    changed = changed._with(plan.name, role=ColumnRole.INPUT)
        return changed

    def with_numbers(self, name: str) -> Draft:
        """Use a column as a number input."""
        return self._with(name, kind=Kind.NUMBER, role=ColumnRole.INPUT)

    def with_kind(self, name: str, kind: Kind) -> Draft:
        """Understand a column in another way."""
        return self._with(name, kind=kind)

    def with_scaling(self, name: str, scaling: Scaling) -> Draft:
        """Scale a column in another way."""
        return self._with(name, scaling=scaling)

    def with_all_scaled(self, answer: Answer, scaling: Scaling) -> Draft:
        """Scale all number inputs in one way."""
        changed = self
        for plan in answer.source.recipe.columns if answer.source is not None else ():
            if plan.role is ColumnRole.INPUT and plan.kind is Kind.NUMBER:
                changed = changed._with(plan.name, scaling=scaling)
        return changed

    def _with(
        self,
        name: str,
        *,
        kind: Kind | None = None,
        role: ColumnRole | None = None,
        scaling: Scaling | None = None,
    ) -> Draft:
        old = self.choices.get(name, Choice())
        new = Choice(kind or old.kind, role or old.role, scaling or old.scaling)
        return replace(self, choices={**self.choices, name: new})
