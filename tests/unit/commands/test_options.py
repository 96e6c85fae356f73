"""Training settings on the command line reach the project, from both commands that take them."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest

from nndesigner.commands.training_options import TRAINING
from nndesigner.document.settings import TrainingSettings
from nndesigner.storage.project import load_project
from tests.unit.commands.running import Runner, refused

GIVEN: dict[str, tuple[str, Any]] = {
    "--epochs": ("2", 2),
    "--learning-rate": ("0.01", 0.01),
    "--batch-size": ("16", 16),
    "--cost": ("mse", "mse"),
    "--seed": ("7", 7),
    "--class-weights": ("balanced", "balanced"),
    "--precision": ("float64", "float64"),
    "--patience": ("9", 9),
    "--optimizer": ("adamw", "adamw"),
    "--momentum": ("0.8", 0.8),
    "--beta1": ("0.85", 0.85),
    "--beta2": ("0.99", 0.99),
    "--rho": ("0.95", 0.95),
    "--epsilon": ("1e-7", 1e-7),
    "--lbfgs-memory": ("5", 5),
    "--schedule": ("step", "step"),
    "--schedule-factor": ("0.25", 0.25),
    "--schedule-epochs": ("3", 3),
    "--warmup": ("1.5", 1.5),
    "--ridge": ("0.1", 0.1),
    "--l1": ("0.02", 0.02),
    "--dropout": ("0.3", 0.3),
    "--clip-norm": ("1.5", 1.5),
    "--clip-value": ("0.5", 0.5),
}
"""What is typed, and what the project has to say then; --no-line-search has no value."""


def words() -> list[str]:
    return [part for flag, (typed, _) in GIVEN.items() for part in (flag, typed)] + ["--no-line-search"]


def expected() -> TrainingSettings:
    names = {option.flag: option.name for group in TRAINING.values() for option in group}
    return TrainingSettings(**{names[flag]: value for flag, (_, value) in GIVEN.items()}, line_search=False)


def test_every_setting_has_an_option() -> None:
    options = [option.name for group in TRAINING.values() for option in group]
    assert sorted(options) == sorted(field.name for field in fields(TrainingSettings))


def test_new_takes_every_setting(run: Runner, iris_csv: Path) -> None:
    run.done("new", "all.nnd", "--data", iris_csv, "--layers", "8:gelu", *words())
    assert load_project(Path("all.nnd")).training == expected()


def test_train_takes_every_setting_and_trains_by_it(run: Runner, project: Path) -> None:
    run.done("train", project, *words(), "--quiet")
    document = load_project(project)
    assert document.training == expected()
    assert document.progress.epoch == 2
    history = document.runs[0].history
    assert history.learning_rate[-1] == pytest.approx(0.01)  # the warm-up of 1.5 epochs is over
    assert document.memory.optimizer == "adamw"


def test_what_is_not_given_stays(run: Runner, project: Path) -> None:
    before = load_project(project).training
    run.done("train", project, "--epochs", 1, "--quiet")
    assert asdict(load_project(project).training) == {**asdict(before), "epochs": 1}


def test_off_turns_off_and_full_is_the_full_batch(run: Runner, project: Path) -> None:
    run.done("train", project, "--clip-norm", 1, "--clip-value", 1, "--patience", 5, "--epochs", 1, "--quiet")
    off = ("--clip-norm", "off", "--clip-value", "off", "--patience", "off", "--batch-size", "full")
    run.done("train", project, *off, "--quiet")
    training = load_project(project).training
    assert (training.clip_norm, training.clip_value, training.patience, training.batch_size) == (None,) * 4


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--clip-norm", "long"), "--clip-norm: “long” is not a number. Give a number or “off”."),
        (("--patience", "2.5"), "--patience: “2.5” is not a whole number. Give a whole number or “off”."),
        (("--patience", "0"), "0 is not a number of epochs. Choose 1 or more."),
        (("--dropout", "1"), "1 is not a share of neurons to drop. Choose 0 or more, and less than 1."),
        (("--schedule", "linear"), "There is no schedule “linear”. "
         "Choose one of constant, step, exponential, cosine, plateau."),
        (("--class-weights", "some"), "“some” is no way to weigh classes. Choose equal or balanced."),
        (("--lbfgs-memory", "0"), "0 is not a number of steps to remember. Choose from 1 to 100."),
        (("--l1", "much"), "Argument --l1: invalid float value: 'much'. See: nndesigner train --help"),
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_told_in_one_line(
    run: Runner, project: Path, elsewhere: Path, option: tuple[str, str], message: str
) -> None:
    assert refused(run, elsewhere, "train", project, *option, code=2) == message


def test_an_early_end_is_told(run: Runner, project: Path) -> None:
    rising = ("--learning-rate", 1e-9, "--epochs", 500, "--patience", 3)
    run.done("train", project, "--epochs", 30, "--quiet")
    lines = run.done("train", project, *rising).out.splitlines()
    assert lines[1].startswith("Training ended early: ")
    assert lines[1].endswith("The weights of that epoch were restored.")
    assert load_project(project).progress.epoch < 500


def test_info_tells_all_training_settings(run: Runner, iris_csv: Path) -> None:
    run.done("new", "all.nnd", "--data", iris_csv, *words())
    assert run.done("info", "all.nnd", "--json").json["training"] == asdict(expected())
    line = next(line for line in run.done("info", "all.nnd").out.splitlines() if line.startswith("Training"))
    assert line.split(maxsplit=1)[1] == (
        "AdamW, η 0.01, batch 16, 2 epochs, seed 7, β₁ 0.85, β₂ 0.99, ε 1e−07, ridge 0.1, L1 0.02, "
        "dropout 0.3, Step, factor 0.25, schedule epochs 3, warm-up 1.5, clip length 1.5, clip entries 0.5, "
        "patience 9, balanced classes, float64"
    )
