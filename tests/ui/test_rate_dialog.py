"""The window that looks for a learning rate, used with mouse and keyboard."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.descent_curve import DescentCurve
from nndesigner.engine.network import Role
from nndesigner.engine.range_test import RangeTest
from nndesigner.session.rate_finding import THREAD, range_test_of
from nndesigner.session.training import State
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.rates import questions
from nndesigner.ui.rates.chart import RateChart
from nndesigner.ui.rates.dialog import RateDialog
from nndesigner.ui.rates.picture import cost_range
from nndesigner.ui.rates.questions import GradientQuestion, RangeQuestion, two_digits
from nndesigner.ui.theme import Mode, Theme
from tests.ui.driving import activate


@pytest.fixture(autouse=True)
def no_finding_left(qtbot: QtBot) -> Iterator[None]:
    yield
    qtbot.waitUntil(lambda: not findings())


def findings() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD]


@pytest.fixture
def iris_window(window: MainWindow, iris_document: Document) -> MainWindow:
    window.session.replace(edits.set_training(iris_document, learning_rate=0.03))
    return window


@pytest.fixture
def dialog(iris_window: MainWindow, qtbot: QtBot) -> RateDialog:
    """Opened, with the range test done."""
    made = open_dialog(iris_window)
    qtbot.waitUntil(lambda: not made.page.busy)
    return made


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A range test that takes long between its steps."""

    def slowly(document: Document) -> Iterator[RangeTest]:
        for found in range_test_of(document):
            yield found
            time.sleep(0.02)

    monkeypatch.setattr(questions, "range_test_of", slowly)


def open_dialog(window: MainWindow) -> RateDialog:
    window.action_set["find-rate"].trigger()
    found = window.findChild(RateDialog)
    assert isinstance(found, RateDialog)
    return found


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def click_chart(chart: RateChart, rate: float) -> None:
    place = QPoint(round(chart.x_of(rate)), round(chart.area().center().y()))
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)


def move_to(chart: RateChart, place: QPointF) -> None:
    """Under the offscreen platform the pointer itself finds the window behind."""
    nothing, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    where = chart.mapToGlobal(place)
    QApplication.sendEvent(chart, QMouseEvent(QEvent.Type.MouseMove, place, where, nothing, nothing, plain))


def eta_of(window: MainWindow) -> float:
    return window.session.document.training.learning_rate


