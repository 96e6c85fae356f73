"""Photograph the window in every situation: `python -m tests.pictures FOLDER`.

Each picture is made by a process of its own, for the scale of the screen is fixed when a process begins.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tests.pictures.situations import SITUATIONS


def main() -> int:
    """Make the pictures; 1 if one of them failed."""
    arguments = _arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    names = [arguments.only] if arguments.only else list(SITUATIONS)
    failed = [name for name in names if not _made(name, arguments.folder, arguments.size)]
    for name in failed:
        sys.stderr.write(f"{name}: no picture was made\n")
    return 1 if failed else 0


def _made(name: str, folder: Path, size: str) -> bool:
    path = folder / f"{name}.png"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(SITUATIONS[name].scale),
    }
    command = [sys.executable, "-m", "tests.pictures.camera", name, size, str(path)]
    made = subprocess.run(command, env=environment, check=False).returncode == 0
    if made:
        sys.stdout.write(f"{path}\n")
    return made


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--only", choices=list(SITUATIONS), help="make one of them")
    parser.add_argument("--size", default="1440x900", help="of the window, in device-independent pixels")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
