"""The demonstration without a window says where it left what it made."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from nndesigner.errors import ProjectError
from tests.unit.commands.running import Runner


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stands in for the offscreen window: the folders it was given. There is no display."""
    asked: list[Path] = []

    def run_offscreen_demo(folder: Path, *, seconds: float) -> list[Path]:
        assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
        assert 0 < seconds < 60
        asked.append(folder)
        return [folder / "digits-weights-light.png", folder / "digits.nnd"]

    module = ModuleType("nndesigner.ui.demo")
    monkeypatch.setattr(module, "run_offscreen_demo", run_offscreen_demo, raising=False)
    monkeypatch.setitem(sys.modules, "nndesigner.ui.demo", module)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    return asked


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_pictures_and_project_are_left_in_a_folder(
    run: Runner, folders: list[Path]
) -> None:
    answer = run.done("demo")
    assert folders == [Path("nndesigner-demo")]
    assert answer.out.splitlines()[-2:] == [
        f"  {Path('nndesigner-demo') / 'digits-weights-light.png'}",
        f"  {Path('nndesigner-demo') / 'digits.nnd'}",
    ]


@pytest.mark.parametrize("words", [("--offscreen", "--output", "here"), ("--output", "here")])
def test_a_folder_can_be_chosen_also_where_there_is_a_display(
    run: Runner, folders: list[Path], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    run.done("demo", *words)
    assert folders == [Path("here")]


def test_a_folder_that_cannot_be_written_is_one_line(
    run: Runner, folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path, *, seconds: float) -> list[Path]:
        raise ProjectError("The folder cannot be made.", where=str(folder), remedy="Choose another one.")

    monkeypatch.setattr(sys.modules["nndesigner.ui.demo"], "run_offscreen_demo", refuse)
    answer = run("demo", "--offscreen")
    assert answer.code == 1
    assert answer.err == "nndesigner: nndesigner-demo: The folder cannot be made. Choose another one.\n"
