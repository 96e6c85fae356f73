"""A saved project opens as exactly what it was, and nothing else ever opens."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from nndesigner.data.model import ColumnPlan, ReadOptions, SplitPlan
from nndesigner.document import edits
from nndesigner.document.model import Document, Layout
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.network import Layer, Override, Role
from nndesigner.errors import ProjectError
from nndesigner.storage import schema
from nndesigner.storage.arrays import pack
from nndesigner.storage.project import load_project, save_project
from tests.unit.storage.documents import documents, same
from tests.unit.storage.files import entries_of, through_a_file

IN_TMP = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


@IN_TMP
@given(documents())
def test_a_reopened_project_is_the_same_to_the_last_bit(tmp_path: Path, document: Document) -> None:
    assert same(through_a_file(document, tmp_path), document)


@IN_TMP
@given(documents())
def test_saving_twice_gives_the_same_bytes(tmp_path: Path, document: Document) -> None:
    save_project(document, tmp_path / "first.nnd")
    save_project(load_project(tmp_path / "first.nnd"), tmp_path / "second.nnd")
    assert (tmp_path / "first.nnd").read_bytes() == (tmp_path / "second.nnd").read_bytes()


def test_the_arrays_of_an_opened_project_are_read_only(iris_document: Document, tmp_path: Path) -> None:
    opened = through_a_file(iris_document, tmp_path)
    arrays = [*opened.parameters.weights.values(), *opened.parameters.biases.values()]
    assert arrays
    assert not any(array.flags.writeable for array in arrays)


def test_weights_keep_their_bits_whatever_they_are(tmp_path: Path) -> None:
    document = edits.add_layer(Document.empty(), Role.INPUT, 2)
    document = edits.add_layer(document, Role.OUTPUT, 3, source=document.network.layers[0].id)
    connection = document.network.connections[0]
    odd = np.array([[-0.0, np.nan], [np.inf, -np.inf], [1e-45, np.float32(1) / 3]], dtype=np.float32)
    odd.view(np.uint32)[0, 1] = 0x7FC01234  # a NaN with a message of its own
    columnwise = {connection.id: np.asfortranarray(odd)}
    document = replace(document, parameters=replace(document.parameters, weights=columnwise))
    opened = through_a_file(document, tmp_path)
    assert opened.parameters.weights[connection.id].tobytes() == odd.tobytes()


def test_the_data_is_prepared_to_the_same_bits(iris_document: Document, tmp_path: Path) -> None:
    opened = through_a_file(iris_document, tmp_path)
    before, after = iris_document.data, opened.data
    assert before is not None
    assert after is not None
    assert after.name == before.name
    assert after.recipe == before.recipe
    assert after.raw == before.raw
    for name in ("x", "targets", "labels", "rows", "parts"):
        left, right = getattr(before.prepared, name), getattr(after.prepared, name)
        assert (left.dtype, left.tobytes()) == (right.dtype, right.tobytes())


def test_a_preview_is_kept(xor_document: Document, tmp_path: Path) -> None:
    save_project(xor_document, tmp_path / "xor.nnd", preview=b"\x89PNG picture")
    assert entries_of(tmp_path / "xor.nnd")["preview.png"] == b"\x89PNG picture"
    load_project(tmp_path / "xor.nnd")


def test_text_that_no_file_can_hold_does_not_stop_saving(tmp_path: Path) -> None:
    document = edits.add_layer(Document.empty(), Role.INPUT, 1, name="half \udc80 a character")
    assert through_a_file(document, tmp_path).network.layers[0].name == "half ? a character"


def test_a_position_that_is_no_number_does_not_stop_saving(tmp_path: Path) -> None:
    document = edits.add_layer(Document.empty(), Role.INPUT, 1)
    layer = document.network.layers[0]
    document = replace(document, layout=Layout({layer.id: (float("nan"), 0.0)}))
    assert dict(through_a_file(document, tmp_path).layout.positions) == {}


def test_no_field_of_the_program_is_forgotten_in_the_file() -> None:
    for kind, record in (
        (TrainingSettings, schema.SettingsRecord),
        (Progress, schema.ProgressRecord),
        (ReadOptions, schema.ReadRecord),
        (ColumnPlan, schema.ColumnRecord),
        (SplitPlan, schema.SplitRecord),
        (Layer, schema.LayerRecord),
    ):
        assert {field.name for field in fields(kind)} == set(record.__struct_fields__)
    assert {f.name for f in fields(Override)} | {"neuron"} == set(schema.OverrideRecord.__struct_fields__)


def test_what_reads_back_differently_is_not_saved(
    xor_document: Document, iris_document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "project.nnd"
    save_project(xor_document, path)
    before = path.read_bytes()

    def forgetful(arrays: dict[str, np.ndarray[Any, Any]]) -> bytes:
        return pack({name: np.zeros_like(array) for name, array in arrays.items()})

    monkeypatch.setattr("nndesigner.storage.project.pack", forgetful)
    with pytest.raises(ProjectError, match="does not read back the same"):
        save_project(iris_document, path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["project.nnd"]


def test_a_crash_while_packing_leaves_the_old_project(
    xor_document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "project.nnd"
    save_project(xor_document, path)

    def crash(*_arguments: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr("nndesigner.storage.project.write_archive", crash)
    with pytest.raises(MemoryError):
        save_project(xor_document, path)
    assert load_project(path).parameters.equals(xor_document.parameters)
