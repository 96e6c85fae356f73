"""Entries of menus, wherever in their submenus they stand."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


def every(menu: QMenu) -> Iterator[QAction]:
    """All entries of a menu, each submenu followed by its own."""
    for action in menu.actions():
        yield action
        below = action.menu()
        if isinstance(below, QMenu):
            yield from every(below)


def words_of(action: QAction) -> str:
    """The words of an entry without its keys."""
    return action.text().partition("\t")[0]


def entry(menu: QMenu, words: str) -> QAction:
    """The entry that is called so, or begins so."""
    found = list(every(menu))
    exact = [action for action in found if words_of(action) == words]
    begun = [action for action in found if action.text().startswith(words)]
    assert exact or begun, [words_of(action) for action in found]
    return (exact or begun)[0]
