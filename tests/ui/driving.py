"""Finding and using the controls of the main window in tests."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notice_bar import NoticeBar
from nndesigner.ui.settings.field import SettingField


def button(window: QWidget, key: str) -> QToolButton | QPushButton:
    found = window.findChild(QWidget, f"button:{key}")
    assert isinstance(found, QToolButton | QPushButton), key
    return found


def click(window: QWidget, key: str) -> None:
    QTest.mouseClick(button(window, key), Qt.MouseButton.LeftButton)


def field(window: MainWindow, name: str) -> SettingField:
    found = window.findChild(SettingField, f"setting:{name}")
    assert isinstance(found, SettingField)
    return found


def type_into(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def activate(window: QWidget, qtbot: QtBot) -> None:
    """Give the window the keyboard, without which nothing in it has the focus."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def notice(window: MainWindow) -> str:
    bar = window.findChild(NoticeBar)
    assert isinstance(bar, NoticeBar)
    return bar.text
