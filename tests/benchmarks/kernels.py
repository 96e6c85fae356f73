"""Which kernels matrices are multiplied with, and settings that hold a library to others than its choice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata

from threadpoolctl import ThreadpoolController

HOLDING = (
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
    "NPY_DISABLE_CPU_FEATURES",
    "NPY_ENABLE_CPU_FEATURES",
    "MKL_ENABLE_INSTRUCTIONS",
    "MKL_CBWR",
    "ONEDNN_MAX_CPU_ISA",
    "DNNL_MAX_CPU_ISA",
    "ATEN_CPU_CAPABILITY",
)
"""Environment variables that choose the kernels of one library and leave the others alone."""

REMOVED = "NNDESIGNER_BENCHMARKS_WITHOUT"
"""Tells the second process what the first one had, as JSON."""

_PROBE = "import numpy; from tests.benchmarks.kernels import kernels; print(kernels())"


def held(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of an environment that hold a library to certain kernels."""
    return {name: environment[name] for name in HOLDING if name in environment}


def freed(environment: Mapping[str, str]) -> dict[str, str]:
    """The same environment without them, and with a note of what they were."""
    kept = {name: value for name, value in environment.items() if name not in HOLDING}
    return kept | {REMOVED: json.dumps(held(environment))}


def kernels() -> str:
    """What NumPy multiplies matrices with in this process, and for which processor that is made."""
    found = [library for library in ThreadpoolController().info() if library["user_api"] == "blas"]
    own = [library for library in found if "numpy" in library["filepath"].lower()]
    for library in own or found:
        version, kind = library.get("version") or "", library.get("architecture") or "unknown"
        return f"{library['internal_api']} {version} ({kind} kernels)"
    return "a library that threadpoolctl does not know"


def sentence(environment: Mapping[str, str]) -> str | None:
    """What was done about such variables and what that changes; None where there were none."""
    kept, removed = held(environment), json.loads(environment.get(REMOVED, "{}"))
    if kept:
        other = _kernels_under(freed(environment))
        return f"{_text(kept)} kept: NumPy has {kernels()}; without, {other}"
    if removed:
        other = _kernels_under({**environment, **removed})
        words = "left out, every library chooses for itself"
        return f"{_text(removed)} {words}: NumPy has {kernels()}; with, {other}"
    return None


def versions() -> str:
    """The peers that are installed."""
    found = []
    for package, name in (("scikit-learn", "scikit-learn"), ("torch", "PyTorch")):
        try:
            found.append(f"{name} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)


def _kernels_under(environment: Mapping[str, str]) -> str:
    command = [sys.executable, "-c", _PROBE]
    done = subprocess.run(command, env=dict(environment), check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _text(variables: Mapping[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in variables.items())
