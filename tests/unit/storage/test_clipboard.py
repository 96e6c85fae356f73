"""A copied part of a network as text: readable, exact, and harmless whatever the clipboard holds."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.fragment import Fragment, fragment_of
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import NetworkError
from nndesigner.storage import clipboard
from nndesigner.storage.clipboard import fragment_from_text, fragment_text
from tests.unit.document.builders import stack
from tests.unit.storage.documents import documents

Edit = tuple[list[str | int], Any]
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def everything(document: Document) -> Fragment:
    return fragment_of(
        document, document.parameters, "here", [layer.id for layer in document.network.layers], []
    )


def facts(fragment: Fragment) -> list[object]:
    """All that a fragment is, to the last bit."""
    found: list[object] = [fragment.project]
    for piece in fragment.pieces:
        layer = vars(piece.layer) | {"overrides": dict(piece.layer.overrides), "index_by_neuron": None}
        biases = piece.biases
        found.append((layer, piece.whole, piece.position, biases is not None and biases.tobytes()))
    for strand in fragment.strands:
        mask = None if strand.present is None else strand.present.tolist()
        ends = strand.source, strand.senders, strand.target, strand.receivers
        found.append((ends, strand.weights.dtype, strand.weights.tobytes(), mask))
    return found


@st.composite
def fragments(draw: st.DrawFn) -> Fragment:
    """Whole layers, single neurons, or both, of any document."""
    document = draw(documents())
    layers = document.network.layers
    refs = [(layer.id, neuron) for layer in layers for neuron in layer.neurons]
    neurons = draw(st.sets(st.sampled_from(refs))) if refs else set()
    whole = draw(st.sets(st.sampled_from([layer.id for layer in layers]))) if layers else set()
    chosen = whole if draw(st.booleans()) else set()
    return fragment_of(document, document.parameters, draw(st.text()), chosen, neurons)


@CALM
@given(fragments())
def test_what_is_written_reads_back_the_same_to_the_last_bit(fragment: Fragment) -> None:
    if not fragment.pieces:
        return
    assert facts(fragment_from_text(fragment_text(fragment))) == facts(fragment)


def test_numbers_of_single_precision_are_written_with_the_digits_they_need() -> None:
    document = stack(2, 1)
    (joint,) = document.network.connections
    first, last = document.network.layers
    document = edits.set_weight(document, joint.id, (last.neurons[0], first.neurons[0]), 0.1)
    written = json.loads(fragment_text(everything(document)))
    assert written["connections"][0]["weights"][0][0] == 0.1
    assert written["precision"] == "float32"


def test_a_row_of_weights_is_one_line_and_a_removed_weight_is_null() -> None:
    document = stack(2, 3)
    (joint,) = document.network.connections
    first, last = document.network.layers
    document = edits.remove_weights(document, joint.id, [(last.neurons[1], first.neurons[0])])
    lines = fragment_text(everything(document)).splitlines()
    assert sum("null" in line and line.strip().startswith("[") for line in lines) == 1
    assert lines[1] == '  "nndesigner": "clipboard",'


def test_words_around_the_text_do_no_harm() -> None:
    fragment = everything(stack(2, 3, 1))
    mail = f"Hello,\nhere is my layer:\n\n{fragment_text(fragment)}\n-- \nRegards"
    assert facts(fragment_from_text(mail)) == facts(fragment)


@pytest.mark.parametrize("text", ["", "Hello", '{"cells": []}', "[]", "{" * 5000])
def test_other_text_is_refused_as_such(text: str) -> None:
    with pytest.raises(NetworkError, match="no part of a network"):
        fragment_from_text(text)


def test_a_text_of_a_newer_version_is_refused_as_such() -> None:
    text = fragment_text(everything(stack(2, 1))).replace('"version": 1', '"version": 7')
    with pytest.raises(NetworkError, match="newer version"):
        fragment_from_text(text)


def changed(where: list[str | int], value: Any) -> str:
    plain = json.loads(fragment_text(everything(stack(2, 3, 1))))
    part = plain
    for key in where[:-1]:
        part = part[key]
    part[where[-1]] = value
    return json.dumps(plain)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (["nndesigner"], "spreadsheet"),
        (["version"], 0),
        (["precision"], "float8"),
        (["layers"], []),
        (["layers", 0, "id"], 0),
        (["layers", 1, "id"], 1),
        (["layers", 1, "activation"], "hope"),
        (["layers", 1, "initialiser"], "hope"),
        (["layers", 1, "role"], "middle"),
        (["layers", 1, "role"], "input"),
        (["layers", 0, "role"], "output"),
        (["layers", 1, "neurons"], [5, 5, 6]),
        (["layers", 1, "neurons"], [2, 8, 9]),
        (["layers", 1, "size"], 4),
        (["layers", 1, "image"], [2, 2]),
        (["layers", 1, "biases"], [0.0]),
        (["layers", 1, "biases"], None),
        (["layers", 1, "biases"], [0.0, 1e39, 0.0]),
        (["layers", 1, "own"], [{"neuron": 999}]),
        (["layers", 1, "own"], [{"neuron": 5, "activation": "softmax"}]),
        (["connections", 0, "weights"], [[1.0, 2.0]]),
        (["connections", 0, "weights"], [[1.0], [2.0], [3.0]]),
        (["connections", 0, "weights", 0, 0], 1e39),
        (["connections", 0, "weights", 0, 0], "much"),
        (["connections", 0, "to"], 999),
        (["connections", 0, "from"], 999),
        (["connections", 0, "senders"], [2]),
        (["connections", 1, "from"], 1),
    ],
)
def test_damaged_texts_are_refused_politely(where: list[str | int], value: Any) -> None:
    with pytest.raises(NetworkError, match="cannot be read"):
        fragment_from_text(changed(where, value))


def test_connections_that_close_a_cycle_are_refused() -> None:
    plain = json.loads(fragment_text(everything(stack(2, 2, 2, 1))))
    plain["connections"].append({"from": plain["layers"][2]["id"], "to": plain["layers"][1]["id"],
                                 "weights": [[1.0, 1.0], [1.0, 1.0]]})  # fmt: skip
    with pytest.raises(NetworkError, match="cycle"):
        fragment_from_text(json.dumps(plain))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@CALM
@given(st.data())
def test_no_text_does_more_than_be_refused(data: st.DataObject) -> None:
    """Any one value of a good text becomes anything else."""
    plain = json.loads(fragment_text(everything(stack(2, 3, 1))))
    part: Any = plain
    while True:
        keys = sorted(part) if isinstance(part, dict) else list(range(len(part)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(part[key], dict | list) and part[key] and data.draw(st.booleans()):
            part = part[key]
            continue
        part[key] = data.draw(JUNK)
        break
    try:
        fragment = fragment_from_text(json.dumps(plain))
    except NetworkError:
        return
    pasted = edits.paste_layers(Document.empty(), fragment)
    assert len(pasted.network.forward_order) == len(fragment.pieces)


@CALM
@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")), st.integers(0, 10_000))
def test_a_text_that_is_cut_or_mixed_with_another_is_refused(other: str, place: int) -> None:
    good = fragment_text(everything(stack(2, 3, 1)))
    place %= len(good) - 2
    with pytest.raises(NetworkError):
        fragment_from_text(good[:place] + other)


def test_a_deeply_nested_text_is_refused() -> None:
    deep = "[" * 200_000 + "]" * 200_000
    with pytest.raises(NetworkError):
        fragment_from_text(f'{{"nndesigner": "clipboard", "version": 1, "x": {deep}}}')


def test_too_much_for_a_clipboard_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "MOST_NUMBERS", 10)
    with pytest.raises(NetworkError, match="too many for the clipboard"):
        fragment_text(everything(stack(4, 3, 1)))
    monkeypatch.setattr(clipboard, "LONGEST_TEXT", 10)
    with pytest.raises(NetworkError, match="too long"):
        fragment_from_text('{"nndesigner": "clipboard"}')


def test_weights_that_are_no_numbers_any_more_are_not_copied() -> None:
    document = stack(2, 1)
    (joint,) = document.network.connections
    broken = Parameters({joint.id: np.full((1, 2), np.inf, np.float32)}, document.parameters.biases)
    with pytest.raises(NetworkError, match="finite"):
        fragment_text(everything(replace(document, parameters=broken)))


def test_a_role_is_kept_in_words() -> None:
    written = json.loads(fragment_text(everything(stack(2, 3, 1))))
    assert [layer["role"] for layer in written["layers"]] == [role.value for role in Role]
