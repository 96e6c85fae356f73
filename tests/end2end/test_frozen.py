"""The standalone program, built and used where there is no Python: commands, pictures and a real window."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QImage

from nndesigner import __version__

ROOT = Path(__file__).resolve().parents[2]
IRIS = ROOT / "resources" / "datasets" / "iris.csv"
PATIENCE = 60.0
"""Seconds until something that should appear counts as missing."""

Found = TypeVar("Found")
Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="The virtual display is Xvfb."),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built as packaging/build.sh builds it, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("standalone program")
    done = subprocess.run(
        [ROOT / "packaging" / "build.sh", "--output", folder],
        env=os.environ | {"NNDESIGNER_VENV": sys.prefix},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shutil.rmtree(folder / "build")
    return folder / "nndesigner" / "nndesigner"


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment without Python: an empty PATH, a home of its own, and nothing else."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "home").mkdir()
    return {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """An empty folder to work in."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def run(program: Path, *words: str | Path, env: dict[str, str], folder: Path) -> str:
    """The output of one command, which must succeed and must not complain."""
    done = subprocess.run(
        [program, *words], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


NEW = ("new", "iris.nnd", "--data", IRIS, "--target", "species", "--layers", "8:sigmoid", "--seed", "7")
TRAIN = ("train", "iris.nnd", "--epochs", "60", "--learning-rate", "0.5", "--quiet")


def test_it_goes_from_a_table_to_predictions(program: Path, bare: dict[str, str], work: Path) -> None:
    assert run(program, "--version", env=bare, folder=work).strip() == f"NN Designer {__version__}"
    run(program, *NEW, env=bare, folder=work)
    run(program, *TRAIN, env=bare, folder=work)
    facts = json.loads(run(program, "info", "iris.nnd", "--json", env=bare, folder=work))
    assert [layer["size"] for layer in facts["layers"]] == [4, 8, 3]
    assert len(facts["runs"]) == 1
    scores = json.loads(run(program, "evaluate", "iris.nnd", "--json", env=bare, folder=work))
    assert scores["metrics"]["accuracy"] >= 0.9
    run(program, "predict", "iris.nnd", IRIS, "--output", "predictions.csv", env=bare, folder=work)
    lines = (work / "predictions.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(IRIS.read_text(encoding="utf-8").splitlines())


def test_it_trains_to_the_same_weights_as_the_checkout(
    program: Path, bare: dict[str, str], work: Path, tmp_path: Path
) -> None:
    run(program, *NEW, env=bare, folder=work)
    run(program, *TRAIN, env=bare, folder=work)
    beside = tmp_path / "checkout"
    beside.mkdir()
    for words in (NEW, TRAIN):
        command = [sys.executable, "-m", "nndesigner", *map(str, words)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        subprocess.run(command, cwd=beside, env=environment, check=True, capture_output=True)
    assert arrays(work / "iris.nnd") == arrays(beside / "iris.nnd")


def arrays(project: Path) -> dict[str, bytes]:
    """The stored arrays of a project, byte by byte."""
    with zipfile.ZipFile(project) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if name.endswith(".safetensors")}
    assert found
    return found


def test_a_users_mistake_is_one_line(program: Path, bare: dict[str, str], work: Path) -> None:
    done = subprocess.run(
        [program, "info", "none.nnd"], cwd=work, env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("nndesigner: ")
    assert done.stderr.count("\n") == 1


def test_without_a_display_it_leaves_pictures_and_a_trained_project(
    program: Path, bare: dict[str, str], work: Path
) -> None:
    told = run(program, "demo", env=bare, folder=work)
    folder = work / "nndesigner-demo"
    pictures = sorted(folder.glob("*.png"))
    assert len(pictures) >= 2
    assert all(str(path.relative_to(work)) in told for path in pictures)
    for path in pictures:
        assert shades(QImage(str(path))) > 50
    (project,) = folder.glob("*.nnd")
    facts = json.loads(run(program, "info", project, "--json", env=bare, folder=work))
    assert len(facts["runs"]) == 1


def test_it_makes_pictures_of_a_network_without_a_display(
    program: Path, bare: dict[str, str], work: Path
) -> None:
    run(program, *NEW, env=bare, folder=work)
    starts = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}
    for ending, start in starts.items():
        told = run(program, "export", "iris.nnd", f"iris.{ending}", env=bare, folder=work)
        assert told.startswith(f"Made iris.{ending}.")
        assert (work / f"iris.{ending}").read_bytes().startswith(start)
    # Letters are outlines of the typeface that the program brings along.
    assert b'aria-label="petal length"' in (work / "iris.svg").read_bytes()
    assert b"Inter" in (work / "iris.pdf").read_bytes()


def shades(picture: QImage) -> int:
    """How many colours a picture has, looked at coarsely; a blank window has a few."""
    small = picture.scaled(400, 250).convertToFormat(QImage.Format.Format_RGB888)
    return len({small.pixel(x, y) for x in range(0, 400, 2) for y in range(0, 250, 2)})


def test_it_carries_only_what_it_uses(program: Path) -> None:
    names = {path.name for path in program.parent.rglob("*")}
    assert not {name for name in names if name.startswith(("libgtk", "libQt6Qml", "libQt6Network"))}
    assert not {"matplotlib", "scipy", "sklearn", "torch", "tkinter", "tests"} & names
    assert [path for path in program.parent.rglob("*") if path.is_symlink() and not path.exists()] == []


def test_it_carries_the_licences_of_all_its_parts(program: Path) -> None:
    folder = program.parent / "LICENSES"
    index = (folder / "README.txt").read_text(encoding="utf-8")
    for part in ("Python", "numpy", "pandas", "PySide6_Essentials", "pyqtgraph", "QtAwesome", "Inter"):
        assert f"\n{part} " in index
    assert "Version 3" in (folder / "Qt" / "LGPL-3.0.txt").read_text(encoding="utf-8")
    assert (folder / "numpy" / "LICENSE.txt").is_file()
    assert (program.parent / "_internal" / "nndesigner" / "_resources" / "fonts" / "OFL.txt").is_file()


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """A virtual screen with nothing on it."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with (tmp_path / "xvfb.log").open("wb") as log:
        server = subprocess.Popen(command, pass_fds=[writing], stderr=log)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


class Desktop:
    """A pair of eyes and a keyboard for one display."""

    def __init__(self, display: str) -> None:
        self._environment = os.environ | {"DISPLAY": display}

    def _xdotool(self, *words: str) -> list[str]:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout.split()

    def window(self, title: str) -> str | None:
        """The visible window whose title matches, if there is one."""
        return next(iter(self._xdotool("search", "--onlyvisible", "--name", title)), None)

    def press(self, window: str, *keys: str) -> None:
        """Press keys in a window; there is no window manager that would give it the focus."""
        self._xdotool("windowfocus", "--sync", window)
        for key in keys:
            self._xdotool("key", "--delay", "50", key)

    def type(self, window: str, text: str) -> None:
        self._xdotool("windowfocus", "--sync", window)
        self._xdotool("type", "--delay", "20", text)


def until(look: Callable[[], Found | None], running: subprocess.Popen[str]) -> Found:
    """Wait for something to appear while the program runs."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        assert running.poll() is None, running.communicate()
        time.sleep(0.1)
    raise AssertionError("It did not appear.")


@pytest.fixture
def started(program: Path, bare: dict[str, str], work: Path, display: str) -> Iterator[Start]:
    """Start the program with a window; whatever is left of it is ended."""
    running: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        command = [str(program), *words]
        env = bare | {"DISPLAY": display}
        pipe = subprocess.PIPE
        running.append(subprocess.Popen(command, cwd=work, env=env, stdout=pipe, stderr=pipe, text=True))
        return running[-1]

    yield start
    for one in running:
        one.kill()
        one.communicate()


def test_a_project_opens_in_a_window_that_closes_cleanly(
    program: Path, bare: dict[str, str], work: Path, display: str, started: Start
) -> None:
    run(program, *NEW, env=bare, folder=work)
    running = started("iris.nnd")
    until(lambda: Desktop(display).window("iris.nnd"), running)
    running.send_signal(signal.SIGINT)
    output, complaints = running.communicate(timeout=PATIENCE)
    assert (running.returncode, output, complaints) == (0, "", "")


def test_the_demonstration_trains_in_a_window_and_is_saved_by_hand(
    program: Path, bare: dict[str, str], work: Path, display: str, started: Start
) -> None:
    desktop = Desktop(display)
    running = started("demo")
    window = until(lambda: desktop.window("NN Designer"), running)
    desktop.press(window, "ctrl+s")
    question = until(lambda: desktop.window("^Save"), running)
    desktop.type(question, str(work / "saved.nnd"))
    desktop.press(question, "Return")
    window = until(lambda: desktop.window("saved.nnd"), running)

    def run_is_saved() -> bool:
        """Save again, until the training that began by itself is over and in the file."""
        desktop.press(window, "ctrl+s")
        facts = json.loads(run(program, "info", "saved.nnd", "--json", env=bare, folder=work))
        return len(facts["runs"]) == 1

    until(run_is_saved, running)
    running.send_signal(signal.SIGINT)
    output, complaints = running.communicate(timeout=PATIENCE)
    assert (running.returncode, output, complaints) == (0, "", "")
    scores = json.loads(run(program, "evaluate", "saved.nnd", "--json", env=bare, folder=work))
    assert scores["metrics"]["accuracy"] >= 0.9


def test_closing_in_the_middle_of_training_asks_and_ends_cleanly(
    program: Path, bare: dict[str, str], work: Path, display: str, started: Start
) -> None:
    desktop = Desktop(display)
    run(program, *NEW, "--epochs", "10000000", env=bare, folder=work)
    running = started("iris.nnd")
    window = until(lambda: desktop.window("iris.nnd"), running)
    before = busy_seconds(running)
    desktop.press(window, "ctrl+r")
    until(lambda: busy_seconds(running) > before + 1, running)
    running.send_signal(signal.SIGINT)
    question = until(lambda: desktop.window("^Save changes"), running)
    desktop.press(question, "Tab", "space")
    output, complaints = running.communicate(timeout=PATIENCE)
    assert (running.returncode, output, complaints) == (0, "", "")
    facts = json.loads(run(program, "info", "iris.nnd", "--json", env=bare, folder=work))
    assert facts["runs"] == []


def busy_seconds(running: subprocess.Popen[str]) -> float:
    """The processor time a program has used: an idle window uses next to none."""
    fields = Path(f"/proc/{running.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / os.sysconf("SC_CLK_TCK")
