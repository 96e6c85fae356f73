"""Scores of a document: the same rule for the class everywhere, also where a cost moves the boundary."""

from __future__ import annotations

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.costs import COSTS
from nndesigner.engine.evaluate import Evaluator
from nndesigner.session.measuring import Arrays, Meter, training_arrays
from nndesigner.session.scores import LABELS, scores


@pytest.mark.parametrize(("cost", "boundary"), [("hinge", 0.0), ("mse", 0.5)])
def test_a_run_and_an_evaluation_divide_a_single_output_where_the_cost_says(
    xor_document: Document, cost: str, boundary: float
) -> None:
    last = xor_document.network.layers[-1]
    document = edits.set_training(edits.set_activation(xor_document, last.id, "tanh"), cost=cost)
    arrays = training_arrays(document)
    outputs = Evaluator(document.network, None).outputs(document.parameters, arrays.x)
    arrays = Arrays(arrays.x, (outputs > 0.0).astype(arrays.y.dtype))
    right = float(np.mean((outputs > boundary) == (outputs > 0.0)))
    assert (right == 1.0) is (cost == "hinge")
    measured = Meter(document, arrays).measure(document.parameters, 0.0, document.training, 0.5)
    assert measured is not None
    assert measured.score == right
    assert document.data is not None
    told = scores(document.data.prepared, last, COSTS[cost], outputs, arrays.y)
    assert told["accuracy"] == right
    assert set(told) < set(LABELS)
