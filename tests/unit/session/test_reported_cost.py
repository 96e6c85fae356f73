"""The cost that is shown is the one that is minimised, whatever belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.utils.class_weight import compute_class_weight

from nndesigner.data.model import Part, SplitPlan
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.parameters import Parameters, read_only
from nndesigner.session.measuring import Meter, class_weights, part_arrays, training_arrays
from nndesigner.session.training_loop import trainer_of
from tests.unit.session.driving import trained_for


def lopsided(counts: tuple[int, ...] = (40, 12, 5), seed: int = 3, validation: float = 0.2) -> DataSource:
    """Two columns and a class each row, so many of each."""
    random = np.random.default_rng(seed)
    rows = [
        f"{random.normal(place):.6f},{random.normal(-place):.6f},class {place}"
        for place, count in enumerate(counts)
        for _ in range(count)
    ]
    source = source_from_bytes(
        ("a,b,kind\n" + "\n".join(random.permutation(rows)) + "\n").encode(), "table.csv"
    )
    split = SplitPlan(validation=validation, test=0.1, stratify=False, seed=seed)
    return source.with_recipe(replace(source.recipe, split=split))


def document_of(source: DataSource, **changes: Any) -> Document:
    document = edits.new_network(edits.set_data(Document.empty(), source), [edits.Hidden(4, "tanh")])
    return edits.set_training(document, precision="float64", **changes)


def reported(document: Document, parameters: Parameters | None = None) -> Any:
    meter = Meter(document, training_arrays(document))
    found = meter.measure(parameters or document.parameters, 0.0, document.training, 0.1)
    assert found is not None
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(2, 40), min_size=2, max_size=4), st.integers(0, 100))
def test_balanced_weights_are_those_of_scikit_learn_for_the_training_rows(
    counts: list[int], seed: int
) -> None:
    document = document_of(lopsided(tuple(counts), seed), class_weights="balanced")
    assert document.data is not None
    labels = document.data.prepared.labels[document.data.prepared.select(Part.TRAIN)]
    there = np.unique(labels)
    weights = class_weights(document)
    assert weights is not None
    expected = compute_class_weight("balanced", classes=there, y=labels)
    np.testing.assert_allclose(weights[there], expected, rtol=1e-12)
    assert weights[labels].mean() == pytest.approx(1.0)


def test_validation_rows_have_no_say_in_the_weights() -> None:
    source = lopsided()
    document = document_of(source, class_weights="balanced")
    prepared = source.prepared
    held_out = prepared.select(Part.VALIDATION)
    labels = prepared.labels.copy()
    labels[held_out] = 2
    other = replace(prepared, labels=labels)
    source.__dict__["prepared"] = other  # the cached value
    assert document.data is not None
    assert document.data.prepared is other
    np.testing.assert_array_equal(
        class_weights(document), class_weights(document_of(lopsided(), class_weights="balanced"))
    )


def test_the_cost_of_balanced_classes_is_the_weighted_mean_by_definition() -> None:
    document = document_of(lopsided(), class_weights="balanced")
    weights = class_weights(document)
    assert weights is not None
    assert document.data is not None
    assert np.ptp(weights) > 1.0
    prepared = document.data.prepared
    outputs = Evaluator(document.network, None, "float64")
    for part, name in ((Part.TRAIN, "cost"), (Part.VALIDATION, "validation_cost")):
        rows = prepared.select(part)
        a = outputs.outputs(document.parameters, prepared.x[rows])
        costs = -np.log(a[np.arange(len(rows)), prepared.labels[rows]])
        assert getattr(reported(document), name) == pytest.approx(
            np.mean(weights[prepared.labels[rows]] * costs)
        )


def test_equal_weights_are_no_weights_to_the_last_bit() -> None:
    document = document_of(lopsided())
    assert part_arrays(document, Part.TRAIN).weights is None
    same_counts = document_of(lopsided((20, 20), validation=0.0), class_weights="balanced")
    weights = class_weights(same_counts)
    assert weights is not None
    assert not np.array_equal(weights, [1.0, 1.0])  # the test rows were drawn from both, unevenly
    whole = trained_for(document, 3)
    again = edits.set_training(edits.set_training(document, class_weights="balanced"), class_weights="equal")
    assert trained_for(again, 3).parameters.equals(whole.parameters)
    balanced = edits.set_training(document, class_weights="balanced")
    assert not trained_for(balanced, 3).parameters.equals(whole.parameters)


def test_numbers_have_no_classes_to_weigh() -> None:
    raw = b"a,b\n" + b"".join(b"%d,%d.5\n" % (n, 3 * n % 17) for n in range(30))
    assert class_weights(document_of(source_from_bytes(raw, "t.csv"), class_weights="balanced")) is None


TERMS: list[dict[str, Any]] = [
    {},
    {"ridge": 3.0},
    {"l1": 2.0},
    {"class_weights": "balanced"},
    {"ridge": 3.0, "l1": 2.0, "class_weights": "balanced"},
    {"ridge": 3.0, "optimizer": "momentum"},
    {"l1": 2.0, "ridge": 1.0, "optimizer": "nesterov", "momentum": 0.0},
]
_ETA = 1e-3


def moved(parameters: Parameters, connection: int, place: tuple[int, int], by: float) -> Parameters:
    weights = np.array(parameters.weights[connection])
    weights[place] += by
    return Parameters({**parameters.weights, connection: read_only(weights)}, parameters.biases)


@pytest.mark.parametrize("terms", TERMS, ids=str)
def test_a_step_goes_along_the_gradient_of_the_reported_cost(terms: dict[str, Any]) -> None:
    document = document_of(lopsided(), batch_size=None, learning_rate=_ETA, **terms)
    trainer = trainer_of(document, training_arrays(document))
    trainer.step()
    after, before = trainer.parameters(), document.parameters
    for connection in document.network.connections:
        gradient = (before.weights[connection.id] - after.weights[connection.id]) / _ETA
        for place in ((0, 0), (2, 1)):
            h = 1e-5
            up, down = (reported(document, moved(before, connection.id, place, by)).cost for by in (h, -h))
            assert gradient[place] == pytest.approx((up - down) / (2.0 * h), rel=1e-5, abs=1e-8)


def test_the_ridge_of_adamw_is_in_no_cost_because_it_is_minimised_by_none() -> None:
    ridged = document_of(lopsided(), optimizer="adamw", ridge=5.0)
    assert reported(ridged).penalty == 0.0
    assert reported(ridged).cost == reported(document_of(lopsided())).cost
    with_l1 = edits.set_training(ridged, l1=1.0)
    magnitudes = sum(np.abs(w).sum() for w in with_l1.parameters.weights.values())
    assert reported(with_l1).penalty == pytest.approx(magnitudes / len(training_arrays(with_l1).x))
    adam = edits.set_training(ridged, optimizer="adam")
    assert reported(adam).penalty > 0.0
