"""Going to any step of the history gives the very document of that step; training settles as for undo."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.history import DEPTH, History
from nndesigner.session.notice import Notice
from nndesigner.session.session import Session
from nndesigner.session.training import State


def with_steps(session: Session, count: int) -> list[Document]:
    """Add layers one by one; the documents before, between and after."""
    documents = [session.document]
    for _ in range(count):
        session.apply("Add hidden layer", lambda d: edits.add_layer(d, Role.HIDDEN, 2))
        documents.append(session.document)
    return documents


def endless(document: Document) -> Document:
    return edits.set_training(document, epochs=1_000_000)


def test_the_first_step_is_how_it_all_began(session: Session) -> None:
    assert [step.name for step in session.steps] == ["New"]
    assert session.place == 0


def test_an_opened_project_begins_with_its_name(
    session: Session, iris_document: Document, tmp_path: Path
) -> None:
    session.replace(iris_document)
    session.save(tmp_path / "flowers.nnd")
    session.open(tmp_path / "flowers.nnd")
    assert [step.name for step in session.steps] == ["Opened flowers.nnd"]


@pytest.mark.parametrize(("there", "back"), [(0, 4), (1, 3), (4, 0), (2, 2)])
def test_going_to_a_step_gives_the_very_same_document(session: Session, there: int, back: int) -> None:
    documents = with_steps(session, 4)
    session.go_to(there)
    assert session.document is documents[there]
    session.go_to(back)
    assert session.document is documents[back]
    assert session.place == back
    assert [step.document for step in session.steps] == documents


def test_undo_and_redo_go_on_from_the_step_one_went_to(session: Session) -> None:
    documents = with_steps(session, 4)
    session.go_to(2)
    session.undo()
    assert session.document is documents[1]
    session.redo()
    session.redo()
    assert session.document is documents[3]


def test_an_edit_after_going_back_forgets_what_was_undone(session: Session) -> None:
    documents = with_steps(session, 4)
    session.go_to(1)
    session.apply("Add output layer", lambda d: edits.add_layer(d, Role.OUTPUT, 1))
    assert [step.document for step in session.steps] == [*documents[:2], session.document]


def test_going_to_the_present_step_changes_nothing(session: Session) -> None:
    with_steps(session, 2)
    notices: list[Notice] = []
    session.listen(notices.append)
    session.go_to(2)
    assert not any(notice.document for notice in notices)


def test_there_is_nothing_beyond_the_last_step(session: Session) -> None:
    with_steps(session, 1)
    with pytest.raises(IndexError):
        session.go_to(2)
    with pytest.raises(IndexError):
        History(Document.empty()).go_to(-1)


def test_listeners_are_told_once_what_changed_on_the_way(session: Session) -> None:
    with_steps(session, 3)
    notices: list[Notice] = []
    session.listen(notices.append)
    session.go_to(0)
    assert [notice.document.network for notice in notices] == [True]


def test_training_under_way_is_a_step_before_one_goes_back(iris_session: Session) -> None:
    iris_session.apply("Set epochs", endless)
    before = iris_session.document
    iris_session.train()
    while iris_session.training.live is None or not iris_session.training.live.progress.steps:
        iris_session.training.want_snapshot()
        iris_session.poll()
    iris_session.go_to(1)
    assert iris_session.document is before
    assert iris_session.training.state is State.IDLE
    assert len(iris_session.steps) == 3
    assert iris_session.steps[2].name.startswith("Train")
    iris_session.go_to(2)
    assert iris_session.document.progress.steps > 0


def test_a_step_that_training_made_forgotten_is_not_gone_to(iris_session: Session) -> None:
    iris_session.apply("Set epochs", endless)
    iris_session.apply("Set batch size", partial(edits.set_training, batch_size=7))
    iris_session.undo()
    iris_session.train()
    while iris_session.training.live is None or not iris_session.training.live.progress.steps:
        iris_session.training.want_snapshot()
        iris_session.poll()
    iris_session.go_to(2)
    assert iris_session.place == 2
    assert iris_session.steps[2].name.startswith("Train")
    assert iris_session.document.training.batch_size != 7


def test_going_back_forgets_where_paused_training_was_to_end(iris_session: Session) -> None:
    iris_session.apply("Set epochs", endless)
    iris_session.train()
    iris_session.pause()
    while iris_session.training.state is State.RUNNING:
        iris_session.poll()
    iris_session.go_to(0)
    assert iris_session.training.state is State.IDLE


def test_the_history_is_at_least_two_hundred_deep() -> None:
    document = Document.empty()
    history = History(document)
    for _ in range(DEPTH + 10):
        document = replace(document)
        history.push("Edit", document)
    assert len(history.steps) == DEPTH >= 200
    history.go_to(0)
    assert history.document is history.steps[0].document
    assert history.undo_name is None
