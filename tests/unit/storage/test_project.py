"""A saved project opens as exactly what it was, and nothing else ever opens."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesigner.data.model import ColumnPlan, ReadOptions, SplitPlan
from nndesigner.data.source import DataSource, load_source
from nndesigner.document import edits
from nndesigner.document.model import Document, Layout
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.network import Layer, Override, Role
from nndesigner.errors import ProjectError
from nndesigner.storage import data_part, schema
from nndesigner.storage.archive import write_archive
from nndesigner.storage.arrays import pack, unpack
from nndesigner.storage.project import load_project, save_project
from tests.unit.storage.documents import documents, same

IN_TMP = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


def through_a_file(document: Document, folder: Path) -> Document:
    path = folder / "project.nnd"
    save_project(document, path)
    return load_project(path)


def entries_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name not in ("mimetype", "manifest.json")]
        return {name: archive.read(name) for name in names}


def put(path: Path, entries: dict[str, bytes]) -> Path:
    """A project file with a valid container, whatever its content."""
    file = io.BytesIO()
    write_archive(file, entries)
    path.write_bytes(file.getvalue())
    return path


def with_json(document: Document, folder: Path, name: str, change: Callable[[Any], None]) -> Path:
    """A project file in which somebody has edited one JSON entry, hashes and all."""
    path = folder / "project.nnd"
    save_project(document, path)
    entries = entries_of(path)
    value = json.loads(entries[name])
    change(value)
    return put(path, entries | {name: json.dumps(value).encode()})


def failure(path: Path) -> str:
    with pytest.raises(ProjectError) as caught:
        load_project(path)
    assert caught.value.where == str(path)
    return caught.value.what


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
    document = edits.add_layer(Document.empty(), Role.INPUT, 1)
    document = edits.add_layer(document, Role.OUTPUT, 6, source=document.network.layers[0].id)
    connection = document.network.connections[0]
    odd = np.array([[-0.0], [np.nan], [np.inf], [-np.inf], [1e-45], [np.float32(1) / 3]], dtype=np.float32)
    odd.view(np.uint32)[1, 0] = 0x7FC01234  # a NaN with a message of its own
    weights = {connection.id: np.asfortranarray(np.repeat(odd, 2, axis=1))[:, :1]}
    document = replace(document, parameters=replace(document.parameters, weights=weights))
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


# -- data that is too large to be part of the project


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Document:
    """A document whose data file counts as large, in a folder of its own."""
    monkeypatch.setattr(data_part, "LARGEST_EMBEDDED", 10)
    folder = tmp_path / "tables"
    folder.mkdir()
    table = folder / "points.csv"
    table.write_text("x,class\n" + "".join(f"{i},{'ab'[i % 2]}\n" for i in range(40)), encoding="utf-8")
    return edits.new_network(edits.set_data(Document.empty(), load_source(table)))


def raw_of(document: Document) -> bytes:
    data: DataSource | None = document.data
    assert data is not None
    return data.raw


def test_large_data_is_referred_to_and_found_again(large: Document, tmp_path: Path) -> None:
    opened = through_a_file(large, tmp_path)
    entries = entries_of(tmp_path / "project.nnd")
    assert json.loads(entries["data.json"])["source"]["path"] == "tables/points.csv"
    assert not any(name.startswith("data/") for name in entries)
    assert raw_of(opened) == raw_of(large)


def test_large_data_is_found_when_project_and_data_move_together(large: Document, tmp_path: Path) -> None:
    save_project(large, tmp_path / "project.nnd")
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    (tmp_path / "project.nnd").rename(moved / "project.nnd")
    (tmp_path / "tables" / "points.csv").rename(moved / "points.csv")
    assert raw_of(load_project(moved / "project.nnd")) == raw_of(large)


def test_large_data_that_is_gone_is_named_with_where_it_belongs(large: Document, tmp_path: Path) -> None:
    save_project(large, tmp_path / "project.nnd")
    table = tmp_path / "tables" / "points.csv"
    table.unlink()
    with pytest.raises(ProjectError) as caught:
        load_project(tmp_path / "project.nnd")
    assert str(caught.value) == (
        f"{tmp_path / 'project.nnd'}: The data file “{table}” is not there; it is too large to be part of "
        "the project. Put “points.csv” back there, or into the folder of the project."
    )


def test_large_data_that_has_changed_is_not_used(large: Document, tmp_path: Path) -> None:
    save_project(large, tmp_path / "project.nnd")
    table = tmp_path / "tables" / "points.csv"
    table.write_bytes(table.read_bytes().replace(b"39,b", b"38,b"))
    assert failure(tmp_path / "project.nnd") == (
        f"The data file “{table}” has changed since the project was saved."
    )


def test_large_data_that_only_the_project_still_has_is_kept(large: Document, tmp_path: Path) -> None:
    (tmp_path / "tables" / "points.csv").unlink()
    assert raw_of(through_a_file(large, tmp_path)) == raw_of(large)


# -- saving that fails


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


# -- hostile content in a valid container


def first(value: Any, key: str) -> Any:
    return value[key][0]


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("network.json", lambda v: first(v, "layers").update(activation="os.system"),
         "there is no activation “os.system”"),
        ("network.json", lambda v: first(v, "layers").update(initialiser="magic"),
         "there is no initialisation “magic”"),
        ("network.json", lambda v: v["layers"][1].update(id=first(v, "layers")["id"]),
         "two of its parts have the same number"),
        ("network.json", lambda v: v.update(next_id=1), "its next number is in use already"),
        ("network.json", lambda v: first(v, "layers")["neurons"].clear(), "the layer “input” has 0 neurons"),
        ("network.json", lambda v: first(v, "layers").update(image_shape=[3, 5]),
         "the layer “input” is no picture of its size"),
        ("network.json", lambda v: first(v, "layers")["overrides"].append(
            {"neuron": 9999, "activation": None, "name": None, "frozen": True}),
         "the layer “input” describes a neuron that it does not have"),
        ("network.json", lambda v: v["layers"][1]["overrides"].append(
            {"neuron": v["layers"][1]["neurons"][0], "activation": "softmax", "name": None, "frozen": False}),
         "a single neuron cannot have the activation “softmax”"),
        ("network.json", lambda v: first(v, "connections").update(source=9999),
         "a connection leads to a layer that does not exist"),
        ("network.json", lambda v: first(v, "connections").update(target=first(v, "connections")["source"]),
         "a connection runs backwards"),
        ("network.json", lambda v: v["connections"][1].update(target=v["connections"][1]["source"]),
         "its connections form a cycle"),
        ("network.json", lambda v: v["connections"].append(
            first(v, "connections") | {"id": v["next_id"] - 1}), "two of its parts have the same number"),
        ("network.json", lambda v: first(v, "connections").update(masked=True),
         "the array “masks/{connection}” is missing"),
        ("network.json", lambda v: v["layers"][1]["neurons"].pop(),
         "the array “weights/{connection}” does not fit the network"),
        ("training.json", lambda v: v["settings"].update(cost="eval"), "there is no cost “eval”"),
        ("training.json", lambda v: v["settings"].update(epochs=0),
         "of its training settings, 0 is not a number of epochs"),
        ("training.json", lambda v: v["settings"].update(precision="float16"),
         "of its training settings, “float16” is not a precision"),
        ("data.json", lambda v: v["source"].update(entry="data/other.csv"), "its data is missing"),
        ("data.json", lambda v: v["source"].update(sha256="0" * 64), "its data is not what was saved"),
        ("data.json", lambda v: v["source"].update(entry=None), "it does not say where its data is"),
    ],
)
def test_content_that_was_never_saved_is_refused(
    iris_document: Document, tmp_path: Path, name: str, change: Callable[[Any], None], what: str
) -> None:
    expected = what.format(connection=iris_document.network.connections[0].id)
    path = with_json(iris_document, tmp_path, name, change)
    assert failure(path) == f"The project file is damaged: {expected}."


@pytest.mark.parametrize("value", [None, "NaN", 1.5, -1, 0, 2**70, [], {}, True])
def test_an_id_that_is_no_positive_whole_number_is_refused(
    iris_document: Document, tmp_path: Path, value: object
) -> None:
    path = with_json(iris_document, tmp_path, "network.json", lambda v: v["layers"][0].update(id=value))
    assert failure(path).startswith("The project file is damaged: ")


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"NaN", b"null", b'{"layers": NaN}'])
def test_json_that_is_none_is_refused(iris_document: Document, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "project.nnd"
    save_project(iris_document, path)
    put(path, entries_of(path) | {"network.json": raw})
    assert failure(path).startswith("The project file is damaged: “network.json” ")


def test_a_missing_part_is_named(iris_document: Document, tmp_path: Path) -> None:
    path = tmp_path / "project.nnd"
    save_project(iris_document, path)
    whole = entries_of(path)
    for name in ("network.json", "layout.json", "training.json", "runs.json", "parameters.safetensors"):
        put(path, {key: raw for key, raw in whole.items() if key != name})
        assert failure(path) == f"The project file is damaged: “{name}” is missing."


def test_a_removed_weight_that_is_not_zero_is_refused(iris_document: Document, tmp_path: Path) -> None:
    connection = iris_document.network.connections[0]
    pair = (
        iris_document.network.layer(connection.target).neurons[0],
        iris_document.network.layer(connection.source).neurons[0],
    )
    document = edits.remove_weights(iris_document, connection.id, [pair])
    path = tmp_path / "project.nnd"
    save_project(document, path)
    entries = entries_of(path)
    arrays = {name: np.array(array) for name, array in unpack(entries["parameters.safetensors"]).items()}
    arrays[f"weights/{connection.id}"][0, 0] = 1.0
    put(path, entries | {"parameters.safetensors": pack(arrays)})
    assert failure(path) == (
        f"The project file is damaged: the array “weights/{connection.id}” holds weights that are removed."
    )


@pytest.mark.parametrize(
    "header",
    [
        b'{"weights/1":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4000000000000]}}',
        b'{"weights/1":{"dtype":"F32","shape":[18446744073709551615,2],"data_offsets":[0,8]}}',
        b'{"weights/1":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}',
        b'{"weights/1":{"dtype":"F8_E5M2","shape":[4],"data_offsets":[0,4]}}',
        b'{"weights/1":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}',
        b"not json at all",
    ],
)
def test_arrays_that_promise_what_is_not_there_are_refused(
    iris_document: Document, tmp_path: Path, header: bytes
) -> None:
    path = tmp_path / "project.nnd"
    save_project(iris_document, path)
    raw = len(header).to_bytes(8, "little") + header + bytes(4)
    put(path, entries_of(path) | {"parameters.safetensors": raw})
    assert failure(path).startswith("The project file is damaged: ")


def test_a_recipe_that_the_data_cannot_follow_is_refused(iris_document: Document, tmp_path: Path) -> None:
    def no_inputs(value: Any) -> None:
        for column in value["recipe"]["columns"]:
            column["role"] = "ignore"

    path = with_json(iris_document, tmp_path, "data.json", no_inputs)
    assert failure(path).startswith("The data of the project cannot be used: ")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("delimiter", ""), ("delimiter", "ab"), ("delimiter", ".*"), ("delimiter", "\n"), ("delimiter", ",\n"),
        ("delimiter", "€"),
        ("delimiter", '"'), ("delimiter", "0"), ("decimal", "0"), ("skip_lines", 2**62),
        ("skip_lines", -1), ("encoding", "no such"), ("encoding", "punycode"), ("encoding", "undefined"),
        ("encoding", "hex"), ("encoding", "no-such"), ("encoding", ""),
    ],
)
def test_a_way_of_reading_that_is_none_is_refused(
    iris_document: Document, tmp_path: Path, setting: str, value: object
) -> None:
    path = with_json(
        iris_document, tmp_path, "data.json", lambda v: v["recipe"]["read"].update({setting: value})
    )
    assert failure(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, as the keys that lead there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


def replaced(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    if not place:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = replaced(value[place[0]], place[1:], new)
    return copy


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_change_of_the_json_opens_or_is_a_project_error(
    tmp_path: Path, xor_data: DataSource, data: st.DataObject
) -> None:
    path = tmp_path / "project.nnd"
    save_project(edits.new_network(edits.set_data(Document.empty(), xor_data)), path)
    entries = entries_of(path)
    name = data.draw(st.sampled_from(sorted(key for key in entries if key.endswith(".json"))))
    value = msgspec.json.decode(entries[name])
    changed = replaced(value, data.draw(st.sampled_from(places(value))), data.draw(JSON))
    put(path, entries | {name: msgspec.json.encode(changed)})
    opened = opened_or_none(path)
    assert opened is None or len(opened.network.forward_order) == len(opened.network.layers)


def opened_or_none(path: Path) -> Document | None:
    """The document in the file; None where it is refused as it should be."""
    try:
        return load_project(path)
    except ProjectError:
        return None
