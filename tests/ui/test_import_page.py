"""The import page: what it reads, what it lets the user change, and the one edit that comes of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.data.model import ColumnRole, Kind, Part, ReadOptions, Scaling
from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.hidden_layers import network_words, read_hidden, write_hidden
from nndesigner.document.model import Document
from nndesigner.errors import DataError, UsageError
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.import_page.findings import findings
from nndesigner.ui.import_page.page import ImportPage
from nndesigner.ui.import_page.parts_bar import PartsBar
from nndesigner.ui.import_page.read_fields import read_missing, write_missing
from nndesigner.ui.import_page.reader import Reader
from nndesigner.ui.import_page.work import Answer, Choice, Request, carry_out
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.theme import Theme

MESSY = """# flowers
# measured by hand
code;length;width;colour;species
F-01;5,1;3,5;red;setosa
F-02;;3,0;red;setosa
F-03;4,7;n/a;blue;setosa
F-04;7,0;3,2;;virginica
F-05;6,4;3,2;blue;virginica
F-06;6,9;3,1;red;virginica
"""


def many(rows: int = 60) -> str:
    """A tidy table large enough to hold rows out."""
    lines = [f"{i / 7:.3f},{(i * 37) % 11},{'yes' if i % 3 else 'no'}" for i in range(rows)]
    return "\n".join(["a,b,answer", *lines]) + "\n"


@pytest.fixture
def page(qtbot: QtBot, bridge: Bridge, theme: Theme, notices: Notices) -> ImportPage:
    made = ImportPage(bridge, theme, notices)
    qtbot.addWidget(made)
    made.resize(1400, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Driver:
    """Opens files on a page and waits for it."""

    def __init__(self, page: ImportPage, qtbot: QtBot, folder: Path) -> None:
        self.page, self._qtbot, self._folder = page, qtbot, folder

    def wait(self) -> None:
        self._qtbot.waitUntil(lambda: not self.page.reader.busy, timeout=20_000)

    def open(self, text: str | bytes, name: str = "table.csv") -> Path:
        path = self._folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        self.page.open_file(path)
        self.wait()
        return path

    def choose(self, action: str) -> None:
        """Choose from the menu of a chip; the name is that of the action."""
        chip = self.page.findChild(QToolButton, action.rsplit(":", 1)[0].replace("scaling:", "kind:"))
        assert chip is not None
        found = next(item for item in chip.menu().actions() if item.objectName() == action)
        found.trigger()
        self.wait()

    def pick(self, name: str, key: str) -> None:
        box = self.page.findChild(Chooser, name)
        assert box is not None
        index = box.findData(key)
        assert index >= 0
        box.setCurrentIndex(index)
        box.activated.emit(index)
        self.wait()

    def type(self, name: str, text: str) -> None:
        field = self.page.findChild(QLineEdit, name)
        assert field is not None
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.wait()

    def text(self, name: str) -> str:
        label = self.page.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert found is not None
        return found

    def source(self) -> DataSource:
        answer = self.page._answer
        assert answer is not None
        assert answer.source is not None
        return answer.source

    def shown(self, name: str) -> bool:
        found = self.page.findChild(QWidget, name)
        assert found is not None
        return found.isVisible()


@pytest.fixture
def driver(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(page, qtbot, tmp_path)


class TestReading:
    def test_a_messy_file_is_understood(self, driver: Driver) -> None:
        driver.open(MESSY.replace("red", "röt").encode("cp1252"))
        options = driver.source().recipe.read
        assert (options.encoding, options.delimiter, options.decimal) == ("cp1252", ";", ",")
        assert options.skip_lines == 2
        assert driver.source().table.rows == 6
        assert driver.text("importHeadline").startswith("6 rows, ")
        assert driver.text("importHeadline").endswith("2 classes of species")
        assert driver.button("importPrimary").isEnabled()

    def test_cells_that_hold_nothing_usable_are_counted_and_found(self, driver: Driver) -> None:
        driver.open(MESSY)
        words = driver.text("import:findingWords")
        assert "2 cells are missing" in words
        assert "rows 2 and 3" in words
        assert "1 cell with a category is missing" in words
        places = []
        for _ in range(4):
            driver.page.preview.go_to_next_flagged()
            index = driver.page.preview.currentIndex()
            places.append((index.row(), index.column()))
        assert places == [(1, 1), (2, 2), (3, 3), (1, 1)]

    def test_a_column_of_numbers_with_a_slip_can_be_made_numbers(self, driver: Driver) -> None:
        driver.open(many(40).replace("1.000", "one"))
        assert driver.source().recipe.columns[0].kind is Kind.CATEGORY
        assert "would be numbers but for 1 cell" in driver.text("import:findingWords")
        driver.page.findings.numberWanted.emit("a")
        driver.wait()
        plan = driver.source().recipe.columns[0]
        assert (plan.kind, plan.role) == (Kind.NUMBER, ColumnRole.INPUT)
        assert "<b>1 cell is not a number</b>: row 8." in driver.text("import:findingWords")
        assert driver.button("importPrimary").isEnabled()

    def test_other_options_read_the_file_again(self, driver: Driver) -> None:
        driver.open(MESSY)
        driver.pick("import:delimiter", ",")
        assert driver.shown("import:error") or len(driver.source().table.columns) != 5
        driver.pick("import:delimiter", ";")
        assert len(driver.source().table.columns) == 5
        driver.type("import:skipped", "3")
        assert driver.source().table.rows == 5
        driver.type("import:skipped", "2")
        driver.pick("import:header", "no")
        assert driver.source().table.rows == 7

    def test_words_for_missing_values_can_be_added(self, driver: Driver) -> None:
        driver.open(many().replace("1.000", "gone"))
        driver.type("import:missing", "(empty), gone")
        plan, column = driver.source().recipe.columns[0], driver.source().table.columns[0]
        assert plan.kind is Kind.NUMBER
        assert np.flatnonzero(column.missing).tolist() == [7]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "The file is empty."),
            ("a,b\n", "The file has a header but no rows."),
            ("a\n1\n2\n", "The table has only one column."),
            ("a,b\n1,yes\n2,yes\n", "The target “b” has only one class, “yes”: there is nothing to learn."),
            ("a,b\n1,2\n1,2,3\n", "Line 3 has 3 cells where 2 were expected."),
        ],
    )
    def test_what_cannot_be_imported_is_said_in_place(self, driver: Driver, text: str, said: str) -> None:
        driver.open(text)
        assert driver.shown("import:error")
        assert driver.text("import:errorWhat") == said
        assert driver.text("import:errorRemedy")
        assert "table.csv" in driver.text("import:errorWhere")
        assert not driver.button("importPrimary").isEnabled()
        assert said in driver.button("importPrimary").toolTip()
        assert not driver.button("importOnly").isEnabled()
        assert driver.button("importCancel").isEnabled()

    def test_a_missing_file_is_said_in_place(self, driver: Driver, tmp_path: Path) -> None:
        driver.page.open_file(tmp_path / "nowhere.csv")
        driver.wait()
        assert driver.text("import:errorWhat") == "There is no such file."

    def test_an_error_is_mended_by_other_options(self, driver: Driver) -> None:
        driver.open("x y\n1 no\n2 yes\n3 no\n")
        assert driver.shown("import:error")
        driver.pick("import:delimiter", " ")
        assert not driver.shown("import:error")
        assert driver.button("importPrimary").isEnabled()

    def test_text_made_a_number_is_refused_with_its_column_and_mended_back(self, driver: Driver) -> None:
        driver.open(MESSY)
        driver.choose("kind:colour:number")
        assert "“colour”" in driver.text("import:errorWhat")
        assert not driver.button("importPrimary").isEnabled()
        driver.choose("kind:colour:category")
        assert not driver.shown("import:error")

    def test_the_file_is_not_touched(self, driver: Driver) -> None:
        path = driver.open(MESSY)
        driver.choose("role:colour:ignore")
        driver.button("importPrimary").click()
        assert path.read_text() == MESSY


class TestDecisions:
    def test_another_target_makes_the_old_one_an_input(self, driver: Driver) -> None:
        driver.open(many())
        driver.choose("role:b:target")
        roles = {plan.name: plan.role for plan in driver.source().recipe.columns}
        assert roles == {"a": ColumnRole.INPUT, "b": ColumnRole.TARGET, "answer": ColumnRole.INPUT}

    def test_without_a_target_the_remedy_is_said(self, driver: Driver) -> None:
        driver.open(many())
        driver.choose("role:answer:ignore")
        assert driver.text("import:errorWhat") == "No column is the target."
        driver.choose("role:answer:target")
        assert driver.button("importPrimary").isEnabled()

    def test_scaling_of_all_inputs_and_of_one(self, driver: Driver) -> None:
        driver.open(many())
        driver.pick("import:scaling", "minmax")
        assert [plan.scaling for plan in driver.source().recipe.columns[:2]] == [Scaling.MINMAX] * 2
        driver.choose("scaling:b:none")
        assert [plan.scaling for plan in driver.source().recipe.columns[:2]] == [Scaling.MINMAX, Scaling.NONE]
        box = driver.page.findChild(Chooser, "import:scaling")
        assert box is not None
        assert box.currentIndex() == -1

    def test_shares_seed_and_stratifying(self, driver: Driver) -> None:
        driver.open(many())
        driver.type("import:validation", "20")
        driver.type("import:test", "10 %")
        driver.type("import:seed", "7")
        split = driver.source().recipe.split
        assert (split.validation, split.test, split.seed) == (0.2, 0.1, 7)
        prepared = driver.source().prepared
        counts = [len(prepared.select(part)) for part in Part]
        assert (
            driver.text("import:partWords")
            == f"{counts[0]} training · {counts[1]} validation · {counts[2]} test"
        )
        assert counts[0] == 42

    def test_too_much_cannot_be_held_out(self, driver: Driver, notices: Notices, qtbot: QtBot) -> None:
        driver.open(many())
        before = driver.source().recipe.split
        with qtbot.waitSignal(notices.message):
            driver.type("import:validation", "95")
        assert driver.source().recipe.split == before

    def test_a_cut_of_the_bar_can_be_dragged(self, driver: Driver) -> None:
        driver.open(many())
        bar = driver.page.findChild(PartsBar, "import:parts")
        assert bar is not None
        middle = bar.height() // 2
        start, end = (QPoint(round(bar.width() * share), middle) for share in (0.7, 0.5))
        QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(bar, end)
        QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=end)
        driver.wait()
        split = driver.source().recipe.split
        assert split.validation == pytest.approx(0.35, abs=0.02)
        assert split.test == 0.15

    def test_decisions_about_columns_survive_reading_again(self, driver: Driver) -> None:
        driver.open(many())
        driver.choose("role:b:ignore")
        driver.type("import:missing", "(empty), none")
        assert driver.source().recipe.columns[1].role is ColumnRole.IGNORE

    def test_space_opens_the_role_of_the_current_column(self, driver: Driver, qtbot: QtBot) -> None:
        driver.open(many())
        preview = driver.page.preview
        preview.setCurrentIndex(preview.model_.index(0, 1))
        chip = driver.page.findChild(QToolButton, "role:b")
        assert chip is not None
        opened: list[bool] = []

        def look() -> None:
            opened.append(chip.menu().isVisible())
            chip.menu().close()

        chip.menu().aboutToShow.connect(lambda: QTimer.singleShot(0, look))
        QTest.keyClick(preview, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: opened == [True])

    def test_columns_out_of_sight_get_their_chips_when_they_come_into_sight(self, driver: Driver) -> None:
        names = [f"c{i}" for i in range(80)]
        rows = ["".join(f"{(i * k) % 7}," for i in range(79)) + str(k % 2) for k in range(30)]
        driver.open("\n".join([",".join(names), *rows]) + "\n")
        assert driver.page.findChild(QToolButton, "role:c0") is not None
        assert driver.page.findChild(QToolButton, "role:c79") is None
        driver.page.preview.scrollTo(driver.page.preview.model_.index(0, 79))
        chip = driver.page.findChild(QToolButton, "role:c79")
        assert chip is not None
        assert chip.isVisible()
        assert chip.text() == "target"


class TestImporting:
    def test_data_and_network_come_in_one_step(self, driver: Driver, session: Session) -> None:
        before = session.document
        path = driver.open(many())
        driver.page.network.field.selectAll()
        QTest.keyClicks(driver.page.network.field, "6:tanh, 4:relu")
        assert "6 tanh → 4 ReLU" in driver.text("import:networkWords")
        driver.button("importPrimary").click()
        network = session.document.network
        assert [(layer.size, layer.activation) for layer in network.layers[1:]] == [
            (6, "tanh"),
            (4, "relu"),
            (1, "sigmoid"),
        ]
        assert session.document.data is not None
        assert session.document.data.path == str(path)
        assert session.undo_name == "Import table.csv"
        session.undo()
        assert session.document is before

    def test_import_only_leaves_the_network(
        self, driver: Driver, session: Session, iris_document: Document
    ) -> None:
        session.replace(iris_document)
        driver.open(many())
        driver.button("importOnly").click()
        assert session.document.network is iris_document.network
        assert session.document.data is not iris_document.data

    def test_cancel_and_escape_change_nothing(self, driver: Driver, session: Session, qtbot: QtBot) -> None:
        before = session.document
        for leave in (
            driver.button("importCancel").click,
            lambda: QTest.keyClick(driver.page, Qt.Key.Key_Escape),
        ):
            driver.open(many())
            with qtbot.waitSignal(driver.page.finished):
                leave()
            assert session.document is before

    def test_enter_imports(self, driver: Driver, session: Session, qtbot: QtBot) -> None:
        driver.open(many())
        with qtbot.waitSignal(driver.page.finished):
            QTest.keyClick(driver.page, Qt.Key.Key_Return)
        assert session.document.data is not None
        assert session.document.network.layers

    def test_enter_on_cancel_cancels(self, driver: Driver, session: Session, qtbot: QtBot) -> None:
        driver.open(many())
        cancel = driver.button("importCancel")
        cancel.setFocus()
        with qtbot.waitSignal(driver.page.finished):
            QTest.keyClick(cancel, Qt.Key.Key_Return)
        assert session.document.data is None

    def test_hidden_layers_that_make_no_sense_are_said_and_import_only_stays(self, driver: Driver) -> None:
        driver.open(many())
        driver.page.network.field.selectAll()
        QTest.keyClicks(driver.page.network.field, "8:magic")
        assert not driver.button("importPrimary").isEnabled()
        assert "magic" in driver.button("importPrimary").toolTip()
        assert driver.button("importOnly").isEnabled()
        driver.page.network.field.selectAll()
        QTest.keyClicks(driver.page.network.field, "8:relu")
        assert driver.button("importPrimary").isEnabled()

    def test_importing_ends_a_training(
        self, driver: Driver, session: Session, iris_document: Document, qtbot: QtBot
    ) -> None:
        session.replace(edits.set_training(iris_document, epochs=1_000_000))
        session.train()
        driver.open(many())
        driver.button("importPrimary").click()
        assert session.training.state is State.IDLE
        assert session.document.progress.steps == 0

    def test_editing_the_present_data_keeps_the_network(
        self, driver: Driver, session: Session, iris_document: Document
    ) -> None:
        session.replace(iris_document)
        driver.page.edit_current()
        driver.wait()
        assert driver.button("importPrimary").text() == "Apply"
        assert not driver.shown("importOnly")
        driver.type("import:test", "30")
        driver.button("importPrimary").click()
        data = session.document.data
        assert data is not None
        assert data.recipe.split.test == 0.3
        assert session.document.network is iris_document.network
        assert iris_document.data is not None
        assert data.recipe.columns == iris_document.data.recipe.columns
        assert data.table is iris_document.data.table

    def test_applying_without_a_change_is_no_step(
        self, driver: Driver, session: Session, iris_document: Document
    ) -> None:
        session.replace(iris_document)
        driver.page.edit_current()
        driver.wait()
        driver.button("importPrimary").click()
        assert session.document is iris_document


class Held:
    """Work that waits until it is let go, request by request."""

    def __init__(self) -> None:
        self.gates: dict[int, threading.Event] = {}
        self.stopped: dict[int, bool] = {}

    def __call__(
        self, request: Request, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Answer:
        progress(0.5)
        self.gates[request.id].wait(20)
        self.stopped[request.id] = cancelled()
        return Answer(request.id)


class TestReader:
    def test_only_the_latest_answer_arrives(self, qapp: object, qtbot: QtBot) -> None:
        held = Held()
        held.gates = {1: threading.Event(), 2: threading.Event()}
        reader = Reader(held)
        answers: list[int] = []
        reader.answered.connect(lambda answer: answers.append(answer.id))
        reader.ask(Request(1, "a", None))
        reader.ask(Request(2, "b", None))
        held.gates[2].set()
        qtbot.waitUntil(lambda: answers == [2])
        held.gates[1].set()
        qtbot.waitUntil(lambda: 1 in held.stopped)
        qtbot.wait(50)
        assert answers == [2]
        assert held.stopped == {2: False, 1: True}

    def test_cancel_returns_at_once_and_nothing_arrives(self, qapp: object, qtbot: QtBot) -> None:
        held = Held()
        held.gates = {1: threading.Event()}
        reader = Reader(held)
        answers: list[Answer] = []
        reader.answered.connect(answers.append)
        reader.ask(Request(1, "a", None))
        reader.cancel()
        assert not reader.busy
        held.gates[1].set()
        qtbot.waitUntil(lambda: held.stopped == {1: True})
        qtbot.wait(50)
        assert answers == []

    def test_a_page_that_is_left_while_reading_stays_as_it_is(
        self, page: ImportPage, qtbot: QtBot, tmp_path: Path
    ) -> None:
        path = tmp_path / "table.csv"
        path.write_text(many())
        page.open_file(path)
        with qtbot.waitSignal(page.finished):
            page.buttons.cancel.click()
        assert not page.reader.busy
        assert not page.buttons.primary.isEnabled()

    def test_progress_is_told_and_reaches_its_end(self) -> None:
        shares: list[float] = []
        answer = carry_out(Request(1, "t.csv", None, raw=many().encode()), shares.append, lambda: False)
        assert answer.error is None
        assert shares == sorted(shares)
        assert shares[-1] == 1.0

    def test_a_cancelled_reading_ends_with_an_error_of_its_own(self) -> None:
        answer = carry_out(Request(1, "t.csv", None, raw=many().encode()), lambda _: None, lambda: True)
        assert isinstance(answer.error, DataError)

    def test_the_table_is_read_once_for_all_decisions(self) -> None:
        raw = many().encode()
        first = carry_out(Request(1, "t.csv", None, raw=raw), lambda _: None, lambda: False)
        again = Request(
            2,
            "t.csv",
            None,
            raw=raw,
            options=first.options,
            earlier=first.reading,
            choices={"b": Choice(role=ColumnRole.IGNORE)},
        )
        second = carry_out(again, lambda _: None, lambda: False)
        assert first.source is not None
        assert second.source is not None
        assert second.source.table is first.source.table
        assert second.source.prepared.x.shape[1] == 1


class TestWords:
    @pytest.mark.parametrize("text", ["8:relu", "30:sigmoid, 10:relu", "none"])
    def test_hidden_layers_are_written_as_they_are_read(self, text: str) -> None:
        assert write_hidden(read_hidden(text)) == text

    @pytest.mark.parametrize("text", ["relu", "0:relu", "8:softmax", "8:magic", "-3", "8:relu,,", "1000000"])
    def test_hidden_layers_that_cannot_be_are_refused(self, text: str) -> None:
        with pytest.raises(UsageError):
            read_hidden(text)

    def test_the_network_is_said_in_one_line(self, iris_data: DataSource) -> None:
        words = network_words(iris_data.prepared, read_hidden("8:relu"))
        assert words == "4 inputs → 8 ReLU → 3 softmax, softmax cross-entropy"

    def test_missing_words_are_written_as_they_are_read(self) -> None:
        words = ReadOptions().missing
        assert read_missing(write_missing(words)) == words
        assert read_missing("x, (empty), x") == ("x", "")

    def test_a_target_that_is_missing_is_said_to_be_left_out(self) -> None:
        raw = b"a,b\n1,yes\n2,\n3,no\n4,no\n"
        answer = carry_out(Request(1, "t.csv", None, raw=raw), lambda _: None, lambda: False)
        assert answer.source is not None
        (found,) = findings(answer.source.table, answer.source.recipe)
        assert found.what == "1 row has no usable b"
        assert found.then == "row 2. Left out."
