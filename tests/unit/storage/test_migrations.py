"""Migrations run one after another on plain data; files of every version stay readable for ever."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nndesigner.document.model import Form
from nndesigner.document.runs import Outcome
from nndesigner.engine.memory import Memory
from nndesigner.engine.rules import Rules
from nndesigner.engine.watch import Watch
from nndesigner.storage import project as project_module
from nndesigner.storage.migrations import MIGRATIONS, Migration, Plain, migrated
from nndesigner.storage.project import load_project, project_format, save_project
from nndesigner.storage.schema import FORMAT
from tests.unit.storage.files import entries_of, put
from tests.unit.storage.golden import FOLDER, descending_document, formed_document, golden_document


def renamed(plain: Plain) -> Plain:
    return {**plain, "network.json": {**plain["network.json"], "steps": ["1.0 → 1.1"]}}


def again(plain: Plain) -> Plain:
    network = plain["network.json"]
    return {**plain, "network.json": {**network, "steps": [*network["steps"], "1.1 → 1.2"]}}


STEPS = (Migration("1.0", "1.1", renamed), Migration("1.1", "1.2", again))


def test_every_step_from_a_files_version_on_is_taken_in_order() -> None:
    plain: Plain = {"network.json": {}}
    assert migrated(plain, "1.0", STEPS)["network.json"]["steps"] == ["1.0 → 1.1", "1.1 → 1.2"]
    assert plain == {"network.json": {}}


def test_a_file_of_the_newest_version_is_left_alone() -> None:
    plain: Plain = {"network.json": {}}
    assert migrated(plain, "1.2", STEPS) is plain


def test_opening_a_project_runs_the_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "project.nnd"
    save_project(golden_document(), path)
    entries = entries_of(path)
    put(path, entries | {"layout.json": b'{"places":[]}'})

    def modern(plain: Plain) -> Plain:
        return {**plain, "layout.json": {"positions": plain["layout.json"]["places"], "forms": []}}

    steps = (Migration(FORMAT, "1.9", modern),)
    monkeypatch.setattr(project_module, "migrated", lambda plain, version: migrated(plain, version, steps))
    assert dict(load_project(path).layout.positions) == {}


def test_every_migration_starts_where_the_one_before_ended() -> None:
    assert all(a.end == b.start for a, b in pairwise(MIGRATIONS))


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_file_of_every_version_ever_released_opens(version: str) -> None:
    assert project_format(FOLDER / f"v{version}.nnd") == version
    load_project(FOLDER / f"v{version}.nnd")


def test_the_first_versions_file_has_kept_its_numbers() -> None:
    document = load_project(FOLDER / "v1.0.nnd")
    network = document.network
    assert [(layer.name, layer.size, layer.activation) for layer in network.layers] == [
        ("input", 2, "linear"),
        ("hidden 1", 3, "tanh"),
        ("output", 1, "sigmoid"),
    ]
    assert [(c.source, c.target, c.mask is None) for c in network.connections] == [
        (1, 4, False),
        (4, 9, True),
        (1, 9, True),
    ]
    hidden = network.layers[1]
    assert hidden.frozen is False
    assert hidden.overrides[hidden.neurons[2]].name == "gate"
    assert hidden.overrides[hidden.neurons[2]].activation == "relu"
    assert hidden.overrides[hidden.neurons[0]].frozen
    assert network.layers[0].image_shape == (1, 2)
    first = network.connections[0]
    assert first.mask is not None
    assert first.mask.tolist() == [[True, True], [False, True], [True, True]]
    np.testing.assert_array_equal(
        document.parameters.weights[first.id],
        np.array([[0.5, -0.25], [0.0, 1.5], [3.0000001e-08, -7.0]], dtype=np.float32),
    )
    assert document.parameters.biases[hidden.id].tolist() == [0.125, -2.0, 0.75]
    assert (document.training.seed, document.training.batch_size, document.training.ridge) == (42, None, 0.01)
    assert (document.progress.epoch, document.progress.steps, document.progress.run) == (3, 3, 1)
    run = document.runs[0]
    assert (run.outcome, run.samples, run.started) == (Outcome.STOPPED, 12, "2026-01-02T03:04:05+00:00")
    assert run.history.cost.tolist() == [0.7, 0.6, 0.5, 0.4]
    assert np.isnan(run.history.validation_cost).all()
    assert dict(document.layout.positions) == {1: (-220.0, 0.5), 9: (220.0, 0.0)}
    assert document.data is not None
    assert document.data.prepared.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert document.data.prepared.labels.tolist() == [0, 1, 1, 0]


def test_plain_descent_is_what_the_first_version_did() -> None:
    document = load_project(FOLDER / "v1.0.nnd")
    plain = Rules()
    assert all(getattr(document.training, name) == getattr(plain, name) for name in vars(plain))
    assert document.memory.equals(Memory())
    assert document.best is None
    assert document.progress.watch == Watch()
    assert document.runs[0].settings == document.training


def test_the_second_versions_file_has_kept_its_descent() -> None:
    document, expected = load_project(FOLDER / "v1.1.nnd"), descending_document()
    assert document.training == expected.training
    assert document.progress == expected.progress
    assert document.memory.equals(expected.memory)
    assert document.best is not None
    assert expected.best is not None
    assert document.best.equals(expected.best)


def test_before_the_third_version_the_size_of_a_layer_decided_how_it_is_drawn() -> None:
    assert dict(load_project(FOLDER / "v1.1.nnd").layout.forms) == {}


def test_the_third_versions_file_has_kept_its_forms() -> None:
    document, expected = load_project(FOLDER / "v1.2.nnd"), formed_document()
    assert dict(document.layout.forms) == {1: Form.OPEN, 4: Form.COLLAPSED} == expected.layout.forms
    assert dict(document.layout.positions) == dict(expected.layout.positions)


def test_migrating_what_is_no_project_of_the_first_version_leaves_it_to_be_refused() -> None:
    for nonsense in (
        {},
        {"training.json": 3},
        {"training.json": {"settings": []}, "runs.json": {"runs": [7]}},
        {"layout.json": "nowhere"},
    ):
        migrated(dict(nonsense), "1.0")
