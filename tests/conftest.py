"""Fresh settings for every test, documents to start from, and no thread left behind."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nndesigner.data.bundled import load_bundled
from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.session import Session

os.environ.setdefault("PYTEST_QT_API", "pyside6")


@pytest.fixture(scope="session")
def iris_data() -> DataSource:
    return load_bundled("iris")


@pytest.fixture(scope="session")
def xor_data() -> DataSource:
    return load_bundled("xor")


@pytest.fixture(scope="session")
def digits_data() -> DataSource:
    return load_bundled("digits")


def with_network(data: DataSource, *hidden: tuple[int, str]) -> Document:
    """An untrained document with this data and the network that fits it."""
    document = edits.set_data(Document.empty(), data)
    return edits.new_network(document, [edits.Hidden(*layer) for layer in hidden] or None)


@pytest.fixture
def iris_document(iris_data: DataSource) -> Document:
    return with_network(iris_data, (8, "sigmoid"))


@pytest.fixture
def xor_document(xor_data: DataSource) -> Document:
    return with_network(xor_data, (2, "sigmoid"))


@pytest.fixture
def session() -> Iterator[Session]:
    """An empty session; its training thread is ended afterwards."""
    made = Session()
    yield made
    made.close()


@pytest.fixture
def iris_session(session: Session, iris_document: Document) -> Session:
    """A session on iris with a network that can be trained."""
    session.replace(iris_document)
    return session


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test that leaves a thread running fails."""
    before = set(threading.enumerate())
    yield
    new = [thread for thread in threading.enumerate() if thread not in before]
    left = [thread for thread in new if not thread.daemon or thread.name == "training"]
    assert not left, f"threads left behind: {left}"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
