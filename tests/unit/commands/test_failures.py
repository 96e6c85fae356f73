"""Bad input is one clear line, no traceback, and no file is touched."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nndesigner.commands import COMMANDS
from tests.unit.commands.running import Runner, refused


@pytest.mark.parametrize(
    ("content", "target", "message"),
    [
        (None, "y", "table.csv: There is no such file. Check the name and the folder."),
        ("", "y", "table.csv: The file is empty. Choose a file with a header line and rows of data."),
        ("a,y\n", "y", "table.csv: The file has a header but no rows. Choose a file with rows of data."),
        (
            "y\n1\n2\n",
            "y",
            "table.csv: The table has only one column. An input and a target are needed; choose another "
            "delimiter if columns run together.",
        ),
        (
            "a,y\n1,yes\n2,yes\n3,yes\n",
            "y",
            "table.csv: The target “y” has only one class, “yes”: there is nothing to learn. Choose another "
            "target.",
        ),
        ("a,y\n1,yes\n2,no\n", "z", "table.csv: There is no column “z”. The columns are a, y."),
        (
            "a,y\n1,2\n2,3\n3,4,5\n",
            "y",
            "table.csv: Line 4 has 3 cells where 2 were expected. Correct that line, or choose another "
            "delimiter.",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(
    run: Runner, elsewhere: Path, content: str | None, target: str, message: str
) -> None:
    if content is not None:
        Path("table.csv").write_text(content, encoding="utf-8")
    assert refused(run, elsewhere, "new", "out.nnd", "--data", "table.csv", "--target", target) == message


def test_text_where_numbers_belong_is_refused(run: Runner, elsewhere: Path) -> None:
    Path("table.csv").write_text("colour,size,y\nred,1,a\nblue,2,b\nred,3,a\n", encoding="utf-8")
    words = ("new", "out.nnd", "--data", "table.csv", "--target", "y", "--numbers", "colour")
    assert refused(run, elsewhere, *words) == (
        "table.csv: The column “colour” should be numbers, but none of its 3 cells is one; the first is "
        "“red” in row 1. Make it a category, or ignore it."
    )


def test_text_where_the_network_expects_numbers_is_refused(
    run: Runner, trained: Path, elsewhere: Path
) -> None:
    Path("new.csv").write_text(
        "sepal length,sepal width,petal length,petal width\n5.1,3.5,long,0.2\n4.9,3.0,short,0.2\n",
        encoding="utf-8",
    )
    assert refused(run, elsewhere, "predict", trained, "new.csv", "--output", "out.csv") == (
        "new.csv: The column “petal length” should be numbers, but none of its 2 cells is one; the first is "
        "“long” in row 1. Choose a table like the one the network was trained on."
    )


def test_single_cells_of_text_are_counted_and_predicted_all_the_same(run: Runner, trained: Path) -> None:
    Path("new.csv").write_text(
        "sepal length,sepal width,petal length,petal width\n5.1,3.5,long,0.2\n4.9,3.0,1.4,0.2\n",
        encoding="utf-8",
    )
    answer = run("predict", trained, "new.csv")
    assert answer.code == 0
    assert answer.err == "nndesigner: In “petal length” 1 cell is not a number and counts as missing.\n"
    assert len(answer.out.splitlines()) == 3


def test_missing_input_columns_are_named(run: Runner, trained: Path, elsewhere: Path) -> None:
    Path("new.csv").write_text("sepal length,petal length\n5.1,1.4\n4.9,1.4\n", encoding="utf-8")
    assert refused(run, elsewhere, "predict", trained, "new.csv") == (
        "new.csv: The table has no column “sepal width”, “petal width”. It needs the input columns of the "
        "data that the network was trained on."
    )


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def from_the_future(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries["manifest.json"]) | {"format": "2.0"}
    entries["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in entries.items():
            archive.writestr(name, raw)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (Path.unlink, "iris.nnd: There is no such file. Check the name and the folder."),
        (
            truncate,
            "iris.nnd: The project file is incomplete: its end is missing. Use a backup, or copy it once "
            "more from where it came.",
        ),
        (
            from_the_future,
            "iris.nnd: The project was made by a newer version of NN Designer (format 2.0; this program "
            "reads 1.x). Install the newest version to open it.",
        ),
        (
            lambda path: path.write_text("hello", encoding="utf-8"),
            "iris.nnd: This is not an NN Designer project. Choose a file that ends in .nnd.",
        ),
    ],
)
@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("new", "demo")])
def test_a_project_that_cannot_be_opened_is_refused_by_every_command(
    run: Runner, project: Path, elsewhere: Path, command: str, spoil: Callable[[Path], object], message: str
) -> None:
    spoil(project)
    needed = {"predict": ["iris.csv"], "export": ["iris.svg"]}.get(command, [])
    assert refused(run, elsewhere, command, project, *needed) == message


@pytest.fixture
def refusing(elsewhere: Path) -> Path:
    """A folder in which nobody can write, not even the superuser: it lies below a file."""
    (elsewhere / "file").write_text("", encoding="utf-8")
    return Path("file")


def test_a_project_is_not_made_where_nothing_can_be_written(
    run: Runner, iris_csv: Path, elsewhere: Path, refusing: Path
) -> None:
    assert refused(run, elsewhere, "new", refusing / "out.nnd", "--data", iris_csv) == (
        "file/out.nnd: “file” is not a folder. Choose a folder to write in."
    )


def test_a_read_only_folder_is_named_and_the_project_stays(
    run: Runner, project: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A read-only file system answers like this, also to the superuser.
    real: Any = Path.open

    def read_only(self: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        if "x" in mode or "w" in mode:
            raise OSError(30, "Read-only file system", str(self))
        return real(self, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", read_only)
    message = refused(run, elsewhere, "train", project, "--epochs", 1, "--quiet")
    assert message == "iris.nnd: Nothing can be written in the folder “.”. Choose another folder."


def test_training_that_diverges_leaves_the_project_alone(run: Runner, project: Path, elsewhere: Path) -> None:
    run.done(
        "new",
        "wild.nnd",
        "--data",
        "iris.csv",
        "--target",
        "petal width",
        "--layers",
        "8:relu",
        "--learning-rate",
        1e6,
    )
    message = refused(run, elsewhere, "train", "wild.nnd", "--quiet")
    assert message.startswith("Training diverged: neuron 1 of output was the first to overflow")
    assert "η = 1·10⁶" in message
    assert message.endswith("The project was not changed.")


def test_a_project_is_not_replaced_unasked(run: Runner, trained: Path, elsewhere: Path) -> None:
    words = ("new", trained, "--data", "iris.csv")
    assert refused(run, elsewhere, *words) == (
        "iris.nnd: There is already a file of this name. Choose another name, or add --force to replace it."
    )
    run.done(*words, "--force")


def test_predictions_never_overwrite_their_table_or_the_project(
    run: Runner, trained: Path, elsewhere: Path
) -> None:
    for name in ("iris.csv", "iris.nnd", "./iris.csv"):
        message = refused(run, elsewhere, "predict", trained, "iris.csv", "--output", name, code=2)
        assert message.startswith("The predictions would overwrite “iris.")


def test_the_log_never_overwrites_the_project(run: Runner, project: Path, elsewhere: Path) -> None:
    assert refused(run, elsewhere, "train", project, "--log", project, code=2) == (
        "The log would overwrite the project. Give it another name."
    )


def test_a_cost_that_the_output_layer_cannot_have_is_refused(
    run: Runner, iris_csv: Path, elsewhere: Path
) -> None:
    message = refused(
        run,
        elsewhere,
        "new",
        "out.nnd",
        "--data",
        iris_csv,
        "--target",
        "petal width",
        "--cost",
        "softmax_cross_entropy",
    )
    assert "softmax" in message


def test_rows_that_do_not_exist_cannot_be_evaluated(run: Runner, elsewhere: Path) -> None:
    run.done("new", "xor.nnd", "--data", "bundled:xor")
    assert refused(run, elsewhere, "evaluate", "xor.nnd", "--split", "test") == (
        "The data has no test rows. Choose another --split, or hold out some rows."
    )
