"""Training on the command line in pieces, and in the window, gives the same project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.storage.project import load_project, save_project
from tests.unit.commands.running import Runner
from tests.unit.session.driving import equal, trained_for
from tests.unit.session.test_resuming import EVERYTHING, PLATEAU


@pytest.mark.parametrize("changes", [EVERYTHING, PLATEAU], ids=["everything", "plateau"])
@pytest.mark.parametrize("optimizer", list(OPTIMISERS))
def test_two_commands_train_as_one_session_does(
    run: Runner, iris_document: Document, elsewhere: Path, optimizer: str, changes: dict[str, Any]
) -> None:
    document = edits.set_training(iris_document, optimizer=optimizer, **changes)
    save_project(document, elsewhere / "iris.nnd")
    for epochs in (2, 3):
        run.done("train", "iris.nnd", "--epochs", epochs, "--quiet")
    pieces, whole = load_project(elsewhere / "iris.nnd"), trained_for(document, 5)
    assert equal(pieces, whole)
    assert len(pieces.runs) == 1
    for name, column in vars(whole.runs[0].history).items():
        np.testing.assert_array_equal(getattr(pieces.runs[0].history, name), column)
