"""Words that a command cannot take are told in one line with where to look."""

from __future__ import annotations

from pathlib import Path

import pytest

from nndesigner.commands import COMMANDS
from tests.unit.commands.running import Runner, refused


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("trian", "x.nnd"), "“trian” is not a command. See: nndesigner --help"),
        (("trian",), "“trian” is neither a command nor a file. See: nndesigner --help"),
        (("--nonsense",), "The following arguments are required: COMMAND. See: nndesigner --help"),
        (("new", "x.nnd"), "The following arguments are required: --data. See: nndesigner new --help"),
        (("train",), "The following arguments are required: PROJECT. See: nndesigner train --help"),
        (
            ("train", "iris.nnd", "--epochs", "many"),
            "Argument --epochs: invalid int value: 'many'. See: nndesigner train --help",
        ),
        (("train", "iris.nnd", "--epochs", "0"), "0 is not a number of epochs. Choose 1 or more."),
        (
            ("train", "iris.nnd", "--batch-size", "some"),
            "--batch-size: “some” is not a whole number. Give a whole number or “full”.",
        ),
        (
            ("train", "iris.nnd", "--learning-rate", "-1"),
            "-1.0 is not a learning rate. Choose a number above 0.",
        ),
        (
            ("train", "iris.nnd", "--learning-rate", "nan"),
            "nan is not a learning rate. Choose a number above 0.",
        ),
        (
            ("new", "x.nnd", "--data", "iris.csv", "--layers", "many"),
            "“many” is not a hidden layer. "
            "Write sizes and activations, such as 8:relu or 30:sigmoid, 10:relu.",
        ),
        (
            ("train", "iris.nnd", "--optimizer", "adamant"),
            "There is no optimizer “adamant”. "
            "Choose one of sgd, momentum, nesterov, rmsprop, adam, adamw, lbfgs.",
        ),
        (
            ("check", "iris.nnd", "--parameters", "0"),
            "0 is not a number of parameters. Choose 1 or more.",
        ),
        (
            ("new", "x.nnd", "--data", "bundled:cats"),
            "There is no bundled data set “cats”. Choose one of xor, football, eight, wave, iris, digits.",
        ),
        (
            ("new", "x.nnd", "--data", "iris.csv", "--validation", "0.6", "--test", "0.6"),
            "Validation and test rows together must be a share from 0 to below 1. For example: --validation "
            "0.15 --test 0.15.",
        ),
        (
            ("evaluate", "iris.nnd", "--data", "iris.csv", "--split", "all"),
            "Another table has no split. Give either --data or --split, not both.",
        ),
    ],
)
def test_bad_usage_is_told_in_one_line(
    run: Runner, project: Path, elsewhere: Path, words: tuple[str, ...], message: str
) -> None:
    assert refused(run, elsewhere, *words, code=2) == message


def test_an_activation_that_does_not_exist_is_told_with_those_that_do(
    run: Runner, iris_csv: Path, elsewhere: Path
) -> None:
    message = refused(run, elsewhere, "new", "x.nnd", "--data", "iris.csv", "--layers", "8:sigmund", code=2)
    assert message.startswith("“sigmund” is no activation of a hidden layer. Choose from ")


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        Runner(capsys)(command, "--help")
    assert ended.value.code == 0
    assert f"usage: nndesigner {command}" in capsys.readouterr().out
