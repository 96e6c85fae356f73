"""Looking for a learning rate: what it is asked of a document, and that its thread can be relied on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.settings import Progress
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.feed import order_of
from nndesigner.engine.trainer import Trainer
from nndesigner.errors import NetworkError
from nndesigner.session.measuring import training_arrays
from nndesigner.session.rate_finding import (
    HIGHEST,
    LOWEST,
    THREAD,
    NextBatch,
    RateFinding,
    descent_curve_of,
    next_batch,
    range_test_of,
    same_answer,
)


@pytest.fixture
def document(iris_document: Document) -> Document:
    return edits.set_training(iris_document, ridge=0.3, precision="float64", batch_size=7, seed=5)


@pytest.fixture(autouse=True)
def no_finding_left() -> Iterator[None]:
    yield
    left = [thread for thread in threading.enumerate() if thread.name == THREAD]
    assert not left


def far(document: Document) -> Document:
    """In the middle of its third epoch."""
    return replace(document, progress=Progress(epoch=2, offset=14, steps=0))


class TestNextBatch:
    def test_it_is_where_training_stands(self, document: Document) -> None:
        rows = len(training_arrays(document).x)
        assert next_batch(document) == NextBatch(0, 0, 7, rows)
        assert next_batch(far(document)) == NextBatch(2, 14, 21, rows)

    def test_the_last_one_of_an_epoch_may_be_smaller(self, document: Document) -> None:
        rows = len(training_arrays(document).x)
        late = replace(document, progress=Progress(epoch=2, offset=rows - 3))
        assert next_batch(late) == NextBatch(2, rows - 3, rows, rows)

    def test_an_optimiser_that_needs_all_rows_takes_them(self, document: Document) -> None:
        assert next_batch(edits.set_training(document, optimizer="lbfgs")).whole

    @pytest.mark.parametrize("size", [None, 100_000])
    def test_the_full_batch_is_all_rows(self, document: Document, size: int | None) -> None:
        batch = next_batch(edits.set_training(document, batch_size=size))
        assert batch.whole
        assert batch.stop == batch.of == len(training_arrays(document).x)

    def test_without_data_there_is_none(self) -> None:
        with pytest.raises(NetworkError, match="no data"):
            next_batch(Document.empty())


class TestRangeTest:
    def test_it_trains_this_document_with_growing_rates(self, document: Document) -> None:
        *_, found = range_test_of(document)
        data, settings = training_arrays(document), document.training
        trainer = Trainer(
            document.network, document.parameters, data.x, data.y,
            cost=settings.cost, batch_size=7, learning_rate=LOWEST, ridge=0.3, seed=5, dtype=np.float64,
        )  # fmt: skip
        trainer.step()
        rows = order_of(5, 0, len(data.x))[7:14]
        evaluator = Evaluator(document.network, settings.cost, np.float64)
        cost = evaluator.cost(trainer.parameters(), data.x[rows], data.y[rows], 0.3, len(data.x))
        assert found.costs[1] == pytest.approx(cost.total, rel=1e-12)
        assert found.rates[0] == pytest.approx(LOWEST)
        assert found.rates[-1] <= HIGHEST * (1 + 1e-12)

    @pytest.mark.parametrize(("optimizer", "cost_ridge"), [("adam", 0.3), ("adamw", 0.0)])
    def test_it_goes_by_the_optimiser_the_regularisers_and_the_class_weights_of_the_settings(
        self, document: Document, optimizer: str, cost_ridge: float
    ) -> None:
        changed = edits.set_training(document, optimizer=optimizer, l1=0.4, class_weights="balanced")
        *_, found = range_test_of(changed)
        data = training_arrays(changed)
        assert data.weights is not None
        trainer = Trainer(
            document.network, document.parameters, data.x, data.y, cost=document.training.cost, batch_size=7,
            learning_rate=LOWEST, ridge=0.3, seed=5, dtype=np.float64, rules=changed.training,
            row_weights=data.weights,
        )  # fmt: skip
        trainer.step()
        rows = order_of(5, 0, len(data.x))[7:14]
        _, cost = Evaluator(document.network, document.training.cost, np.float64).measure(
            trainer.parameters(), data.x[rows], data.y[rows], cost_ridge, len(data.x),
            l1=0.4, weights=data.weights[rows],
        )  # fmt: skip
        assert found.costs[1] == pytest.approx(cost.total, rel=1e-12)

    def test_it_finds_a_rate_that_teaches_iris(self, document: Document) -> None:
        *_, found = range_test_of(document)
        assert found.suggestion is not None
        assert 0.01 < found.suggestion < 10.0


class TestDescentCurve:
    def test_it_is_the_cost_of_the_next_mini_batch_along_its_gradient(self, document: Document) -> None:
        *_, found = descent_curve_of(far(document))
        data = training_arrays(document)
        rows = order_of(5, 2, len(data.x))[14:21]
        evaluator = Evaluator(document.network, document.training.cost, np.float64)

        def cost(rate: float) -> float:
            # Training takes the same step from the same place.
            trainer = Trainer(
                document.network, document.parameters, data.x, data.y, cost=document.training.cost,
                batch_size=7, learning_rate=rate, ridge=0.3, seed=5, dtype=np.float64, epoch=2, offset=14,
            )  # fmt: skip
            trainer.step()
            parameters = trainer.parameters() if rate else document.parameters
            return evaluator.cost(parameters, data.x[rows], data.y[rows], 0.3, len(data.x)).total

        for place in (0, 30, 70, 90):
            assert found.costs[place] == pytest.approx(cost(float(found.rates[place])), rel=1e-9)
        assert (cost(1e-6) - cost(0.0)) / 1e-6 == pytest.approx(found.slope, rel=1e-3)

    @pytest.mark.parametrize("size", [7, None])
    @pytest.mark.parametrize(("optimizer", "cost_ridge"), [("sgd", 0.3), ("adamw", 0.0)])
    def test_it_begins_at_the_cost_that_is_minimised(
        self, document: Document, size: int | None, optimizer: str, cost_ridge: float
    ) -> None:
        changed = edits.set_training(
            document, batch_size=size, optimizer=optimizer, l1=0.4, class_weights="balanced"
        )
        first = next(descent_curve_of(changed))
        data = training_arrays(changed)
        assert data.weights is not None
        rows = order_of(5, 0, len(data.x))[:size]
        _, cost = Evaluator(document.network, document.training.cost, np.float64).measure(
            document.parameters, data.x[rows], data.y[rows], cost_ridge, len(data.x),
            l1=0.4, weights=data.weights[rows],
        )  # fmt: skip
        assert first.costs[0] == pytest.approx(cost.total, rel=1e-12)

    def test_the_full_batch_is_taken_whole(self, document: Document) -> None:
        whole = edits.set_training(document, batch_size=None)
        first = next(descent_curve_of(whole))
        data = training_arrays(whole)
        evaluator = Evaluator(whole.network, whole.training.cost, np.float64)
        expected = evaluator.cost(whole.parameters, data.x, data.y, 0.3, len(data.x)).total
        assert first.costs[0] == pytest.approx(expected, rel=1e-12)


class TestSameAnswer:
    def test_eta_and_the_epochs_play_no_part(self, document: Document) -> None:
        assert same_answer(document, edits.set_training(document, learning_rate=0.01, epochs=3))

    @pytest.mark.parametrize(
        "change", [{"ridge": 0.5}, {"batch_size": 8}, {"seed": 9}, {"cost": "mse"}, {"precision": "float32"}]
    )
    def test_other_settings_do(self, document: Document, change: dict[str, float | str]) -> None:
        assert not same_answer(document, edits.set_training(document, **change))

    def test_weights_data_and_progress_do(self, document: Document) -> None:
        layer = document.network.layers[1]
        assert not same_answer(document, edits.set_bias(document, layer.id, layer.neurons[0], 0.7))
        assert not same_answer(document, edits.set_data(document, None))
        assert not same_answer(document, far(document))


class TestThread:
    def test_it_works_to_the_end_and_says_so(self, document: Document) -> None:
        finding = RateFinding(document, range_test_of)
        assert finding.look().result is None
        finding.start()
        finding.join()
        look = finding.look()
        *_, expected = range_test_of(document)
        assert look.ended
        assert look.refusal is look.defect is None
        assert look.result is not None
        assert look.result.finished
        assert look.result.costs.tolist() == expected.costs.tolist()
        assert not finding.alive

    def test_results_can_be_seen_on_the_way_and_it_stops_when_told(self, document: Document) -> None:
        def endless(_: Document) -> Iterator[int]:
            count = 0
            while True:
                yield count
                count += 1
                time.sleep(0.001)

        finding = RateFinding(document, endless)
        finding.start()
        while not finding.look().result:
            time.sleep(0.001)
        assert not finding.look().ended
        finding.stop()
        finding.join()
        assert finding.look().ended
        assert finding.look().refusal is finding.look().defect is None

    def test_what_the_document_lacks_is_said(self, document: Document) -> None:
        finding = RateFinding(edits.set_data(document, None), range_test_of)
        finding.start()
        finding.join()
        refusal = finding.look().refusal
        assert refusal is not None
        assert refusal.remedy
        assert finding.look().ended

    def test_too_little_memory_is_said_in_words(self, document: Document) -> None:
        def large(_: Document) -> Iterator[int]:
            yield 1
            raise MemoryError

        finding = RateFinding(document, large)
        finding.start()
        finding.join()
        refusal = finding.look().refusal
        assert refusal is not None
        assert "memory" in refusal.what

    def test_a_defect_is_left_for_the_one_who_looks(self, document: Document) -> None:
        def broken(_: Document) -> Iterator[int]:
            yield 1
            raise ZeroDivisionError

        finding = RateFinding(document, broken)
        finding.start()
        finding.join()
        assert finding.look().ended
        assert isinstance(finding.look().defect, ZeroDivisionError)
        assert finding.look().refusal is None
        assert finding.look().result == 1