class TestAction:
    def test_it_is_off_with_a_reason_while_the_network_cannot_be_trained(self, window: MainWindow) -> None:
        window.session.apply("Add layer", lambda document: edits.add_layer(document, Role.INPUT, 2))
        action = window.action_set["find-rate"]
        assert not action.isEnabled()
        assert window.session.problems[0].message in action.toolTip()

    def test_it_is_off_while_training_runs(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        action, session = iris_window.action_set["find-rate"], iris_window.session
        session.apply("Set epochs", lambda document: edits.set_training(document, epochs=1_000_000))
        assert action.isEnabled()
        session.train()
        assert not action.isEnabled()
        assert "pause" in action.toolTip()
        session.stop()
        qtbot.waitUntil(lambda: session.training.state is State.IDLE)
        assert action.isEnabled()

    def test_the_shortcut_opens_one_window_only(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        for _ in range(2):
            activate(iris_window, qtbot)
            QTest.keyClick(
                iris_window,
                Qt.Key.Key_E,
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            )
        dialogs = iris_window.findChildren(RateDialog)
        assert len(dialogs) == 1
        assert not dialogs[0].isModal()
        dialogs[0].reject()


class TestRangeTest:
    def test_it_begins_by_itself_and_changes_nothing(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        before = iris_window.session.document
        dialog = open_dialog(iris_window)
        assert dialog.range_page.busy
        qtbot.waitUntil(lambda: not dialog.range_page.busy)
        assert iris_window.session.document is before
        assert "falls fastest" in dialog.range_page.words.text()
        assert not dialog.gradient_page.asked

    def test_the_suggestion_is_used_as_one_undoable_edit(
        self, iris_window: MainWindow, dialog: RateDialog
    ) -> None:
        before, *_, expected = iris_window.session.document, *range_test_of(iris_window.session.document)
        assert expected.suggestion is not None
        rate = two_digits(expected.suggestion)
        assert dialog.use.text().replace("\u00a0", " ") == f"Use η = {rate:g}"
        click(dialog.use)
        assert eta_of(iris_window) == rate
        assert iris_window.session.undo_name == "Set learning rate η"
        assert not dialog.use.isEnabled()
        iris_window.session.undo()
        assert iris_window.session.document is before
        assert dialog.use.isEnabled()

    def test_enter_uses_it_and_escape_closes(
        self, iris_window: MainWindow, dialog: RateDialog, qtbot: QtBot
    ) -> None:
        rate = dialog.page.chosen
        QTest.keyClick(dialog.page.chart, Qt.Key.Key_Return)
        assert eta_of(iris_window) == rate
        assert dialog.isVisible()
        QTest.keyClick(dialog.page.chart, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    def test_the_keyboard_is_with_the_curve_from_the_beginning(self, iris_window: MainWindow) -> None:
        dialog = open_dialog(iris_window)
        assert dialog.focusWidget() is dialog.range_page.chart
        dialog.reject()

    def test_a_click_on_the_curve_picks_that_rate_instead(
        self, iris_window: MainWindow, dialog: RateDialog
    ) -> None:
        chart = dialog.page.chart
        click_chart(chart, 0.001)
        assert dialog.page.chosen == pytest.approx(0.001, rel=0.1)
        assert chart.picture is not None
        assert any(mark.words.startswith("picked") for mark in chart.picture.marks)
        click(dialog.use)
        assert eta_of(iris_window) == dialog.page.chosen

    def test_the_arrow_keys_move_the_pick(self, dialog: RateDialog) -> None:
        chart, first = dialog.page.chart, dialog.page.chosen
        assert first is not None
        QTest.keyClick(chart, Qt.Key.Key_Right)
        right = dialog.page.chosen
        assert right is not None
        assert first < right < 1.3 * first
        QTest.keyClick(chart, Qt.Key.Key_Left)
        QTest.keyClick(chart, Qt.Key.Key_Left)
        left = dialog.page.chosen
        assert left is not None
        assert left < first

    def test_the_pointer_reads_the_curve(self, dialog: RateDialog) -> None:
        chart = dialog.page.chart
        move_to(chart, QPointF(chart.x_of(0.01), chart.area().center().y()))
        assert chart.pointed == pytest.approx(0.01, rel=0.07)
        chart.grab()
        move_to(chart, QPointF(2, 2))
        assert chart.pointed is None

    def test_the_present_rate_is_marked_and_followed(
        self, iris_window: MainWindow, dialog: RateDialog
    ) -> None:
        def now() -> float:
            picture = dialog.page.chart.picture
            assert picture is not None
            return next(mark.rate for mark in picture.marks if mark.words.startswith("now"))

        assert now() == 0.03
        iris_window.session.apply("Set η", lambda document: edits.set_training(document, learning_rate=0.2))
        assert now() == 0.2
        assert not dialog.page.stale


class TestWork:
    def test_cancel_works_at_once_and_keeps_what_was_found(
        self, slow: None, iris_window: MainWindow, qtbot: QtBot
    ) -> None:
        dialog = open_dialog(iris_window)
        qtbot.waitUntil(lambda: dialog.page.share > 0.02)
        assert dialog.work.text() == "Cancel"
        assert dialog.use.text() == "Use η"
        click(dialog.work)
        assert not dialog.page.busy
        assert dialog.work.text() == "Run again"
        assert dialog.state.text() == "Cancelled."
        assert dialog.page.chart.picture is not None
        assert 0.0 < dialog.page.share < 1.0
        qtbot.waitUntil(lambda: not findings(), timeout=1000)

    def test_closing_while_it_works_ends_the_thread(
        self, slow: None, iris_window: MainWindow, qtbot: QtBot
    ) -> None:
        dialog = open_dialog(iris_window)
        qtbot.waitUntil(lambda: dialog.page.share > 0.0)
        assert findings()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not findings(), timeout=1000)

    def test_closing_the_main_window_ends_the_thread(
        self, slow: None, iris_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dialog = open_dialog(iris_window)
        qtbot.waitUntil(lambda: dialog.page.share > 0.0)
        monkeypatch.setattr(iris_window.files, "may_lose_changes", lambda: True)
        iris_window.close()
        assert not dialog.isVisible()
        qtbot.waitUntil(lambda: not findings(), timeout=1000)

    def test_another_document_makes_the_result_stale_until_it_is_run_again(
        self, iris_window: MainWindow, dialog: RateDialog, qtbot: QtBot
    ) -> None:
        assert dialog.state.text() == ""
        iris_window.session.apply("Set λ", lambda document: edits.set_training(document, ridge=0.1))
        assert dialog.state.text() == "The project has changed since."
        click(dialog.work)
        qtbot.waitUntil(lambda: not dialog.page.busy)
        assert dialog.state.text() == ""
        iris_window.session.undo()
        assert dialog.page.stale

    def test_it_cannot_run_again_while_training_runs(
        self, iris_window: MainWindow, dialog: RateDialog, qtbot: QtBot
    ) -> None:
        session = iris_window.session
        session.apply("Set epochs", lambda document: edits.set_training(document, epochs=1_000_000))
        session.train()
        assert not dialog.work.isEnabled()
        assert "Training is running" in dialog.work.toolTip()
        dialog.tabs.setCurrentIndex(1)
        assert not dialog.gradient_page.asked
        assert "Training is running" in dialog.gradient_page.empty.text
        session.stop()
        qtbot.waitUntil(lambda: session.training.state is State.IDLE)
        assert dialog.work.isEnabled()
        assert dialog.work.text() == "Run"

    def test_what_cannot_be_tried_is_said_in_the_window(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        iris_window.session.apply("Set", lambda document: edits.set_training(document, optimizer="lbfgs"))
        dialog = open_dialog(iris_window)
        qtbot.waitUntil(lambda: not dialog.page.busy)
        assert dialog.page.empty.isVisible()
        assert "finds the length of its steps itself" in dialog.page.empty.text
        assert not dialog.use.isEnabled()

    def test_a_defect_reaches_the_crash_report_and_leaves_the_window_usable(
        self, iris_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(document: Document) -> Iterator[RangeTest]:
            yield next(range_test_of(document))
            raise ZeroDivisionError

        with monkeypatch.context() as patched, qtbot.captureExceptions() as caught:
            patched.setattr(questions, "range_test_of", broken)
            dialog = open_dialog(iris_window)
            qtbot.waitUntil(lambda: not dialog.page.busy)
        assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
        click(dialog.work)
        qtbot.waitUntil(lambda: not dialog.page.busy)
        assert dialog.use.isEnabled()


class TestAlongTheGradient:
    @pytest.fixture
    def page_dialog(self, dialog: RateDialog, qtbot: QtBot) -> RateDialog:
        dialog.tabs.setCurrentIndex(1)
        qtbot.waitUntil(lambda: dialog.gradient_page.asked and not dialog.page.busy)
        return dialog

    def test_it_says_which_rows_and_marks_the_minimum(self, page_dialog: RateDialog) -> None:
        page = page_dialog.gradient_page
        assert page.words.text().startswith(
            "10 of 106 training rows: those at 1 to 10 in the order of epoch 1."
        )
        picture = page.chart.picture
        assert picture is not None
        assert not picture.log
        lowest = next(mark for mark in picture.marks if mark.words.startswith("lowest"))
        shown = picture.curve.y[picture.curve.x <= picture.right]
        assert picture.cost_at(lowest.rate) == pytest.approx(float(shown.min()), rel=1e-2)
        assert picture.left == 0.0
        assert picture.right > lowest.rate

    def test_the_tangent_touches_the_curve_at_zero(self, page_dialog: RateDialog) -> None:
        picture = page_dialog.gradient_page.chart.picture
        assert picture is not None
        (tangent,) = picture.lines
        slope = (tangent.y[-1] - tangent.y[0]) / (tangent.x[-1] - tangent.x[0])
        assert tangent.y[0] == picture.curve.y[0]
        secant = (picture.curve.y[1] - picture.curve.y[0]) / picture.curve.x[1]
        assert slope == pytest.approx(secant, rel=1e-2)
        assert slope < 0.0

    def test_the_minimum_can_be_used(self, iris_window: MainWindow, page_dialog: RateDialog) -> None:
        rate = page_dialog.page.chosen
        click(page_dialog.use)
        assert eta_of(iris_window) == rate

    def test_where_the_cost_is_higher_than_before_is_tinted(self) -> None:
        rates = np.array([0.0, 0.5, 1.0, 2.0, 4.0])
        curve = DescentCurve(rates, (rates - 1.0) ** 2 + 3.0, slope=-2.0, planned=5)
        picture = GradientQuestion().picture(curve, 0.5, None)
        assert picture.zone is not None
        assert picture.zone.start == pytest.approx(2.0)
        assert picture.right == pytest.approx(3.0)
        words = GradientQuestion().words(curve).replace("\u00a0", " ")
        assert words == (
            "The cost falls from 4.00 to 3.00 at η = 1, lowest for this batch alone; "
            "from η = 2 on it is higher than before."
        )

    def test_a_gradient_that_leads_nowhere_is_said_to(self) -> None:
        curve = DescentCurve(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, np.inf]), slope=-0.1, planned=3)
        question = GradientQuestion()
        assert question.suggestion(curve) is None
        assert "No step" in question.words(curve)
        assert question.picture(curve, 0.5, None).right == 1.0

    def test_a_cost_that_still_falls_at_the_largest_rate_suggests_none(self) -> None:
        curve = DescentCurve(np.array([0.0, 10.0, 100.0]), np.array([3.0, 2.0, 1.0]), slope=-0.1, planned=3)
        question = GradientQuestion()
        assert question.suggestion(curve) is None
        assert "still falls at the largest η tried, 100" in question.words(curve)
        picture = question.picture(curve, 0.5, None)
        assert [mark.words.split()[0] for mark in picture.marks] == ["now"]
        assert picture.right == 100.0

    @pytest.mark.parametrize(
        ("slope", "costs", "said"),
        [
            (-0.0, [0.0, 0.0, 0.0], "The gradient is 0 here"),
            (-1e-20, [1.0, 1.0 - 2e-16, 1.0 + 3e-16], "The gradient is so small here"),
        ],
    )
    def test_a_flat_curve_suggests_nothing_and_is_nowhere_too_far(
        self, slope: float, costs: list[float], said: str
    ) -> None:
        curve = DescentCurve(np.array([0.0, 1.0, 2.0]), np.array(costs), slope=slope, planned=3)
        question = GradientQuestion()
        assert question.suggestion(curve) is None
        assert question.words(curve).startswith(said)
        picture = question.picture(curve, 1.0, None)
        assert picture.zone is None
        assert picture.right == 2.0

    def test_the_minimum_is_named_as_this_batchs_and_enter_does_not_use_it(
        self, iris_window: MainWindow, page_dialog: RateDialog
    ) -> None:
        assert page_dialog.use.text().endswith(", lowest for this batch alone")
        assert not page_dialog.use.isDefault()
        QTest.keyClick(page_dialog.page.chart, Qt.Key.Key_Return)
        assert eta_of(iris_window) == 0.03
        page_dialog.tabs.setCurrentIndex(0)
        assert page_dialog.use.isDefault()

    def test_a_rate_picked_there_is_used_with_enter(
        self, iris_window: MainWindow, page_dialog: RateDialog
    ) -> None:
        QTest.keyClick(page_dialog.page.chart, Qt.Key.Key_Left)
        rate = page_dialog.page.chosen
        assert page_dialog.use.text() == f"Use {questions.eta(rate or 0.0)}"
        QTest.keyClick(page_dialog.page.chart, Qt.Key.Key_Return)
        assert eta_of(iris_window) == rate

    def test_an_optimiser_that_needs_no_rate_gets_the_curve_and_none_to_use(
        self, iris_window: MainWindow, qtbot: QtBot
    ) -> None:
        iris_window.session.apply("Set", lambda document: edits.set_training(document, optimizer="lbfgs"))
        dialog = open_dialog(iris_window)
        dialog.tabs.setCurrentIndex(1)
        page = dialog.gradient_page
        qtbot.waitUntil(lambda: page.asked and not page.busy)
        click_chart(page.chart, 1.0)
        assert page.chart.picture is not None
        assert not page.chart.picture.marks
        assert not dialog.use.isEnabled()
        assert dialog.use.text() == "Use η"
        reason = "L-BFGS finds the length of its steps itself"
        assert reason in dialog.use.toolTip()
        assert reason in page.chart.toolTip()
        assert reason in page.words.text()

    def test_an_optimiser_told_to_take_the_rate_as_it_is_may_use_one(self, iris_document: Document) -> None:
        question = GradientQuestion()
        searching = edits.set_training(iris_document, optimizer="lbfgs")
        assert question.bar(searching)
        assert not question.bar(edits.set_training(searching, line_search=False))


def test_a_test_that_taught_nothing_suggests_nothing() -> None:
    rates = np.geomspace(1e-5, 100.0, 141)
    flat = RangeTest(rates, np.full(141, 2.0), np.full(141, 2.0), 141)
    assert RangeQuestion().suggestion(flat) is None
    assert "No η lowered the cost" in RangeQuestion().words(flat)


def test_an_explosion_does_not_flatten_the_fall() -> None:
    low, high = cost_range(1.0, np.array([1.0, 0.5, 40.0, np.inf]))
    assert 0.0 <= low < 0.5
    assert 1.0 < high < 1.5


def test_a_cost_of_nothing_has_an_axis_with_readable_numbers() -> None:
    low, high = cost_range(0.0, np.zeros(3))
    assert low == 0.0
    assert 0.1 < high < 1.0


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_chart_is_painted_in_the_colours_of_the_theme(
    theme: Theme, dialog: RateDialog, mode: Mode
) -> None:
    theme.set_mode(mode)
    image = dialog.page.chart.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in (20, image.height() // 2)}
    assert theme.color("good").name() in seen


def test_everything_has_a_name_for_screen_readers(dialog: RateDialog, qapp: QApplication) -> None:
    dialog.tabs.setCurrentIndex(1)
    for page in (dialog.range_page, dialog.gradient_page):
        assert page.chart.accessibleName()
        assert page.words.accessibleName()
    assert "falls fastest" in dialog.range_page.chart.accessibleDescription()
    assert dialog.tabs.accessibleName()
