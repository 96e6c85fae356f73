"""The package holds what it promises: its version, its bounds, and its resources wherever it is installed."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from nndesigner import __version__
from nndesigner.resource_files import resource_path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"


def project_table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return table


def requirements() -> dict[str, Requirement]:
    project = project_table()["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return {made.name: made for texts in lists for made in map(Requirement, texts)}


def run(*command: str | Path, folder: Path) -> str:
    """The standard output of a command that must succeed."""
    done = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_version_has_one_source() -> None:
    table = project_table()
    assert "version" not in table["project"]
    assert table["tool"]["hatch"]["version"]["path"] == "nndesigner/__init__.py"


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_qt_release_that_aborts_is_never_installed() -> None:
    allowed = requirements()["PySide6-Essentials"].specifier
    assert not allowed.contains("6.12.0")
    assert allowed.contains("6.11.3")


def test_every_requirement_has_a_lower_bound() -> None:
    bounds = {name: {one.operator for one in made.specifier} for name, made in requirements().items()}
    assert [name for name, operators in bounds.items() if not operators & {">=", "=="}] == []


def test_torch_is_asked_for_by_exactly_one_build() -> None:
    assert str(requirements()["torch"].specifier) == "==2.13.0"


@pytest.mark.parametrize(
    "relative", ["style.qss", "fonts/OFL.txt", "icons/nndesigner.svg", "datasets/iris.csv"]
)
def test_a_checkout_finds_its_resources(relative: str) -> None:
    assert resource_path(relative).samefile(RESOURCES / relative)


def test_a_missing_resource_says_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=r"is missing\. Install it again\.$"):
        resource_path("fonts/none.otf")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip")
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, folder=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel in it; it borrows its dependencies from this one."""
    home = tmp_path_factory.mktemp("fresh environment")
    venv.create(home, with_pip=False)
    programs = home / ("Scripts" if sys.platform == "win32" else "bin")
    python = programs / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", wheel, folder=home)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    there = Path(run(python, "-c", code, folder=home).strip())
    here = run(sys.executable, "-c", code, folder=home).strip()
    (there / "dependencies.pth").write_text(f"{here}\n", encoding="utf-8")
    return programs


@pytest.mark.slow
def test_the_wheel_has_every_resource_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [path.relative_to(RESOURCES).as_posix() for path in RESOURCES.rglob("*") if path.is_file()]
    assert [name for name in files if f"nndesigner/_resources/{name}" not in names] == []
    assert {name.split("/")[0] for name in names} == {"nndesigner", f"nndesigner-{__version__}.dist-info"}
    assert f"nndesigner-{__version__}.dist-info/licenses/LICENSE" in names


@pytest.mark.slow
def test_an_installed_wheel_finds_its_resources(installed: Path, tmp_path: Path) -> None:
    code = "from nndesigner.resource_files import resource_path; print(resource_path('datasets/iris.csv'))"
    found = Path(run(installed / "python", "-c", code, folder=tmp_path).strip())
    assert found.is_relative_to(installed.parent)
    assert found.read_bytes() == (RESOURCES / "datasets" / "iris.csv").read_bytes()


@pytest.mark.slow
def test_an_installed_wheel_brings_the_command(installed: Path, tmp_path: Path) -> None:
    command = installed / "nndesigner"
    assert run(command, "--version", folder=tmp_path).strip() == f"NN Designer {__version__}"
    run(command, "new", "iris.nnd", "--data", "bundled:iris", "--target", "species", folder=tmp_path)
    assert (tmp_path / "iris.nnd").is_file()
