"""The two commands of a fresh machine, and the one line each says where it can do no more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nndesigner.commands.window import PACKAGES, X_PACKAGES

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "packaging" / "setup.sh"
TOOLS = ("bash", "basename", "cat", "cksum", "dirname", "ls", "mktemp", "rm", "sed", "tail", "env")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="The scripts are for Linux and macOS.")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH with the plainest tools, for one who is not root and has neither sudo nor apt."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(str(shutil.which(name)))
    tool(folder, "id", "echo 1000")
    return folder


def tool(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!{shutil.which('bash')}\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def setup(tools: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a few lines after the shared set-up functions are read, as the scripts do."""
    return subprocess.run(
        [tools / "bash", "-c", f"set -euo pipefail; . '{SETUP}'; {script}", "run.sh"],
        env={"PATH": str(tools), "PYTHON_FOUND": sys.executable, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


NEED_ONE = 'need "Qt" "libc.so.6 libc6" "libnone.so.9 libnone9" "libnil.so.1 libnil1"'


def test_a_missing_library_that_cannot_be_installed_is_one_line_with_its_package(tools: Path) -> None:
    done = setup(tools, NEED_ONE)
    assert done.returncode == 1
    assert done.stderr == (
        "run.sh: missing system packages (Qt); as root, run: apt-get install libnone9 libnil1\n"
    )


def test_sudo_that_would_ask_for_a_password_is_not_used(tools: Path) -> None:
    tool(tools, "apt-get", "exit 0")
    tool(tools, "sudo", "exit 1")
    done = setup(tools, NEED_ONE)
    assert done.returncode == 1
    assert "apt-get install libnone9 libnil1" in done.stderr


@pytest.mark.parametrize("who", ["root", "one with sudo"])
def test_only_missing_libraries_are_installed(tools: Path, tmp_path: Path, who: str) -> None:
    asked = tmp_path / "asked"
    tool(tools, "apt-get", f'echo "$*" >>"{asked}"')
    if who == "root":
        tool(tools, "id", "echo 0")
    else:
        tool(tools, "sudo", 'shift; exec "$@"')
        (tools / "true").symlink_to(str(shutil.which("true")))
    done = setup(tools, NEED_ONE)
    assert done.returncode == 0
    assert asked.read_text(encoding="utf-8").splitlines() == [
        "update -q",
        "install -y -q --no-install-recommends libnone9 libnil1",
    ]


def test_what_apt_says_is_shown_when_it_fails(tools: Path) -> None:
    tool(tools, "apt-get", "echo E: no such host; exit 100")
    tool(tools, "id", "echo 0")
    done = setup(tools, NEED_ONE)
    assert done.returncode == 1
    assert "E: no such host" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("install them by hand: apt-get install libnone9 libnil1")


def test_libraries_that_are_there_are_not_mentioned(tools: Path) -> None:
    done = setup(tools, 'need "Qt" "libc.so.6 libc6"')
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_old_python_is_refused_in_one_line(tools: Path) -> None:
    tool(tools, "python3", "exit 1")
    done = setup(tools, "PYTHON_FOUND=$(find_python)")
    assert done.returncode == 1
    assert done.stderr.startswith("run.sh: Python 3.11 or newer is needed, and python3 is none")
    assert done.stderr.count("\n") == 1


def test_a_newer_python_beside_an_old_one_is_found(tools: Path) -> None:
    tool(tools, "python3", "exit 1")
    (tools / "python3.12").symlink_to(sys.executable)
    assert setup(tools, "find_python").stdout.strip() == str(tools / "python3.12")


def test_a_folder_that_is_no_environment_is_never_emptied(tools: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years", encoding="utf-8")
    done = setup(tools, "make_venv", NNDESIGNER_VENV=str(precious))
    assert done.returncode == 1
    assert "is not a virtual environment and not empty" in done.stderr
    assert [path.name for path in precious.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(("table", "packages"), [("QT_LIBRARIES", PACKAGES), ("X_LIBRARIES", X_PACKAGES)])
def test_the_scripts_install_what_the_program_asks_for(
    tools: Path, table: str, packages: dict[str, str]
) -> None:
    listed = setup(tools, f'for pair in "${{{table}[@]}}"; do echo "$pair"; done').stdout.splitlines()
    assert dict(pair.split() for pair in listed) == packages


@pytest.mark.parametrize("script", ["run.sh", "test.sh", "build.sh"])
def test_each_script_explains_itself(script: str) -> None:
    done = subprocess.run(
        [ROOT / "packaging" / script, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert f"packaging/{script}" in done.stdout
    assert "NNDESIGNER_VENV" in done.stdout


@pytest.mark.parametrize("script", ["test.sh", "build.sh"])
def test_an_unknown_option_is_refused_before_anything_is_done(script: str) -> None:
    done = subprocess.run(
        [ROOT / "packaging" / script, "--fast"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == f"{script}: unknown option --fast; see --help\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, as a fresh clone would be; in a folder with a space in its name."""
    copy = tmp_path_factory.mktemp("fresh machine") / "nn designer"
    left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "nndesigner-demo")
    shutil.copytree(ROOT, copy, ignore=left_out)
    return copy


def run_script(
    checkout: Path, folder: Path, *words: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run run.sh with no display but what the variables say."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "NNDESIGNER_VENV", "QT_QPA_PLATFORM", "PYTHONPATH", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [checkout / "packaging" / "run.sh", *words],
        cwd=folder,
        env=kept | {"PYTHON": sys.executable, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


NO_REGISTRY = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}


@pytest.mark.slow
def test_a_failing_pip_ends_in_one_clear_line(checkout: Path, tmp_path: Path) -> None:
    done = run_script(checkout, tmp_path, NNDESIGNER_VENV=str(tmp_path / "venv"), **NO_REGISTRY)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("run.sh: pip could not ")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_run_goes_from_nothing_to_a_trained_project_and_the_second_time_installs_nothing(
    checkout: Path, tmp_path: Path
) -> None:
    first = run_script(checkout, tmp_path, "--output", "made here")
    assert first.returncode == 0, first.stderr
    made = sorted(path.suffix for path in (tmp_path / "made here").iterdir())
    assert ".nnd" in made
    assert ".png" in made
    assert "made here" in first.stdout

    # A display that is set but dead, and no registry: nothing may be installed, and nothing may abort.
    second = run_script(checkout, tmp_path, DISPLAY=":987", **NO_REGISTRY)
    assert second.returncode == 0, second.stderr
    assert second.stderr.startswith("The display :987 does not answer: training offscreen instead.\n")
    assert list((tmp_path / "nndesigner-demo").glob("*.nnd"))
