"""Where training stands is all in the document: cut into pieces however, it gives the same bits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.memory import Memory
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.session.session import Session
from nndesigner.storage.project import load_project, save_project
from tests.unit.session.driving import batches, equal, finish, trained_for

EVERYTHING: dict[str, Any] = {
    "learning_rate": 0.05,
    "dropout": 0.2,
    "schedule": "exponential",
    "schedule_factor": 0.9,
    "warmup": 1.5,
    "class_weights": "balanced",
    "clip_norm": 0.5,
    "clip_value": 0.3,
    "l1": 0.01,
    "ridge": 0.1,
}
PLATEAU: dict[str, Any] = {"schedule": "plateau", "schedule_epochs": 1, "learning_rate": 2.0, "patience": 50}
BARE: dict[str, Any] = {"learning_rate": 0.05}
EPOCHS = 6
STEPS = 11
"""Per epoch of iris in batches of ten."""

ways = pytest.mark.parametrize("changes", [EVERYTHING, PLATEAU, BARE], ids=["everything", "plateau", "bare"])
optimisers = pytest.mark.parametrize("optimizer", list(OPTIMISERS))


def in_pieces(document: Document, cuts: list[int], epochs: int, path: Path) -> Document:
    """Train some batches, save, open in a fresh session, and so on; then the rest of the epochs at once."""
    for count in cuts:
        session = Session(document)
        batches(session, count)
        session.save(path)
        document = load_project(path)
    if document.progress.offset:
        session = Session(document)
        session.step_epoch()
        finish(session)
        document = session.document
    left = epochs - document.progress.epoch
    return trained_for(document, left) if left > 0 else document


def check_histories(whole: Document, pieces: Document) -> None:
    """Every epoch was measured once and alike; the pieces may have been measured within epochs too."""
    left, right = whole.runs[0].history, pieces.runs[0].history
    assert left.epoch.tolist() == list(range(len(left)))
    assert (np.diff(right.epoch) > 0.0).all()
    at_the_ends = right.epoch % 1.0 == 0.0
    for name in vars(left):
        np.testing.assert_array_equal(getattr(right, name)[at_the_ends], getattr(left, name))


@ways
@optimisers
def test_stopping_saving_and_going_on_is_the_same_as_training_at_once(
    iris_document: Document, tmp_path: Path, optimizer: str, changes: dict[str, Any]
) -> None:
    document = edits.set_training(iris_document, optimizer=optimizer, **changes)
    whole = trained_for(document, EPOCHS)
    pieces = in_pieces(document, [3], EPOCHS, tmp_path / "pieces.nnd")
    assert equal(whole, edits.set_training(pieces, epochs=EPOCHS))
    assert whole.memory.optimizer == optimizer
    assert len(whole.runs) == len(pieces.runs) == 1
    assert pieces.runs[0].samples == whole.runs[0].samples
    check_histories(whole, pieces)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    optimizer=st.sampled_from(list(OPTIMISERS)),
    changes=st.sampled_from([EVERYTHING, PLATEAU]),
    cuts=st.lists(st.integers(1, STEPS + 3), max_size=3),
    precision=st.sampled_from(["float32", "float64"]),
)
def test_any_cuts_give_the_same_bits(
    iris_document: Document, tmp_path: Path, optimizer: str, changes: Any, cuts: list[int], precision: str
) -> None:
    document = edits.set_training(iris_document, precision=precision, optimizer=optimizer, **changes)
    pieces = in_pieces(document, cuts, 3, tmp_path / "pieces.nnd")
    whole = trained_for(document, pieces.progress.epoch)
    assert equal(whole, pieces)
    check_histories(whole, pieces)


@pytest.mark.parametrize("optimizer", [name for name in OPTIMISERS if name != "sgd"])
def test_without_its_memory_going_on_is_something_else(iris_document: Document, optimizer: str) -> None:
    document = trained_for(edits.set_training(iris_document, optimizer=optimizer, **BARE), 2)
    assert document.memory.slots
    forgetful = replace(document, memory=Memory())
    assert not trained_for(forgetful, 1).parameters.equals(trained_for(document, 1).parameters)


def test_a_reopened_project_is_where_it_was(iris_document: Document, tmp_path: Path) -> None:
    document = edits.set_training(iris_document, optimizer="adam", **(PLATEAU | {"learning_rate": 0.5}))
    trained = trained_for(document, 8)
    assert trained.progress.watch.cuts > 0
    assert trained.best is not None
    save_project(trained, tmp_path / "iris.nnd")
    assert equal(load_project(tmp_path / "iris.nnd"), trained)
