"""Every kind of edit, in any order, with undo, redo, saving and opening in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import find, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from pytestqt.qtbot import QtBot

from nndesigner.errors import NNDesignerError
from tests.ui.machine.drawing import MissingError
from tests.ui.machine.kinds import KINDS
from tests.ui.machine.machine import EveryEdit
from tests.ui.machine.rich import rich_document

LEAST_EDITS = 300
"""A run that made fewer would show little."""


@st.composite
def changes(draw: st.DrawFn, kind: str) -> bool:
    """Whether an edit of a kind changes a document: not where there is nothing to change, or it refuses."""
    before = draw(st.builds(rich_document, trained=st.booleans(), mended=st.booleans()))
    try:
        return KINDS[kind](draw, before)(before) is not before
    except (MissingError, NNDesignerError):
        return False


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_edit_of_every_kind_can_be_made(kind: str) -> None:
    assert find(changes(kind), lambda changed: changed, settings=settings(deadline=None))


def test_there_are_at_least_forty_kinds_of_edits() -> None:
    assert len(KINDS) >= 40


def test_after_any_edits_canvas_and_outline_show_the_document_and_undo_leads_back(
    tmp_path: Path, qtbot: QtBot
) -> None:
    EveryEdit.folder = tmp_path
    EveryEdit.made.clear()
    run_state_machine_as_test(
        EveryEdit, settings=settings(max_examples=60, stateful_step_count=50, deadline=None)
    )
    assert EveryEdit.made.total() >= LEAST_EDITS
