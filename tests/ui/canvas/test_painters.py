"""A failure while something is painted costs a picture, never the program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import nndesigner
from nndesigner.ui.canvas import ground
from tests.ui.canvas.hands import Hands, chain

SOURCES = sorted((Path(nndesigner.__file__).parent / "ui").rglob("*.py"))


def left_open(source: str) -> list[int]:
    """Lines on which a painter is begun that no `with` ends: Qt does not survive it when its device goes."""
    tree = ast.parse(source)
    ended = {
        id(item.context_expr)
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        for item in node.items
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "QPainter"
        and id(node) not in ended
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_painter_is_ended_whatever_happens(path: Path) -> None:
    assert left_open(path.read_text(encoding="utf-8")) == []


def test_the_check_finds_a_painter_that_is_left_open() -> None:
    assert left_open("p = QPainter(self)\nwith QPainter(x) as q:\n    q.end()\n") == [1]


def test_the_canvas_survives_a_failure_of_its_painting(
    hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.session.replace(chain(3, 4, 2))

    def fail(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(ground, "paint_foreground", fail)
    with qtbot.captureExceptions() as failures:
        hands.view.repaint()
    assert [kind for kind, _, _ in failures] == [ZeroDivisionError]
    monkeypatch.undo()
    assert not hands.view.grab().toImage().isNull()
