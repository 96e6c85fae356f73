"""From format 1.0 to 1.1: optimisers and all that belongs to them. Before, descent was plain."""

from __future__ import annotations

from nndesigner.storage.migrations.migration import Migration, Plain

_PLAIN_DESCENT = {
    "class_weights": "equal",
    "patience": None,
    "optimizer": "sgd",
    "momentum": 0.9,
    "beta1": 0.9,
    "beta2": 0.999,
    "rho": 0.9,
    "epsilon": 1e-8,
    "memory": 10,
    "line_search": True,
    "l1": 0.0,
    "clip_norm": None,
    "clip_value": None,
    "dropout": 0.0,
    "schedule": "constant",
    "schedule_factor": 0.5,
    "schedule_epochs": 10,
    "warmup": 0.0,
}
_NOTHING_SEEN = {"best": None, "best_epoch": 0, "cuts": 0, "last_cut": 0}


def _migrate(plain: Plain) -> Plain:
    result = dict(plain)
    training, runs = plain.get("training.json"), plain.get("runs.json")
    if isinstance(training, dict):
        result["training.json"] = {
            **training,
            "settings": _with(training.get("settings"), _PLAIN_DESCENT),
            "progress": _with(training.get("progress"), {"watch": _NOTHING_SEEN}),
            "memory": {"optimizer": "sgd", "steps": 0, "slots": []},
            "best": False,
        }
    if isinstance(runs, dict) and isinstance(runs.get("runs"), list):
        result["runs.json"] = {**runs, "runs": [_run(run) for run in runs["runs"]]}
    return result


def _run(run: object) -> object:
    if not isinstance(run, dict):
        return run
    return {**run, "settings": _with(run.get("settings"), _PLAIN_DESCENT)}


def _with(found: object, more: Plain) -> object:
    """What is no record is left for the validation to refuse."""
    return {**found, **more} if isinstance(found, dict) else found


FROM_1_0 = Migration("1.0", "1.1", _migrate)
