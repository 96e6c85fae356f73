"""Every command of the window as a row: where it is in the menus, its keys, and why it is off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QKeySequence

from nndesigner.session.session import Session
from nndesigner.ui.action_table import ACTIONS
from nndesigner.ui.actions import Action, Page
from nndesigner.ui.menus import MENUS, Menu
from nndesigner.ui.searching.rows import Row

PALETTE = "command-palette"
"""Key of the command that shows them, which is not among them."""
_INTO = " ▸ "


def command_rows(session: Session, page: Page, is_checked: Callable[[str], bool]) -> list[Row]:
    """All commands in the order of the menus.

    Args:
        session: In whose state they are.
        page: The one in front.
        is_checked: Whether a command that is on or off is on.
    """
    paths: dict[str, tuple[str, ...]] = {}
    for key, path in _paths():
        paths.setdefault(key, path)
    paths.pop(PALETTE, None)
    return [
        _row(key, path, ACTIONS[key].reason_off(session, page), session, is_checked)
        for key, path in paths.items()
    ]


def _row(
    key: str, path: tuple[str, ...], off: str | None, session: Session, is_checked: Callable[[str], bool]
) -> Row:
    action = ACTIONS[key]
    on = "on" if action.checkable and is_checked(key) else ""
    return Row(
        key,
        action.words(session),
        detail=_INTO.join(path),
        note="  ".join(part for part in (on, _keys(action)) if part),
        icon=action.icon,
        hint=_sentence(action.hint or f"In the menu {_INTO.join(path)}"),
        off=off or "",
        section=path[0],
        aside=f"{action.text} {action.hint}",
    )


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _keys(action: Action) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return QKeySequence(action.shortcuts[0]).toString(native) if action.shortcuts else ""


def _paths() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Commands with the titles of the menus that lead to them."""
    for menu in MENUS:
        yield from _paths_in(menu, (menu.title,))


def _paths_in(menu: Menu, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for item in menu.items:
        if isinstance(item, Menu):
            yield from _paths_in(item, (*path, item.title))
        elif item in ACTIONS:
            yield item, path
