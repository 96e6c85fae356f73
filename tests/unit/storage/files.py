"""Project files as a test makes and takes them apart."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nndesigner.document.model import Document
from nndesigner.errors import ProjectError
from nndesigner.storage.archive import write_archive
from nndesigner.storage.project import load_project, save_project


def through_a_file(document: Document, folder: Path) -> Document:
    path = folder / "project.nnd"
    save_project(document, path)
    return load_project(path)


def entries_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name not in ("mimetype", "manifest.json")]
        return {name: archive.read(name) for name in names}


def put(path: Path, entries: dict[str, bytes]) -> Path:
    """A project file with a valid container, whatever its content."""
    file = io.BytesIO()
    write_archive(file, entries)
    path.write_bytes(file.getvalue())
    return path


def with_json(document: Document, folder: Path, name: str, change: Callable[[Any], None]) -> Path:
    """A project file in which somebody has edited one JSON entry, hashes and all."""
    path = folder / "project.nnd"
    save_project(document, path)
    entries = entries_of(path)
    value = json.loads(entries[name])
    change(value)
    return put(path, entries | {name: json.dumps(value).encode()})


def failure(path: Path) -> str:
    with pytest.raises(ProjectError) as caught:
        load_project(path)
    assert caught.value.where == str(path)
    return caught.value.what
