"""Commands of the Edit menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nndesigner.session.session import Session
from nndesigner.ui import conditions
from nndesigner.ui.actions import Action


def _named(verb: str, name: Callable[[Session], str | None]) -> Callable[[Session], str]:
    return lambda session: f"{verb} {_lowered(name(session) or '')}".strip()


def _lowered(name: str) -> str:
    """An edit's name inside a sentence; words written in capitals stay."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


EDIT: Mapping[str, Action] = {
    "undo": Action(
        "Undo",
        lambda window: window.session.undo(),
        ("Ctrl+Z",),
        "undo",
        off=conditions.undo,
        says=_named("Undo", lambda session: session.undo_name),
    ),
    "redo": Action(
        "Redo",
        lambda window: window.session.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        off=conditions.redo,
        says=_named("Redo", lambda session: session.redo_name),
    ),
    "copy-picture": Action(
        "Copy picture",
        lambda window: window.pictures.copy(),
        ("Ctrl+Shift+C",),
        hint="A picture of the network, as the last one exported",
        off=conditions.network,
    ),
    "delete": Action(
        "Delete",
        lambda window: window.canvas.delete_selection(),
        ("Del",),
        "delete",
        off=conditions.selection,
    ),
    "select-all": Action(
        "Select all", lambda window: window.canvas.select_all(), ("Ctrl+A",), off=conditions.network
    ),
    "rename": Action(
        "Rename", lambda window: window.canvas.rename_selected(), ("F2",), off=conditions.one_named
    ),
}
