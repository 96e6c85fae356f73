"""`python -m tests.benchmarks [--only NAME] [--json FILE]`: measure, print one table, write its rows."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from tests.benchmarks.kernels import freed, held, kernels, sentence, versions
from tests.benchmarks.memory import memory
from tests.benchmarks.row import Row, table
from tests.benchmarks.scaling import scaling
from tests.benchmarks.training_speed import training_speed
from tests.benchmarks.variants import variants
from tests.benchmarks.wanted import Wanted


def _canvas(wanted: Wanted, repeats: int, seconds: float) -> Iterator[Row]:
    # Only those who ask for it need Qt.
    from tests.benchmarks.canvas import canvas

    return canvas(wanted, repeats, seconds)


GROUPS: Mapping[str, Callable[[Wanted, int, float], Iterator[Row]]] = {
    "training_speed": training_speed,
    "variants": variants,
    "memory": memory,
    "scaling": scaling,
    "canvas": _canvas,
}


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    chosen = parser.parse_args(given)
    if held(os.environ) and not chosen.keep_environment:
        # The libraries have read their variables by now, so it takes another process.
        again = [sys.executable, "-m", "tests.benchmarks", *given]
        return subprocess.run(again, env=freed(os.environ), check=False).returncode
    rows: list[Row] = []
    for group, measure in GROUPS.items():
        wanted = Wanted(group, chosen.only)
        for figure in measure(wanted, chosen.repeats, chosen.seconds):
            if wanted(figure.name):
                rows.append(figure)
                sys.stderr.write(f"measured {figure.name}\n")
    if not rows:
        parser.error(f"nothing is named “{chosen.only}”")
    sys.stdout.write(f"{_machine()}\n{table(rows)}\n")
    if chosen.json is not None:
        chosen.json.write_text(
            json.dumps([asdict(figure) for figure in rows], indent=2) + "\n", encoding="utf-8"
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure the engine.")
    groups = ", ".join(GROUPS)
    parser.add_argument(
        "--only", metavar="NAME", help=f"measure only what has this in its name; or a group: {groups}"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the rows as JSON")
    parser.add_argument("--repeats", metavar="N", type=int, default=7, help="interleaved repeats (default 7)")
    parser.add_argument(
        "--seconds", metavar="S", type=float, default=0.4, help="at least so long each (default 0.4)"
    )
    parser.add_argument(
        "--keep-environment",
        action="store_true",
        help="leave variables in force that hold a library to certain kernels (OPENBLAS_CORETYPE and others)",
    )
    return parser


def _machine() -> str:
    lines = [
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        f"Python {platform.python_version()}, NumPy {np.__version__} with {kernels()}, {versions()}",
        sentence(os.environ),
    ]
    return "\n".join(line for line in lines if line)


if __name__ == "__main__":
    sys.exit(main())
