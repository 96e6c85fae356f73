"""The sheet of shortcuts: found by typing, scrolled by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nndesigner.ui.dialogs.shortcuts import ShortcutsDialog, fitting, groups


@pytest.fixture
def sheet(qtbot: QtBot) -> Iterator[ShortcutsDialog]:
    around = QWidget()
    around.resize(1280, 700)
    qtbot.addWidget(around)
    around.show()
    dialog = ShortcutsDialog(around)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.field.setFocus()
    yield dialog
    around.close()


def test_typing_keeps_what_fits_by_words_or_by_key(sheet: ShortcutsDialog) -> None:
    QTest.keyClicks(sheet.field, "mini-map")
    assert "Mini-map" in sheet.sheet.text
    assert "Undo" not in sheet.sheet.text
    sheet.field.clear()
    QTest.keyClicks(sheet.field, "ctrl+z")
    assert "Undo" in sheet.sheet.text
    assert "Mini-map" not in sheet.sheet.text


def test_words_may_stand_in_any_order() -> None:
    every = [row for _, rows in groups() for row in rows]
    assert fitting(every, "layer hidden") == fitting(every, "hidden layer") != []


def test_it_is_scrolled_by_keys_while_one_could_type(sheet: ShortcutsDialog) -> None:
    bar = sheet.area.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(sheet.field, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(sheet.field, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(sheet.field, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_what_fits_nothing_is_said(sheet: ShortcutsDialog) -> None:
    QTest.keyClicks(sheet.field, "qwertz")
    assert "No shortcut fits." in sheet.sheet.text
