"""Training settings in words, and which of them have an effect."""

from __future__ import annotations

import pytest

from nndesigner.document.setting_effects import matters
from nndesigner.document.setting_words import in_words, plain, unusual
from nndesigner.document.settings import TrainingSettings


def test_a_new_project_has_nothing_unusual() -> None:
    assert unusual(TrainingSettings()) == ()


def test_what_the_optimiser_does_not_read_is_not_told() -> None:
    settings = TrainingSettings(optimizer="momentum", momentum=0.5, beta1=0.5, schedule_factor=0.1)
    assert unusual(settings) == ("Momentum", "μ 0.5")


def test_words_tell_what_is_in_force_and_leave_out_what_is_off() -> None:
    told = in_words(TrainingSettings(optimizer="rmsprop", clip_value=0.25))
    assert told[:3] == ("RMSProp", "ρ 0.9", "ε 1e−08")
    assert "clip entries 0.25" in told
    assert not any("clip length" in words or "patience" in words for words in told)


@pytest.mark.parametrize(
    ("schedule", "factor", "epochs"),
    [
        ("constant", False, False),
        ("step", True, True),
        ("exponential", True, False),
        ("cosine", False, True),
        ("plateau", True, True),
    ],
)
def test_a_schedule_reads_its_own_settings(schedule: str, factor: bool, epochs: bool) -> None:
    settings = TrainingSettings(schedule=schedule)
    assert matters(settings, "schedule_factor") is factor
    assert matters(settings, "schedule_epochs") is epochs
    assert matters(settings, "warmup")


@pytest.mark.parametrize("value", [0.1, 1e-8, 3.0, 0.30000000000000004, 7])
def test_numbers_keep_every_digit(value: float) -> None:
    assert float(plain(value).replace("−", "-")) == value
