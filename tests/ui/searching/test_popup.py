"""The list that is searched: keys, mouse, size, and giving the keyboard back."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.ui.searching.popup import MARGIN, Kind, SearchPopup
from nndesigner.ui.searching.row_painter import HEIGHT
from nndesigner.ui.searching.rows import Row, Rows
from nndesigner.ui.theme import Mode, Theme
from tests.ui.driving import activate

KIND = Kind("sample", "Samples", "Type", "Nothing fits.")
ROWS = (
    Row("a", "Apple", "red", section="Fruit"),
    Row("b", "Banana", "yellow", section="Fruit", hint="It is bent."),
    Row("c", "Carrot", section="Vegetables", off="There is none."),
    Row("d", "Date", section="Vegetables"),
)


class Stand:
    """A window with a field that has the keyboard, and a list over it."""

    def __init__(self, kind: Kind, theme: Theme, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(700, 500)
        self.before = QLineEdit(self.window)
        self.popup = SearchPopup(kind, theme, self.window)
        self.chosen: list[object] = []
        self.popup.chosen.connect(self.chosen.append)
        self.window.show()
        activate(self.window, qtbot)
        self.before.setFocus()

    def open(self, rows: tuple[Row, ...] = ROWS, typed: str = "") -> None:
        self.popup.open_over(self.window.rect, Rows(rows), typed)

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.popup.field, key)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.popup.field, text)

    @property
    def words(self) -> str | None:
        row = self.popup.current
        return row.words if row is not None else None

    @property
    def found(self) -> list[str]:
        return [ROWS[place].words for place in self.popup.list.found]


@pytest.fixture
def stand(theme: Theme, qtbot: QtBot) -> Stand:
    return Stand(KIND, theme, qtbot)


@pytest.fixture
def staying(theme: Theme, qtbot: QtBot) -> Stand:
    return Stand(Kind("sample", "Samples", "Type", "Nothing fits.", width=300, stays=True), theme, qtbot)


def test_it_takes_the_keyboard_and_gives_it_back(stand: Stand) -> None:
    stand.open()
    assert QApplication.focusWidget() is stand.popup.field
    stand.key(Qt.Key.Key_Escape)
    assert not stand.popup.isVisible()
    assert QApplication.focusWidget() is stand.before
    assert stand.chosen == []


def test_enter_chooses_and_closes_before_anything_is_done(stand: Stand) -> None:
    seen: list[tuple[bool, QWidget | None]] = []
    stand.popup.chosen.connect(lambda _: seen.append((stand.popup.isVisible(), QApplication.focusWidget())))
    stand.open()
    stand.type("ban")
    stand.key(Qt.Key.Key_Return)
    assert stand.chosen == ["b"]
    assert seen == [(False, stand.before)]


def test_typing_narrows_and_deleting_widens(stand: Stand) -> None:
    stand.open()
    stand.type("da")
    assert stand.found == ["Date"]
    stand.key(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert len(stand.found) == len(ROWS)


def test_keys_step_over_headings_and_round_the_ends(stand: Stand) -> None:
    stand.open()
    assert stand.words == "Apple"
    stand.key(Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert stand.words == "Carrot"
    stand.key(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert stand.words == "Apple"
    stand.key(Qt.Key.Key_Up)
    assert stand.words == "Date"
    stand.key(Qt.Key.Key_Backtab)
    assert stand.words == "Carrot"


def test_pages_end_at_the_last_and_the_first_row(stand: Stand) -> None:
    rows = tuple(Row(place, f"Row {place}") for place in range(40))
    stand.open(rows)
    stand.key(Qt.Key.Key_PageDown)
    assert 5 < int(str(stand.words).split()[1]) < 15
    stand.key(*[Qt.Key.Key_PageDown] * 9)
    assert stand.words == "Row 39"
    stand.key(*[Qt.Key.Key_PageUp] * 9)
    assert stand.words == "Row 0"


def test_what_is_off_says_why_and_cannot_be_chosen(stand: Stand) -> None:
    stand.open()
    stand.type("carr")
    assert stand.popup.foot.text() == "There is none."
    stand.key(Qt.Key.Key_Return)
    assert stand.popup.isVisible()
    assert stand.chosen == []


def test_where_nothing_fits_it_says_so_and_enter_does_nothing(stand: Stand) -> None:
    stand.open()
    stand.type("zzz")
    stand.key(Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert stand.popup.foot.text() == "Nothing fits."
    assert stand.chosen == []


def test_a_click_chooses_a_row_and_a_heading_is_none(stand: Stand) -> None:
    stand.open()
    view = stand.popup.list
    for line in (0, 2):
        spot = QPoint(60, line * HEIGHT + HEIGHT // 2)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert stand.chosen == ["b"]


def test_a_press_beside_it_closes_it(stand: Stand) -> None:
    stand.open()
    beside = stand.window.childAt(5, 490)
    assert beside is not None
    QTest.mouseClick(beside, Qt.MouseButton.LeftButton)
    assert not stand.popup.isVisible()
    assert QApplication.focusWidget() is stand.before
    assert stand.window.childAt(5, 490) is None


def test_it_opens_with_letters_that_were_typed_already(stand: Stand) -> None:
    stand.open(typed="d")
    stand.type("a")
    assert stand.popup.field.text() == "da"
    assert stand.words == "Date"


@pytest.mark.parametrize("size", [(700, 500), (320, 240), (2000, 1400)])
@pytest.mark.parametrize("corner", [None, QPoint(10_000, 10_000)])
def test_it_stays_inside_of_the_window(stand: Stand, size: tuple[int, int], corner: QPoint | None) -> None:
    stand.window.resize(*size)
    rows = Rows(tuple(Row(place, f"Row {place}", hint="Many words. " * 20) for place in range(100)))
    stand.popup.open_over(lambda: corner or stand.window.rect(), rows)
    room = stand.window.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    assert room.contains(stand.popup.geometry())
    assert stand.popup.list.height() >= HEIGHT


def test_it_follows_a_window_that_shrinks(stand: Stand) -> None:
    stand.open(tuple(Row(place, f"Row {place}") for place in range(100)))
    stand.window.resize(400, 200)
    assert stand.window.rect().contains(stand.popup.geometry())


def test_one_that_stays_does_not_keep_the_mouse_from_the_rest(staying: Stand) -> None:
    staying.open()
    assert staying.window.childAt(5, 490) is None
    assert staying.popup.geometry().right() == staying.window.width() - MARGIN - 1
    staying.key(Qt.Key.Key_Return)
    assert staying.chosen == ["a"]
    assert staying.popup.isVisible()
    staying.before.setFocus()
    staying.popup.dismiss()
    assert QApplication.focusWidget() is staying.before


def test_a_screen_reader_is_told_what_it_is_and_where_one_stands(stand: Stand) -> None:
    stand.open()
    stand.key(Qt.Key.Key_Down)
    assert stand.popup.field.accessibleName() == "Samples"
    assert stand.popup.field.accessibleDescription() == "It is bent."
    index = stand.popup.list.currentIndex()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Banana, yellow"
    assert ROWS[2].spoken == "Carrot, not available: There is none."


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_chosen_row_has_the_ground_of_the_theme(stand: Stand, theme: Theme, mode: Mode) -> None:
    theme.set_mode(mode)
    stand.open()
    area: QRect = stand.popup.list.visualRect(stand.popup.list.currentIndex())
    picture = stand.popup.list.viewport().grab().toImage()
    assert picture.pixelColor(area.right() - 30, area.center().y()) == theme.color("accent_soft")


def test_twenty_thousand_rows_are_searched_and_shown_in_a_moment(stand: Stand) -> None:
    stand.open(tuple(Row(place, f"neuron {place % 200} of hidden {place // 200}") for place in range(20_000)))
    took = []
    for letter in "neuron":
        start = time.process_time()
        stand.type(letter)
        QApplication.processEvents()
        took.append(time.process_time() - start)
    assert min(took) < 0.033
