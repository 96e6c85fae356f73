"""`python -m tests.benchmarks [--only NAME] [--json FILE]`: measure, print one table, write its rows."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

from tests.benchmarks.row import Row, table
from tests.benchmarks.training_speed import training_speed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure the engine.")
    parser.add_argument("--only", metavar="NAME", help="measure only what has this in its name")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the rows as JSON")
    parser.add_argument("--repeats", metavar="N", type=int, default=7, help="interleaved repeats (default 7)")
    parser.add_argument(
        "--seconds", metavar="S", type=float, default=0.4, help="at least so long each (default 0.4)"
    )
    arguments = parser.parse_args()
    rows: list[Row] = []
    for figure in training_speed(arguments.only, arguments.repeats, arguments.seconds):
        rows.append(figure)
        sys.stderr.write(f"measured {figure.name}\n")
    if not rows:
        parser.error(f"nothing is named “{arguments.only}”")
    sys.stdout.write(f"{_machine()}\n{table(rows)}\n")
    if arguments.json is not None:
        arguments.json.write_text(
            json.dumps([asdict(figure) for figure in rows], indent=2) + "\n", encoding="utf-8"
        )
    return 0


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, NumPy {np.__version__}"
    )


if __name__ == "__main__":
    sys.exit(main())
