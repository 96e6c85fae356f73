"""A data file that is too large to be part of the project stays beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nndesigner.data.source import DataSource, load_source
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.errors import ProjectError
from nndesigner.storage import data_part
from nndesigner.storage.project import load_project, save_project
from tests.unit.storage.files import entries_of, failure, through_a_file


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Document:
    """A document whose data file counts as large, in a folder of its own."""
    monkeypatch.setattr(data_part, "LARGEST_EMBEDDED", 10)
    folder = tmp_path / "tables"
    folder.mkdir()
    table = folder / "points.csv"
    table.write_text("x,class\n" + "".join(f"{i},{'ab'[i % 2]}\n" for i in range(40)), encoding="utf-8")
    return edits.new_network(edits.set_data(Document.empty(), load_source(table)))


def raw_of(document: Document) -> bytes:
    data: DataSource | None = document.data
    assert data is not None
    return data.raw


def test_large_data_is_referred_to_and_found_again(large: Document, tmp_path: Path) -> None:
    opened = through_a_file(large, tmp_path)
    entries = entries_of(tmp_path / "project.nnd")
    assert json.loads(entries["data.json"])["source"]["path"] == "tables/points.csv"
    assert not any(name.startswith("data/") for name in entries)
    assert raw_of(opened) == raw_of(large)


def test_large_data_is_found_when_project_and_data_move_together(large: Document, tmp_path: Path) -> None:
    save_project(large, tmp_path / "project.nnd")
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    (tmp_path / "project.nnd").rename(moved / "project.nnd")
    (tmp_path / "tables" / "points.csv").rename(moved / "points.csv")
    assert raw_of(load_project(moved / "project.nnd")) == raw_of(large)


def test_large_data_that_is_gone_is_named_with_where_it_belongs(large: Document, tmp_path: Path) -> None:
    save_project(large, tmp_path / "project.nnd")
    table = tmp_path / "tables" / "points.csv"
    table.unlink()
    with pytest.raises(ProjectError) as caught:
        load_project(tmp_path / "project.nnd")
    assert str(caught.value) == (
        f"{tmp_path / 'project.nnd'}: The data file “{table}” is not there; it is too large to be part of "
        "the project. Put “points.csv” back there, or into the folder of the project."
    )


def test_large_data_that_has_changed_is_not_used(large: Document, tmp_path: Path) -> None:
    save_project(large, tmp_path / "project.nnd")
    table = tmp_path / "tables" / "points.csv"
    table.write_bytes(table.read_bytes().replace(b"39,b", b"38,b"))
    assert failure(tmp_path / "project.nnd") == (
        f"The data file “{table}” has changed since the project was saved."
    )


def test_large_data_that_only_the_project_still_has_is_kept(large: Document, tmp_path: Path) -> None:
    (tmp_path / "tables" / "points.csv").unlink()
    assert raw_of(through_a_file(large, tmp_path)) == raw_of(large)
