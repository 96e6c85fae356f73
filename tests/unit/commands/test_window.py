"""The window is loaded only when it is wanted, and what is missing for it is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from nndesigner.cli import main
from nndesigner.commands import window
from nndesigner.errors import NNDesignerError
from tests.unit.commands.running import Runner, environment


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path | None, bool]]:
    """Stands in for the window: what it was asked to open. The display is taken to be in order."""
    calls: list[tuple[Path | None, bool]] = []

    def run(project: Path | None, *, demo: bool = False) -> int:
        calls.append((project, demo))
        return 0

    module = ModuleType("nndesigner.ui.app")
    monkeypatch.setattr(module, "run", run, raising=False)
    monkeypatch.setitem(sys.modules, "nndesigner.ui.app", module)
    monkeypatch.setattr(window, "check_display", lambda: None)
    return calls


@pytest.mark.parametrize("command", ["info", "evaluate", "check", "train"])
def test_a_command_without_a_window_never_loads_qt(project: Path, command: str) -> None:
    script = (
        "import sys\n"
        "from nndesigner.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "qt = [name for name in sys.modules if name.startswith(('PySide6', 'pyqtgraph', 'nndesigner.ui'))]\n"
        "sys.exit(code or len(qt))\n"
    )
    words = [sys.executable, "-c", script, command, str(project)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, env=environment())
    assert (ended.returncode, ended.stderr) == (0, "")


def test_alone_it_opens_the_window(opened: list[tuple[Path | None, bool]]) -> None:
    assert main([]) == 0
    assert opened == [(None, False)]


def test_a_project_is_opened_in_the_window(project: Path, opened: list[tuple[Path | None, bool]]) -> None:
    assert main([str(project)]) == 0
    assert opened == [(project, False)]


def test_a_project_that_is_not_there_opens_no_window(
    run: Runner, opened: list[tuple[Path | None, bool]]
) -> None:
    answer = run("none.nnd")
    assert answer.err == "nndesigner: none.nnd: There is no such file. Check the name and the folder.\n"
    assert answer.code == 1
    assert opened == []


def test_the_demonstration_opens_the_window_where_there_is_a_display(
    opened: list[tuple[Path | None, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    assert main(["demo"]) == 0
    assert opened == [(None, True)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_no_display_is_said_with_what_can_be_done(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    answer = run()
    assert answer.code == 1
    assert answer.err == (
        "nndesigner: There is no display to open a window on. Run “nndesigner demo” to see pictures, or "
        "“nndesigner --help” for the commands.\n"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian packages are meant")
def test_missing_x_libraries_are_named_before_qt_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    missing = {"libxcb-cursor.so.0": "none", "libxkbcommon-x11.so.0": "none"}
    monkeypatch.setattr(window, "_loads", lambda library: library not in missing)
    with pytest.raises(NNDesignerError) as caught:
        window.check_display()
    assert str(caught.value) == (
        "System libraries are missing that the window needs. On Debian or Ubuntu: sudo apt install "
        "libxkbcommon-x11-0 libxcb-cursor0"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_a_dead_display_is_said_before_qt_ends_the_process(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setattr(window, "_loads", lambda library: True)
    answer = run()
    assert answer.err == (
        "nndesigner: DISPLAY=:987: The display does not answer, so no window can be opened on it. "
        "Set DISPLAY to one that runs, or run “nndesigner demo --offscreen” to see pictures.\n"
    )
    assert answer.code == 1


def test_a_library_that_qt_does_not_find_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "_loads", lambda library: library != "libEGL.so.1")
    problem = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert str(window.explained(problem)) == (
        "A system library is missing that the window needs. On Debian or Ubuntu: sudo apt install libegl1"
    )


def test_a_library_without_a_known_package_is_named_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "_loads", lambda library: True)
    problem = ImportError("libodd.so.3: cannot open shared object file: No such file or directory")
    assert "libodd.so.3" in str(window.explained(problem))


def test_qt_not_being_installed_is_said() -> None:
    problem = ModuleNotFoundError("No module named 'PySide6'", name="PySide6.QtCore")
    assert str(window.explained(problem)).startswith("The window needs PySide6, which is not installed.")


def test_a_defect_of_the_program_is_not_blamed_on_the_system() -> None:
    problem = ImportError("cannot import name 'x' from 'nndesigner.ui.app'", name="nndesigner.ui.app")
    assert window.explained(problem) is problem


def test_output_that_nobody_reads_any_more_is_no_traceback(project: Path) -> None:
    words = f"{sys.executable} -m nndesigner info {project} --json | head -c 1"
    ended = subprocess.run(
        words, shell=True, capture_output=True, text=True, check=False, env=environment(PYTHONUNBUFFERED="1")
    )
    assert ended.stderr == ""
    assert os.linesep not in ended.stdout
