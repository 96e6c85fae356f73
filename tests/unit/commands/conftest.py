"""A command line in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from nndesigner.resource_files import resource_path
from tests.unit.commands.running import Runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], elsewhere: Path) -> Runner:
    """Runs commands in an empty folder, which is the current one."""
    return Runner(capsys)


@pytest.fixture
def iris_csv(elsewhere: Path) -> Path:
    path = elsewhere / "iris.csv"
    path.write_bytes(resource_path("datasets/iris.csv").read_bytes())
    return path


@pytest.fixture
def project(run: Runner, iris_csv: Path) -> Path:
    """iris.nnd, not trained yet."""
    run.done("new", "iris.nnd", "--data", "iris.csv", "--target", "species", "--layers", "8:sigmoid")
    return Path("iris.nnd")


@pytest.fixture
def trained(run: Runner, project: Path) -> Path:
    """iris.nnd, trained."""
    run.done("train", project, "--quiet")
    return project
