"""The window is photographed in every situation by one command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.pictures.situations import SITUATIONS

_SIZE = 1280, 800


@pytest.mark.slow
def test_one_command_makes_a_picture_of_every_situation(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.pictures", str(tmp_path), "--size", "x".join(map(str, _SIZE))]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert "Traceback" not in made.stderr
    assert len(SITUATIONS) >= 10
    pictures = {name: QImage(str(tmp_path / f"{name}.png")) for name in SITUATIONS}
    for name, situation in SITUATIONS.items():
        scale = situation.scale
        assert (pictures[name].width(), pictures[name].height()) == tuple(side * scale for side in _SIZE)
    assert len({bytes(picture.constBits()) for picture in pictures.values()}) == len(SITUATIONS)
