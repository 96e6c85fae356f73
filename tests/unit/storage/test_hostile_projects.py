"""What nobody saved is never opened: it is refused with what is wrong, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.errors import ProjectError
from nndesigner.storage.arrays import pack, unpack
from nndesigner.storage.project import load_project, save_project
from tests.unit.storage.files import entries_of, failure, put, with_json


def first(value: Any, key: str) -> Any:
    return value[key][0]


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        (
            "network.json",
            lambda v: first(v, "layers").update(activation="os.system"),
            "there is no activation “os.system”",
        ),
        (
            "network.json",
            lambda v: first(v, "layers").update(initialiser="magic"),
            "there is no initialisation “magic”",
        ),
        (
            "network.json",
            lambda v: v["layers"][1].update(id=first(v, "layers")["id"]),
            "two of its parts have the same number",
        ),
        ("network.json", lambda v: v.update(next_id=1), "its next number is in use already"),
        ("network.json", lambda v: first(v, "layers")["neurons"].clear(), "the layer “input” has 0 neurons"),
        (
            "network.json",
            lambda v: first(v, "layers").update(image_shape=[3, 5]),
            "the layer “input” is no picture of its size",
        ),
        (
            "network.json",
            lambda v: first(v, "layers")["overrides"].append(
                {"neuron": 9999, "activation": None, "name": None, "frozen": True}
            ),
            "the layer “input” describes a neuron that it does not have",
        ),
        (
            "network.json",
            lambda v: v["layers"][1]["overrides"].append(
                {
                    "neuron": v["layers"][1]["neurons"][0],
                    "activation": "softmax",
                    "name": None,
                    "frozen": False,
                }
            ),
            "a single neuron cannot have the activation “softmax”",
        ),
        (
            "network.json",
            lambda v: first(v, "connections").update(source=9999),
            "a connection leads to a layer that does not exist",
        ),
        (
            "network.json",
            lambda v: first(v, "connections").update(target=first(v, "connections")["source"]),
            "a connection runs backwards",
        ),
        (
            "network.json",
            lambda v: v["connections"][1].update(target=v["connections"][1]["source"]),
            "its connections form a cycle",
        ),
        (
            "network.json",
            lambda v: v["connections"].append(first(v, "connections") | {"id": v["next_id"] - 1}),
            "two of its parts have the same number",
        ),
        (
            "network.json",
            lambda v: first(v, "connections").update(masked=True),
            "the array “masks/{connection}” is missing",
        ),
        (
            "network.json",
            lambda v: v["layers"][1]["neurons"].pop(),
            "the array “weights/{connection}” does not fit the network",
        ),
        ("training.json", lambda v: v["settings"].update(cost="eval"), "there is no cost “eval”"),
        (
            "training.json",
            lambda v: v["settings"].update(epochs=0),
            "of its training settings, 0 is not a number of epochs",
        ),
        (
            "training.json",
            lambda v: v["settings"].update(precision="float16"),
            "of its training settings, “float16” is not a precision",
        ),
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


@pytest.mark.parametrize(
    "forms",
    [None, 3, {}, [{"layer": 1}], [{"layer": 1, "form": "exploded"}], [{"layer": 0, "form": "open"}],
     [{"layer": "1", "form": "open"}], [{"layer": 1, "form": None}], [{"layer": 1, "form": "open"}] * 1_001],
)  # fmt: skip
def test_forms_that_are_none_are_refused(iris_document: Document, tmp_path: Path, forms: object) -> None:
    path = with_json(iris_document, tmp_path, "layout.json", lambda v: v.update(forms=forms))
    assert failure(path).startswith("The project file is damaged: “layout.json” is not as it should be")


def test_the_form_of_a_layer_that_is_not_there_is_left_out(iris_document: Document, tmp_path: Path) -> None:
    forms = [{"layer": 2**62, "form": "open"}]
    path = with_json(iris_document, tmp_path, "layout.json", lambda v: v.update(forms=forms))
    assert dict(load_project(path).layout.forms) == {}


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
        *(("delimiter", text) for text in ("", "ab", ".*", "\n", ",\n", "€", '"', "0")),
        *(("encoding", text) for text in ("", "no such", "no-such", "punycode", "undefined", "hex")),
        *(("skip_lines", number) for number in (-1, 2**31, 2**62)),
        ("decimal", "0"),
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


def check_one_change(folder: Path, source: DataSource, data: st.DataObject) -> None:
    """Change one place of the JSON, hashes and all: the project opens whole or is refused as it should be."""
    path = folder / "project.nnd"
    save_project(edits.new_network(edits.set_data(Document.empty(), source)), path)
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


IN_TMP = (HealthCheck.function_scoped_fixture,)


@settings(max_examples=200, suppress_health_check=IN_TMP, deadline=None)
@given(data=st.data())
def test_any_change_of_the_json_opens_or_is_a_project_error(
    tmp_path: Path, xor_data: DataSource, data: st.DataObject
) -> None:
    check_one_change(tmp_path, xor_data, data)


@pytest.mark.slow
@settings(max_examples=4_000, suppress_health_check=IN_TMP, deadline=None)
@given(data=st.data())
def test_very_many_changes_of_the_json_open_or_are_project_errors(
    tmp_path: Path, iris_data: DataSource, data: st.DataObject
) -> None:
    check_one_change(tmp_path, iris_data, data)
