"""The instruments that measure the engine: they select, judge and write what they should."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from nndesigner.engine.trainer import Trainer
from tests.benchmarks.__main__ import main
from tests.benchmarks.cases import CASES, Case
from tests.benchmarks.kernels import HOLDING, freed, held, sentence
from tests.benchmarks.memory import MOST_BLOCKS, MOST_BYTES, STEPS, peak_share, traced, use_of_epoch
from tests.benchmarks.row import row, table
from tests.benchmarks.timing import interleaved
from tests.benchmarks.variants import masked, mixed
from tests.benchmarks.wanted import Wanted

TINY = ["--repeats", "2", "--seconds", "0.001"]


@pytest.fixture
def free_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing holds the libraries, so `main` stays in this process."""
    for name in HOLDING:
        monkeypatch.delenv(name, raising=False)


def test_a_target_from_below_is_met_from_its_value_upwards() -> None:
    assert [row("speed", [value], "×", at_least=2.0).met for value in (1.9, 2.0, 2.1)] == [False, True, True]


def test_a_target_from_above_is_met_up_to_its_value() -> None:
    assert [row("cost", [value], "×", at_most=1.6).met for value in (1.5, 1.6, 1.7)] == [True, True, False]


def test_a_row_has_one_target_or_none() -> None:
    assert row("speed", [1.0], "×").met is None
    with pytest.raises(ValueError, match="two targets for cost"):
        row("cost", [1.0], "×", at_least=1.0, at_most=2.0)


def test_a_row_is_the_median_with_the_quartiles_apart() -> None:
    figure = row("speed", [1.0, 2.0, 3.0, 4.0, 100.0], "×")
    assert figure.value == 3.0
    assert figure.spread == pytest.approx(2.0 / 3.0)


def test_the_table_has_a_head_and_a_line_for_every_row() -> None:
    lines = table([row("first", [1234.0], "samples/s"), row("second", [0.5], "×", at_most=1.0)]).splitlines()
    assert lines[0].split() == ["name", "value", "unit", "target", "met", "peer", "spread"]
    assert lines[1].split() == ["first", "1,234", "samples/s", "–", "–", "0"]
    assert lines[2].split() == ["second", "0.5", "×", "1", "yes", "0"]


def test_a_group_or_a_part_of_a_name_selects() -> None:
    assert Wanted("memory", "memory")("4-8-3: growth")
    assert Wanted("memory", "growth")("4-8-3: growth")
    assert not Wanted("memory", "scaling")("4-8-3: growth")


def test_every_contender_is_measured_in_every_round() -> None:
    calls: list[str] = []

    def contender(name: str, work: float) -> float:
        calls.append(name)
        return work

    rates = interleaved(
        {"one": lambda: contender("one", 1.0), "two": lambda: contender("two", 50.0)}, 3, 1e-9
    )
    assert {name: len(values) for name, values in rates.items()} == {"one": 3, "two": 3}
    assert calls == ["two", "one", "one", "two"] * 2


@pytest.mark.usefixtures("free_environment")
def test_the_table_and_the_json_hold_what_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rows.json"
    assert main(["--only", "4-8-3 sigmoid, batch 10: step with ridge", "--json", str(path), *TINY]) == 0
    (figure,) = json.loads(path.read_text(encoding="utf-8"))
    assert list(figure) == ["name", "value", "unit", "target", "met", "peer", "spread"]
    assert figure["name"] == "4-8-3 sigmoid, batch 10: step with ridge"
    assert figure["value"] > 0.0
    assert figure["met"] is (figure["value"] <= figure["target"])
    machine, versions, _, line = capsys.readouterr().out.splitlines()
    assert "cores" in machine
    assert f"NumPy {np.__version__}" in versions
    assert line.startswith(figure["name"])


@pytest.mark.usefixtures("free_environment")
def test_a_name_that_nothing_has_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--only", "no such figure", *TINY])
    assert left.value.code == 2
    assert "nothing is named “no such figure”" in capsys.readouterr().err


def test_a_held_library_is_measured_again_in_a_process_that_holds_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[tuple[Sequence[str], Mapping[str, str]]] = []

    def run(command: Sequence[str], *, env: Mapping[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        started.append((command, env))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    monkeypatch.setattr(subprocess, "run", run)
    assert main(["--only", "no such figure"]) == 3
    ((command, environment),) = started
    assert list(command[1:]) == ["-m", "tests.benchmarks", "--only", "no such figure"]
    assert not held(environment)


def test_the_header_names_the_variable_and_the_kernels_with_and_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(command: Sequence[str], *, env: Mapping[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        chosen = env.get("OPENBLAS_CORETYPE", "its own choice")
        return subprocess.CompletedProcess(command, 0, stdout=f"kernels for {chosen}\n")

    monkeypatch.setattr(subprocess, "run", run)
    holding = {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3"}
    kept, left_out = sentence(holding), sentence(freed(holding))
    assert kept is not None
    assert left_out is not None
    assert kept.startswith("OPENBLAS_CORETYPE=Haswell NPY_DISABLE_CPU_FEATURES=AVX2 FMA3 kept")
    assert kept.endswith("without, kernels for its own choice")
    assert "left out" in left_out
    assert left_out.endswith("with, kernels for Haswell")
    assert sentence({}) is None


def test_the_masked_variant_lacks_three_weights_in_ten() -> None:
    network = CASES[1].network()
    left = masked(network).parameter_count / network.parameter_count
    assert left == pytest.approx(0.7, abs=0.02)


def test_the_mixed_variant_has_three_activations_in_turn_in_hidden_layers_only() -> None:
    _, hidden, output = mixed(CASES[1].network()).layers
    names = [hidden.neuron_activation(neuron) for neuron in hidden.neurons]
    assert names == ["sigmoid", "tanh", "relu"] * 10
    assert {output.neuron_activation(neuron) for neuron in output.neurons} == {"sigmoid"}


def test_the_peak_of_a_large_network_counts_its_weights() -> None:
    share = peak_share(Case((10, 300, 300, 3), "relu", 10, 20), "Adam")
    # Weights, gradient and two means are four of the six that are allowed.
    assert 0.5 < share < 1.0


class _Leaking:
    """Trains nothing; keeps some memory in every step and takes much for a while."""

    def __init__(self) -> None:
        self._kept: list[bytearray] = []

    def run(self, steps: int) -> None:
        for _ in range(steps):
            bytearray(100_000)
            self._kept.append(bytearray(64))


def test_memory_kept_in_every_step_is_seen() -> None:
    with traced():
        use = use_of_epoch(cast(Trainer, _Leaking()))
    assert use.bytes > 64 * STEPS > MOST_BYTES
    assert use.blocks >= STEPS > MOST_BLOCKS
    assert 100_000 < use.temporary < 300_000


@pytest.mark.usefixtures("free_environment")
def test_growth_over_a_thousand_steps_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    assert main(["--only", "4-8-3 sigmoid, batch 10, SGD: growth", "--json", str(path), *TINY]) == 0
    (figure,) = json.loads(path.read_text(encoding="utf-8"))
    assert (figure["name"], figure["unit"]) == (
        "4-8-3 sigmoid, batch 10, SGD: growth in 1,000 steps",
        "bytes",
    )
