"""Lines, marks and words of the charts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nndesigner.document.runs import History, Outcome, Run
from nndesigner.document.settings import TrainingSettings
from nndesigner.ui.format import MINUS
from nndesigner.ui.plots.chart import Chart
from nndesigner.ui.plots.chart_overlay import words_start
from nndesigner.ui.plots.envelope import Envelope
from nndesigner.ui.plots.progress_plot import cost_plot, rate_markers, score_plot, smoothed
from nndesigner.ui.plots.series import Plot, Series
from nndesigner.ui.plots.ticks import linear_ticks, log_ticks
from nndesigner.ui.theme import Theme


def history(count: int, *, penalty: float = 0.0, rates: tuple[float, ...] = (0.5,)) -> History:
    epoch = np.arange(count, dtype=np.float64)
    cost = 1.0 / (epoch + 1.0)
    return History(
        epoch=epoch,
        cost=cost + penalty,
        penalty=np.full(count, penalty),
        validation_cost=cost + 0.1,
        score=1.0 - cost / 2,
        validation_score=0.9 - cost / 2,
        learning_rate=np.resize(np.repeat(np.array(rates), max(1, count // len(rates))), count),
    )


@pytest.fixture
def chart(theme: Theme, qtbot: QtBot) -> Chart:
    made = Chart(theme)
    qtbot.addWidget(made)
    made.resize(640, 260)
    made.show()
    return made


# -- following a long series


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=6),
    st.integers(0, 9),
    st.floats(0, 1500),
    st.floats(1, 800),
)
def test_an_outline_has_the_lowest_and_highest_of_what_it_shows(
    steps: list[int], seed: int, left: float, span: float
) -> None:
    rng = np.random.default_rng(seed)
    whole = rng.normal(size=sum(steps) + 1)
    x = np.arange(len(whole), dtype=np.float64)
    envelope = Envelope()
    reached = 0
    for step in steps:
        reached += step
        envelope.follow(x[: reached + 1], whole[: reached + 1])
    shown_x, shown_y = envelope.outline(left, left + span, 50)
    inside = whole[(x >= left) & (x <= left + span)]
    assert len(shown_x) == len(shown_y)
    assert (np.diff(shown_x) >= 0).all()
    if len(inside):
        assert shown_y.min() <= inside.min()
        assert shown_y.max() >= inside.max()
    assert set(shown_y.tolist()) <= set(whole.tolist())


def test_a_million_points_are_drawn_as_a_few_thousand() -> None:
    y = np.random.default_rng(1).normal(size=1_000_000)
    y[777_777] = 99.0
    x = np.arange(len(y), dtype=np.float64)
    envelope = Envelope()
    envelope.follow(x, y)
    shown_x, shown_y = envelope.outline(0.0, 1e6, 1200)
    assert len(shown_x) <= 1200 + 64
    assert shown_y.max() == 99.0


def test_another_series_of_the_same_length_is_not_mistaken_for_the_old_one() -> None:
    x = np.arange(1000, dtype=np.float64)
    envelope = Envelope()
    envelope.follow(x, np.zeros(1000))
    envelope.follow(x, np.ones(1000))
    assert envelope.outline(0.0, 1000.0, 20)[1].min() == 1.0


def test_stretches_without_values_do_not_hide_the_others() -> None:
    y = np.full(1000, np.nan)
    y[500:] = 2.0
    envelope = Envelope()
    envelope.follow(np.arange(1000.0), y)
    shown = envelope.outline(0.0, 1000.0, 20)[1]
    assert np.nanmax(shown) == 2.0
    assert np.isnan(shown[0])


# -- what is drawn


def test_the_markers_say_where_the_learning_rate_changed() -> None:
    markers = rate_markers(history(30, rates=(0.5, 0.3, 0.05)))
    assert [(marker.x, marker.words) for marker in markers] == [
        (9.0, "η 0.5 → 0.3"),
        (19.0, "η 0.3 → 0.05"),
    ]
    assert rate_markers(history(1)) == ()


def test_a_rate_that_glides_leaves_no_markers_but_a_jump_after_it_does() -> None:
    made = history(30)
    rates = np.concatenate([np.linspace(0.1, 0.5, 10), np.full(10, 0.5), np.full(10, 0.25)])
    markers = rate_markers(replace(made, learning_rate=rates))
    assert [(marker.x, marker.words) for marker in markers] == [(19.0, "η 0.5 → 0.25")]


def test_the_share_of_the_regulariser_is_shown_apart_only_when_there_is_one() -> None:
    assert [line.name for line in cost_plot(history(5), 5.0).series] == ["training", "validation"]
    with_ridge = cost_plot(history(5, penalty=0.25), 5.0).series
    # The two are not the same cost then: C is C₀ and the regulariser (eq. 19).
    assert [line.name for line in with_ridge] == ["training C", "validation C₀", "regulariser"]
    assert with_ridge[2].y.tolist() == [0.25] * 5


def test_without_validation_rows_there_is_no_validation_line() -> None:
    nothing = np.full(5, np.nan)
    bare = replace(history(5), validation_cost=nothing, validation_score=nothing)
    assert [line.name for line in cost_plot(bare, 5.0).series] == ["training"]
    assert [line.name for line in score_plot(bare, 5.0).series] == ["training"]


def test_smoothing_is_the_mean_of_the_values_up_to_each() -> None:
    values = np.array([1.0, 3.0, np.nan, 5.0])
    assert smoothed(values, 1) is values
    found = smoothed(values, 2)
    assert found[:2].tolist() == [1.0, 2.0]
    assert np.isnan(found[2])
    assert found[3] == 5.0


def test_the_score_axis_goes_below_zero_only_for_negative_scores() -> None:
    assert score_plot(history(5), 5.0).floor == 0.0
    bad = replace(history(5), score=np.array([-3.0, 0.0, 0.1, 0.2, 0.3]))
    assert score_plot(bad, 5.0).floor is None


def test_the_last_values_stand_at_the_ends_of_the_lines(chart: Chart) -> None:
    chart.show_plot(cost_plot(history(10), 20.0))
    assert chart.overlay.end_words == ["training 0.100", "validation 0.200"]
    assert chart.visible_range == (0.0, 20.0)


def test_earlier_runs_are_drawn_without_words(chart: Chart) -> None:
    run = Run(7, "2026-01-01T10:00:00", TrainingSettings(), Outcome.FINISHED, history(8), 1.0, 1, "2 – 1")
    chart.show_plot(cost_plot(history(4), 4.0, earlier=(run,)))
    assert chart.plot.right == 4.0
    assert chart.drawn("run 7")[0].max() <= 8.0
    assert [words.split()[0] for words in chart.overlay.end_words] == ["training", "validation"]


def test_a_logarithmic_axis_draws_logarithms_and_leaves_out_zero(chart: Chart) -> None:
    some = replace(history(4), cost=np.array([1.0, 0.1, 0.0, 0.01]))
    chart.show_plot(cost_plot(some, 4.0, log=True))
    drawn = chart.drawn("training")[1]
    assert drawn[[0, 1, 3]].tolist() == pytest.approx([0.0, -1.0, -2.0])
    assert np.isnan(drawn[2])


def test_the_pointer_reads_the_exact_values_of_the_nearest_epoch(chart: Chart, qtbot: QtBot) -> None:
    chart.show_plot(cost_plot(history(10), 10.0))
    place = chart.position(3.2, 0.2)
    chart.overlay.point(QPointF(place.x(), chart.curve_area().center().y()))
    assert chart.overlay.reading == [
        ("epoch", "3"),
        ("training", "0.25"),
        ("validation", "0.35"),
    ]
    chart.overlay.point(None)
    assert chart.overlay.reading == []


def test_the_wheel_zooms_along_the_epochs_and_a_double_click_shows_all(chart: Chart, qtbot: QtBot) -> None:
    chart.show_plot(cost_plot(history(100), 100.0))
    viewport = chart._widget.viewport()
    middle = chart.curve_area().center()
    inside = QPointF(viewport.mapFrom(chart, middle.toPoint()))
    with qtbot.waitSignal(chart.zoomChanged) as zoomed:
        wheel = QWheelEvent(
            inside,
            viewport.mapToGlobal(inside),
            QPoint(),
            QPoint(0, 240),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, wheel)
    assert zoomed.args == [True]
    left, right = chart.visible_range
    assert 0.0 <= left < 50.0 < right <= 100.0
    assert right - left < 100.0
    chart.show_plot(cost_plot(history(101), 100.0))
    assert chart.visible_range == (left, right), "new measurements keep the zoom"
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=inside.toPoint())
    assert chart.visible_range == (0.0, 100.0)


# -- marks


def test_marks_are_round_numbers_with_equal_decimals_and_a_true_minus() -> None:
    assert linear_ticks(0.0, 1.0, 4) == [
        (0.0, "0.00"), (0.25, "0.25"), (0.5, "0.50"), (0.75, "0.75"), (1.0, "1.00")
    ]  # fmt: skip
    assert [text for _, text in linear_ticks(-2.0, 1.0, 3)] == [f"{MINUS}2", f"{MINUS}1", "0", "1"]
    assert [text for _, text in linear_ticks(0.0, 3.0, 9, whole=True)] == ["0", "1", "2", "3"]
    assert [text for _, text in linear_ticks(0.0, 20000.0, 2)] == ["0", "10,000", "20,000"]
    assert linear_ticks(1.0, 1.0, 5) == []


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 12))
def test_marks_lie_in_the_range_and_are_not_too_many(low: float, span: float, count: int) -> None:
    ticks = linear_ticks(low, low + span, count)
    slack = span * 1e-6 + abs(low) * 1e-9
    assert len(ticks) <= count + 1
    assert all(low - slack <= place <= low + span + slack for place, _ in ticks)


def test_logarithmic_marks_are_powers_of_ten() -> None:
    assert [text for _, text in log_ticks(-3.0, 0.0, 4)] == ["0.001", "0.01", "0.1", "1"]
    assert [text for _, text in log_ticks(-1.0, 0.0, 5)] == ["0.1", "0.2", "0.5", "1"]
    assert len(log_ticks(0.1, 0.2, 4)) > 1


def test_a_taller_chart_has_more_marks(theme: Theme, qtbot: QtBot) -> None:
    chart = Chart(theme)
    qtbot.addWidget(chart)
    x = np.linspace(0.0, 40.0, 41)
    chart.resize(400, 80)
    chart.show()
    chart.show_plot(Plot(series=(Series("cost", "training", x, 1.3 / (x + 1.0), "accent"),)))
    few = len(chart.ticks)
    chart.resize(400, 400)
    qtbot.waitUntil(lambda: len(chart.ticks) > few)
    assert len(chart.ticks) >= 5


def test_words_at_a_marker_stay_inside_the_chart_and_off_each_other() -> None:
    assert words_start(100.0, 80.0, -1e9, 400.0) == 106.0
    assert words_start(350.0, 80.0, -1e9, 400.0) == 270.0  # before its line: behind it they would be cut off
    assert words_start(110.0, 80.0, 186.0, 400.0) is None
    assert words_start(350.0, 80.0, 300.0, 400.0) is None


def test_a_single_measurement_at_the_start_has_an_axis_of_an_epoch() -> None:
    assert cost_plot(history(1), 0.0).right == 1.0
