"""Memory and best weights that nobody saved are refused with what is wrong; what was saved always opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nndesigner.document.model import Document
from nndesigner.engine.watch import MOST_CUTS, Watch
from nndesigner.errors import ProjectError
from nndesigner.storage import schema
from nndesigner.storage.arrays import pack, unpack
from nndesigner.storage.project import load_project, save_project
from tests.unit.storage.files import entries_of, failure, put
from tests.unit.storage.golden import descending_document

Json = dict[str, Any]


@pytest.fixture
def entries(tmp_path: Path) -> dict[str, bytes]:
    path = tmp_path / "whole.nnd"
    save_project(descending_document(), path)
    return entries_of(path)


def changed(entries: dict[str, bytes], change: Callable[[Json], object]) -> dict[str, bytes]:
    value = json.loads(entries["training.json"])
    change(value)
    return entries | {"training.json": json.dumps(value).encode()}


def refusal(folder: Path, entries: dict[str, bytes]) -> str:
    return failure(put(folder / "changed.nnd", entries)).removeprefix("The project file is damaged: ")


@pytest.mark.parametrize("name", ["memory.safetensors", "best.safetensors"])
def test_a_missing_entry_is_named(entries: dict[str, bytes], tmp_path: Path, name: str) -> None:
    without = {key: raw for key, raw in entries.items() if key != name}
    assert refusal(tmp_path, without) == f"“{name}” is missing."


@pytest.mark.parametrize("name", ["memory.safetensors", "best.safetensors"])
@pytest.mark.parametrize("raw", [b"", b"nonsense", bytes(100), b"\xff" * 64])
def test_arrays_that_are_none_are_refused(
    entries: dict[str, bytes], tmp_path: Path, name: str, raw: bytes
) -> None:
    assert refusal(tmp_path, entries | {name: raw}) == "its arrays cannot be read."


@pytest.mark.parametrize(
    ("name", "key"), [("memory.safetensors", "mean/biases/4"), ("best.safetensors", "biases/4")]
)
@pytest.mark.parametrize(
    "array",
    [np.zeros(4, np.float32), np.zeros((3, 1), np.float32), np.zeros(3, np.bool_), np.zeros((), np.float64)],
    ids=str,
)
def test_an_array_of_another_shape_or_type_is_refused(
    entries: dict[str, bytes], tmp_path: Path, name: str, key: str, array: Any
) -> None:
    arrays = unpack(entries[name]) | {key: array}
    assert refusal(tmp_path, entries | {name: pack(arrays)}) == f"the array “{key}” does not fit the network."


def test_a_best_weight_that_is_missing_is_named(entries: dict[str, bytes], tmp_path: Path) -> None:
    arrays = unpack(entries["best.safetensors"])
    del arrays["biases/4"]
    assert (
        refusal(tmp_path, entries | {"best.safetensors": pack(arrays)}) == "the array “biases/4” is missing."
    )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda v: v["memory"].update(optimizer="os.system"), "there is no optimizer “os.system”."),
        (lambda v: v["settings"].update(optimizer="os.system"), "of its training settings, there is no"),
        (lambda v: v["settings"].update(schedule="eval"), "of its training settings, there is no"),
        (
            lambda v: v["memory"].update(slots=["velocity"]),
            "what its optimizer remembers is not what “adamw” does.",
        ),
        (
            lambda v: v["memory"].update(slots=["mean"]),
            "what its optimizer remembers is not what “adamw” does.",
        ),
        (
            lambda v: v["memory"].update(optimizer="lbfgs", slots=["gradient", "move", "step 7", "change 7"]),
            "what its optimizer remembers is not what “lbfgs” does.",
        ),
        (lambda v: v["memory"].update(optimizer="lbfgs", slots=["step 0"]), "what its optimizer remembers"),
        (lambda v: v["memory"].update(slots=["../../etc"]), "“training.json” is not as it should be"),
        (lambda v: v["memory"].update(slots=["mean"] * 1_001), "“training.json” is not as it should be"),
        (lambda v: v["memory"].update(steps=-1), "“training.json” is not as it should be"),
        (lambda v: v["memory"].update(steps=2**70), "“training.json” is not as it should be"),
        (lambda v: v["settings"].update(memory=10**9), "“training.json” is not as it should be"),
        (lambda v: v["settings"].update(dropout=1.0), "of its training settings, 1 is not a share"),
        (
            lambda v: v["settings"].update(clip_norm=0.0),
            "of its training settings, 0 is not a largest length",
        ),
        (
            lambda v: v["settings"].update(patience=0),
            "of its training settings, 0 is not a number of epochs.",
        ),
        (lambda v: v["settings"].update(class_weights="mine"), "of its training settings, “mine” is no way"),
        (lambda v: v["progress"]["watch"].update(best=float("nan")), "“training.json” cannot be read."),
        (lambda v: v["progress"]["watch"].update(best=float("inf")), "“training.json” cannot be read."),
        (lambda v: v["progress"]["watch"].update(best="low"), "“training.json” is not as it should be"),
        (lambda v: v["progress"]["watch"].update(cuts=10**6), "“training.json” is not as it should be"),
        (lambda v: v["progress"]["watch"].update(best_epoch=-1), "“training.json” is not as it should be"),
        (lambda v: v["progress"].pop("watch"), "“training.json” is not as it should be"),
        (lambda v: v.pop("memory"), "“training.json” is not as it should be"),
        (lambda v: v["progress"].update(offset=10**15), "it stands in the middle of an epoch of more rows"),
        (lambda v: v["progress"].update(offset=4), "it stands in the middle of an epoch of more rows"),
    ],
)
def test_training_that_was_never_saved_is_refused(
    entries: dict[str, bytes], tmp_path: Path, change: Callable[[Json], object], what: str
) -> None:
    found = refusal(tmp_path, changed(entries, change))
    assert found.startswith(what)
    assert "\n" not in found


def test_a_vector_that_a_new_layer_has_none_of_is_zero_there(
    entries: dict[str, bytes], tmp_path: Path
) -> None:
    arrays = unpack(entries["memory.safetensors"])
    del arrays["mean/biases/4"]
    opened = load_project(put(tmp_path / "new.nnd", entries | {"memory.safetensors": pack(arrays)}))
    assert 4 not in opened.memory.slots["mean"].biases
    assert 4 in opened.memory.slots["square"].biases


def test_an_epoch_that_has_begun_may_stand_at_its_last_row(entries: dict[str, bytes], tmp_path: Path) -> None:
    last = changed(entries, lambda v: v["progress"].update(offset=3))
    assert load_project(put(tmp_path / "last.nnd", last)).progress.offset == 3


def test_every_count_that_training_can_reach_can_be_saved() -> None:
    assert schema.MOST_CUTS == MOST_CUTS
    watch = Watch(best=0.5, best_epoch=1, cuts=MOST_CUTS, last_cut=1)
    assert watch.seeing(10**6, 1.0, 1) == watch
    assert Watch(best=0.5, best_epoch=1, cuts=MOST_CUTS - 1, last_cut=1).seeing(9, 1.0, 1).cuts == MOST_CUTS


@pytest.mark.parametrize("field", [*vars(Watch()), "epoch", "offset", "steps", "run"])
@pytest.mark.parametrize("value", [2**63 - 1, 2**63, -(2**63), 1e308, [], {}, "1", True, None])
def test_any_value_of_the_progress_opens_or_is_refused(
    entries: dict[str, bytes], tmp_path: Path, field: str, value: object
) -> None:
    def change(training: Json) -> None:
        place = training["progress"]
        (place["watch"] if field in place["watch"] else place)[field] = value

    path = put(tmp_path / "changed.nnd", changed(entries, change))
    try:
        opened: Document | None = load_project(path)
    except ProjectError as error:
        opened, what = None, error.what
        assert what.startswith("The project file is damaged: ")
    assert opened is None or opened.progress.offset < 4
