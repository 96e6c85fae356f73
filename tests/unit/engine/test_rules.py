"""Settings of the descent are refused where they make no sense, and the reason is given."""

from __future__ import annotations

from typing import Any

import pytest

from nndesigner.engine.rules import Rules
from nndesigner.errors import UsageError

REFUSED: list[tuple[str, Any]] = [
    *((name, value) for name in ("momentum", "beta1", "beta2", "rho", "dropout") for value in (-0.1, 1.0)),
    *(
        (name, value)
        for name in ("epsilon", "clip_norm", "clip_value")
        for value in (0.0, -1.0, float("inf"))
    ),
    *((name, value) for name in ("l1", "warmup") for value in (-0.1, float("inf"))),
    *((name, 0) for name in ("memory", "schedule_epochs")),
    *(("schedule_factor", value) for value in (0.0, 1.1)),
    *(
        (name, float("nan"))
        for name in ("momentum", "epsilon", "l1", "schedule_factor", "clip_norm", "dropout")
    ),
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_setting_out_of_its_range_is_refused(name: str, value: float) -> None:
    with pytest.raises(UsageError) as caught:
        Rules(**{name: value})  # type: ignore[arg-type]
    assert f"{value:g} is not" in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["optimizer", "schedule"])
def test_a_name_that_is_not_known_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(UsageError, match=f"There is no {name} “best”") as caught:
        Rules(**{name: "best"})  # type: ignore[arg-type]
    assert "Choose one of" in (caught.value.remedy or "")


def test_the_ends_of_the_ranges_are_allowed() -> None:
    Rules(momentum=0.0, beta1=0.0, beta2=0.0, rho=0.0, dropout=0.0, l1=0.0, warmup=0.0)
    Rules(memory=1, schedule_epochs=1, schedule_factor=1.0, clip_norm=1e-9, clip_value=None)
