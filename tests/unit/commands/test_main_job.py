"""The main job without a window: new, train, evaluate, predict."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from nndesigner.engine.initialisers import initialise
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.storage.project import load_project
from tests.unit.commands.running import Runner


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def trained_in_a_session(path: Path) -> Session:
    """Train as the window does: the same session, polled by a timer."""
    session = Session()
    session.open(path)
    session.train()
    while session.training.state is State.RUNNING:
        session.poll()
    return session


def test_iris_is_learned_from_an_empty_folder(run: Runner, trained: Path) -> None:
    for split in ("test", "validation", "train", "all"):
        answer = run.done("evaluate", trained, "--split", split, "--json").json
        assert answer["split"] == split
        assert answer["metrics"]["accuracy"] >= 0.93
    assert run.done("evaluate", trained, "--json").json["split"] == "test"


def test_predictions_stand_beside_the_users_columns(run: Runner, trained: Path, iris_csv: Path) -> None:
    rows = rows_of(run.done("predict", trained, iris_csv).out)
    given = rows_of(iris_csv.read_text(encoding="utf-8"))
    names = ["setosa", "versicolor", "virginica"]
    assert list(rows[0]) == [*given[0], "prediction", *(f"probability_{name}" for name in names)]
    assert [{key: row[key] for key in given[0]} for row in rows] == given
    assert np.mean([row["prediction"] == row["species"] for row in rows]) >= 0.93
    for row in rows:
        shares = [float(row[f"probability_{name}"]) for name in names]
        assert sum(shares) == pytest.approx(1, abs=1e-5)
        assert names[int(np.argmax(shares))] == row["prediction"]


def test_predictions_of_the_command_are_those_of_the_project(
    run: Runner, trained: Path, iris_csv: Path
) -> None:
    run.done("predict", trained, iris_csv, "--output", "out.csv")
    written = rows_of(Path("out.csv").read_text(encoding="utf-8"))
    assert "".join(run.done("predict", trained, iris_csv).out) == Path("out.csv").read_text(encoding="utf-8")
    document = load_project(trained)
    assert document.data is not None
    session = Session(document)
    session.look_at(70)
    inspection, last = session.inspection, document.network.output_layer
    assert inspection is not None
    assert last is not None
    row = written[int(document.data.prepared.rows[70])]
    assert [float(row[f"probability_{name}"]) for name in document.data.prepared.classes] == pytest.approx(
        inspection.a[last.id].ravel().tolist(), abs=1e-6
    )


def test_the_command_gives_the_same_weights_as_the_window(run: Runner, project: Path) -> None:
    session = trained_in_a_session(project)
    run.done("train", project, "--quiet")
    assert load_project(project).parameters.equals(session.document.parameters)


def test_ten_epochs_at_once_equal_four_a_save_and_six(run: Runner, project: Path) -> None:
    run.done("train", project, "--epochs", 10, "--output", "whole.nnd", "--quiet")
    run.done("train", project, "--epochs", 4, "--output", "part.nnd", "--quiet")
    run.done("train", "part.nnd", "--epochs", 6, "--quiet")
    whole, part = load_project(Path("whole.nnd")), load_project(Path("part.nnd"))
    assert part.parameters.equals(whole.parameters)
    assert part.progress == whole.progress
    np.testing.assert_array_equal(part.runs[0].history.cost, whole.runs[0].history.cost)


def test_output_leaves_the_project_as_it_was(run: Runner, project: Path) -> None:
    before = project.read_bytes()
    run.done("train", project, "--epochs", 2, "--output", "other.nnd")
    assert project.read_bytes() == before
    assert load_project(Path("other.nnd")).progress.epoch == 2


def test_the_log_holds_every_measurement(run: Runner, project: Path) -> None:
    run.done("train", project, "--epochs", 5, "--log", "log.csv", "--quiet")
    rows = rows_of(Path("log.csv").read_text(encoding="utf-8"))
    history = load_project(project).runs[0].history
    assert [float(row["epoch"]) for row in rows] == [0, 1, 2, 3, 4, 5]
    assert [float(row["cost"]) for row in rows] == history.cost.tolist()
    assert [float(row["validation_cost"]) for row in rows] == history.validation_cost.tolist()


def test_settings_given_to_train_are_used_and_kept(run: Runner, project: Path) -> None:
    run.done(
        "train",
        project,
        "--epochs",
        3,
        "--learning-rate",
        0.25,
        "--batch-size",
        "full",
        "--ridge",
        0.5,
        "--quiet",
    )
    document = load_project(project)
    assert document.training.learning_rate == 0.25
    assert document.training.batch_size is None
    assert document.training.ridge == 0.5
    assert document.progress.steps == 3


def test_the_same_seed_makes_the_same_project(run: Runner, iris_csv: Path) -> None:
    words = ("--data", "iris.csv", "--target", "species", "--layers", "5:tanh")
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        run.done("new", f"{name}.nnd", *words, "--seed", seed)
    a, b, c = (Path(f"{name}.nnd") for name in "abc")
    assert a.read_bytes() == b.read_bytes()
    assert not load_project(a).parameters.equals(load_project(c).parameters)


def test_new_builds_what_was_asked_for(run: Runner, iris_csv: Path) -> None:
    run.done(
        "new",
        "deep.nnd",
        "--data",
        "iris.csv",
        "--target",
        "species",
        "--layers",
        "30:sigmoid, 10:relu",
        "--epochs",
        7,
        "--learning-rate",
        0.01,
        "--batch-size",
        32,
        "--precision",
        "float64",
    )
    document = load_project(Path("deep.nnd"))
    assert [(layer.size, layer.activation) for layer in document.network.layers[1:]] == [
        (30, "sigmoid"),
        (10, "relu"),
        (3, "softmax"),
    ]
    assert (document.training.epochs, document.training.batch_size) == (7, 32)
    assert {array.dtype for array in document.parameters.weights.values()} == {np.dtype(np.float64)}


def test_first_weights_are_drawn_in_the_precision_asked_for(run: Runner, iris_csv: Path) -> None:
    run.done("new", "fine.nnd", "--data", "iris.csv", "--precision", "float64")
    document = load_project(Path("fine.nnd"))
    fresh = initialise(document.network, document.training.seed, np.dtype(np.float64))
    assert document.parameters.equals(fresh)


def test_no_hidden_layer_can_be_asked_for(run: Runner, iris_csv: Path) -> None:
    run.done("new", "flat.nnd", "--data", "iris.csv", "--layers", "none")
    assert [layer.size for layer in load_project(Path("flat.nnd")).network.layers] == [4, 3]


def test_columns_can_be_ignored_and_rows_kept_for_training(run: Runner, iris_csv: Path) -> None:
    run.done(
        "new",
        "some.nnd",
        "--data",
        "iris.csv",
        "--target",
        "species",
        "--ignore",
        "sepal length,sepal width",
        "--validation",
        0,
        "--test",
        0,
    )
    data = load_project(Path("some.nnd")).data
    assert data is not None
    assert data.prepared.input_names == ("petal length", "petal width")
    assert set(data.prepared.parts.tolist()) == {0}


def test_xor_is_learned_from_the_bundled_table(run: Runner) -> None:
    run.done("new", "xor.nnd", "--data", "bundled:xor", "--layers", "4:tanh", "--batch-size", "full")
    run.done("train", "xor.nnd", "--epochs", 2000, "--quiet")
    answer = run.done("evaluate", "xor.nnd", "--json").json
    assert answer["split"] == "train"
    assert answer["metrics"]["accuracy"] == 1


def test_an_evaluation_tells_all_that_suits_the_task(run: Runner, trained: Path) -> None:
    answer = run.done("evaluate", trained, "--json").json
    names = ["accuracy", "balanced_accuracy", "macro_f1", "roc_auc", "log_loss"]
    assert list(answer["metrics"]) == names
    assert answer["metrics"]["roc_auc"] > 0.98
    words = run.done("evaluate", trained).out
    assert [line[:24].strip() for line in words.splitlines()] == [
        "Rows", "Cost", "Accuracy", "Balanced accuracy", "Macro F1", "ROC AUC", "Log-loss",
    ]  # fmt: skip


def test_xor_is_learned_with_hinge_by_one_linear_output(run: Runner) -> None:
    layers, cost = ("--layers", "6:tanh"), ("--cost", "hinge", "--learning-rate", 0.1)
    run.done("new", "xor.nnd", "--data", "bundled:xor", *layers, *cost, "--batch-size", "full")
    run.done("train", "xor.nnd", "--epochs", 1000, "--quiet")
    document = load_project(Path("xor.nnd"))
    last = document.network.output_layer
    assert last is not None
    assert (last.size, last.activation) == (1, "linear")
    answer = run.done("evaluate", "xor.nnd", "--json").json
    assert answer["metrics"]["accuracy"] == answer["metrics"]["roc_auc"] == 1
    last_measured = document.runs[-1].history.last()
    assert last_measured is not None
    assert last_measured.score == 1
    Path("rows.csv").write_text("x1,x2\n0,0\n0,1\n1,0\n1,1\n", encoding="utf-8")
    rows = rows_of(run.done("predict", "xor.nnd", "rows.csv").out)
    first, second = list(rows[0])[-2:]
    for row in rows:
        assert float(row[first]) == -float(row[second])  # activations, on either side of 0
        assert row["prediction"] == (second if float(row[second]) > 0 else first).removeprefix("activation_")


def test_numbers_are_predicted_in_the_users_unit(run: Runner, elsewhere: Path) -> None:
    table = "".join(f"{x},{1000 + 50 * x}\n" for x in range(100))
    Path("line.csv").write_text("x,price\n" + table, encoding="utf-8")
    run.done("new", "line.nnd", "--data", "line.csv", "--target", "price", "--layers", "none")
    run.done("train", "line.nnd", "--epochs", 200, "--quiet")
    metrics = run.done("evaluate", "line.nnd", "--json").json["metrics"]
    assert list(metrics) == ["r2", "rmse", "mae", "mse"]
    assert metrics["r2"] > 0.999
    Path("new.csv").write_text("x\n10\n60\n", encoding="utf-8")
    rows = rows_of(run.done("predict", "line.nnd", "new.csv").out)
    assert list(rows[0]) == ["x", "prediction"]
    assert [float(row["prediction"]) for row in rows] == pytest.approx([1500, 4000], rel=0.01)


def test_another_table_is_evaluated_with_the_constants_of_the_first(
    run: Runner, trained: Path, iris_csv: Path
) -> None:
    everything = run.done("evaluate", trained, "--split", "all", "--json").json
    other = run.done("evaluate", trained, "--data", iris_csv, "--json").json
    assert other["split"] == "file"
    assert other["rows"] == everything["rows"] == 150
    assert other["metrics"] == pytest.approx(everything["metrics"], rel=1e-6)
    lines = iris_csv.read_text(encoding="utf-8").splitlines()
    Path("few.csv").write_text(
        "\n".join([lines[0], lines[1], lines[80], lines[140]]) + "\n", encoding="utf-8"
    )
    assert run.done("evaluate", trained, "--data", "few.csv", "--json").json["rows"] == 3


def test_predictions_follow_the_dialect_of_the_table(run: Runner, trained: Path) -> None:
    Path("german.csv").write_text(
        "sepal length;sepal width;petal length;petal width;prediction\n"
        "5,1;3,5;1,4;0,2;mine\n"
        "6,3;3,3;6,0;2,5;own\n",
        encoding="utf-8",
    )
    lines = run.done("predict", trained, "german.csv").out.splitlines()
    assert lines[0].split(";")[4:6] == ["prediction", "prediction (2)"]
    cells = lines[1].split(";")
    assert cells[:5] == ["5,1", "3,5", "1,4", "0,2", "mine"]
    assert cells[5] == "setosa"
    assert float(cells[6].replace(",", ".")) > 0.5


def test_backpropagation_agrees_with_numerical_gradients(run: Runner, trained: Path) -> None:
    answer = run.done("check", trained, "--json").json
    assert list(answer) == [
        "max_relative_error",
        "parameters_checked",
        "parameters_skipped",
        "parameters_too_small",
        "worst",
    ]
    assert answer["parameters_skipped"] == 0
    assert answer["worst"].startswith(("weight from ", "bias of "))
    assert answer["parameters_checked"] == 67
    assert 0 < answer["max_relative_error"] < 1e-6
    assert run.done("check", trained, "--parameters", 5, "--json").json["parameters_checked"] == 5


def test_info_says_what_is_in_the_project(run: Runner, trained: Path) -> None:
    answer = run.done("info", trained, "--json").json
    assert list(answer) == [
        "format_version",
        "layers",
        "connections",
        "parameters",
        "cost",
        "training",
        "data",
        "runs",
    ]
    assert answer["format_version"] == "1.2"
    assert answer["layers"][1] == {"name": "hidden 1", "size": 8, "activation": "sigmoid"}
    assert answer["connections"][0] == {"from": "input", "to": "hidden 1", "weights": 32, "removed": 0}
    assert answer["parameters"] == 67
    assert answer["cost"] == "softmax_cross_entropy"
    assert list(answer["data"]) == ["rows", "columns", "unconverted", "split"]
    assert answer["data"]["rows"] == sum(answer["data"]["split"].values()) == 150
    assert answer["data"]["columns"][0] == {
        "name": "sepal length",
        "kind": "number",
        "role": "input",
        "missing": 0,
    }
    assert answer["data"]["columns"][4] == {
        "name": "species",
        "kind": "category",
        "role": "target",
        "missing": 0,
        "values": ["setosa", "versicolor", "virginica"],
    }
    assert [run["outcome"] for run in answer["runs"]] == ["finished"]
    assert answer["runs"][0]["epochs"] == 100


def test_info_is_json_even_where_there_is_nothing_to_measure(run: Runner) -> None:
    run.done("new", "xor.nnd", "--data", "bundled:xor")
    run.done("train", "xor.nnd", "--epochs", 1, "--quiet")
    out = run.done("info", "xor.nnd", "--json").out
    assert "NaN" not in out
    assert json.loads(out)["runs"][0]["validation_cost"] is None


@pytest.mark.parametrize("command", ["info", "evaluate", "check"])
def test_people_are_answered_in_words(run: Runner, trained: Path, command: str) -> None:
    assert len(run.done(command, trained).out.splitlines()) >= 2
