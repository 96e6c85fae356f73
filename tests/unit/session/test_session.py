"""One present document, everything undoable, nothing told twice or forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.errors import NetworkError, ProjectError
from nndesigner.session.notice import Notice
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session


def heard(session: Session) -> list[Notice]:
    notices: list[Notice] = []
    session.listen(notices.append)
    return notices


def test_undo_goes_back_to_the_very_same_document(session: Session) -> None:
    first = session.document
    session.apply("Add input layer", lambda d: edits.add_layer(d, Role.INPUT, 3))
    second = session.document
    session.apply("Add hidden layer", lambda d: edits.add_layer(d, Role.HIDDEN, 4))
    assert session.undo_name == "Add hidden layer"
    session.undo()
    assert session.document is second
    session.undo()
    assert session.document is first
    session.redo()
    assert session.document is second
    assert session.redo_name == "Add hidden layer"


def test_a_new_edit_forgets_what_was_undone(session: Session) -> None:
    session.apply("Add input layer", lambda d: edits.add_layer(d, Role.INPUT, 3))
    session.undo()
    session.apply("Add output layer", lambda d: edits.add_layer(d, Role.OUTPUT, 1))
    assert session.redo_name is None


def test_an_edit_that_changes_nothing_makes_no_step(session: Session) -> None:
    notices = heard(session)
    session.apply("Set cost", lambda d: edits.set_training(d, cost=d.training.cost))
    assert session.undo_name is None
    assert notices == []


def test_a_refused_edit_leaves_everything_as_it_was(session: Session) -> None:
    session.apply("Add input layer", lambda d: edits.add_layer(d, Role.INPUT, 3))
    before = session.document
    with pytest.raises(NetworkError):
        session.apply("Connect", lambda d: edits.connect(d, d.network.layers[0].id, d.network.layers[0].id))
    assert session.document is before


def test_a_notice_names_the_parts_that_changed_and_no_other(session: Session) -> None:
    session.apply("Add input layer", lambda d: edits.add_layer(d, Role.INPUT, 3))
    notices = heard(session)
    session.apply("Move", lambda d: edits.move_layers(d, {d.network.layers[0].id: (1.0, 2.0)}))
    assert len(notices) == 1
    changes = notices[0].document
    assert changes.layout
    assert [name for name, changed in vars(changes).items() if changed] == ["layout"]


def test_what_is_deleted_is_no_longer_selected(session: Session) -> None:
    session.apply("Add input layer", lambda d: edits.add_layer(d, Role.INPUT, 3))
    layer = session.document.network.layers[0]
    session.select(Selection(layers=frozenset({layer.id}), neurons=frozenset({(layer.id, layer.neurons[0])})))
    session.apply("Delete", lambda d: edits.remove(d, neurons=[(layer.id, layer.neurons[0])]))
    assert session.selection == Selection.of_layer(layer.id)


def test_saving_clears_the_dirty_mark_and_undo_brings_it_back(iris_session: Session, tmp_path: Path) -> None:
    iris_session.apply("Rename", lambda d: edits.rename_layer(d, d.network.layers[0].id, "flowers"))
    assert iris_session.modified
    iris_session.save(tmp_path / "iris.nnd")
    assert not iris_session.modified
    iris_session.undo()
    assert iris_session.modified
    iris_session.redo()
    assert not iris_session.modified


def test_a_file_that_cannot_be_opened_leaves_the_project_open(iris_session: Session, tmp_path: Path) -> None:
    before = iris_session.document
    with pytest.raises(ProjectError):
        iris_session.open(tmp_path / "missing.nnd")
    assert iris_session.document is before


def test_the_inspection_belongs_to_the_row_looked_at(iris_session: Session) -> None:
    first = iris_session.document.network.input_layer
    data = iris_session.document.data
    assert first is not None
    assert data is not None
    for row in (3, 77):
        iris_session.look_at(row)
        inspection = iris_session.inspection
        assert inspection is not None
        assert inspection.a[first.id].ravel() == pytest.approx(data.prepared.x[row], rel=1e-6)


def test_there_is_nothing_to_inspect_without_data(session: Session) -> None:
    session.replace(Document.empty())
    assert session.inspection is None
