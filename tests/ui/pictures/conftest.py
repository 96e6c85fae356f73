"""A project to take pictures of."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from nndesigner.session.session import Session


@pytest.fixture
def iris(iris_session: Session, qapp: QApplication) -> Session:
    """A session on iris, with everything that is needed for drawing."""
    return iris_session
