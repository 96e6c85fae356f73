"""The container: the same bytes for the same content, and nothing read that was not checked."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesigner.errors import ProjectError
from nndesigner.storage.archive import MIMETYPE, data_entry, write_archive
from nndesigner.storage.unpacking import read_archive

CONTENT = {
    "network.json": b'{"layers":[]}',
    "parameters.safetensors": bytes(range(256)),
    "data/iris.csv": b"a,b\n",
}


def packed(entries: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    write_archive(file, entries)
    return file.getvalue()


def rebuilt(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """An archive whose entries were tampered with by somebody who can write zips."""
    with zipfile.ZipFile(io.BytesIO(packed(CONTENT))) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    return zipped(entries.items())


def zipped(entries: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, raw in entries:
            archive.writestr(name, raw)
    return file.getvalue()


def failure(folder: Path, raw: bytes) -> ProjectError:
    path = folder / "project.nnd"
    path.write_bytes(raw)
    with pytest.raises(ProjectError) as caught:
        read_archive(path)
    assert caught.value.where == str(path)
    return caught.value


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "project.nnd"
    path.write_bytes(packed(CONTENT))
    manifest, entries = read_archive(path)
    assert entries == CONTENT
    assert manifest.format == "1.2"


def test_the_mimetype_stands_first_and_uncompressed() -> None:
    raw = packed(CONTENT)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.header_offset) == ("mimetype", zipfile.ZIP_STORED, 0)
    # Tools recognise the file by these bytes at this place.
    assert raw[38 : 38 + len(MIMETYPE)] == MIMETYPE


def test_the_same_content_gives_the_same_bytes() -> None:
    assert packed(CONTENT) == packed(dict(CONTENT))


def test_content_that_compresses_extremely_is_written_so_that_it_can_be_read(tmp_path: Path) -> None:
    zeros = {"data/zeros.csv": b"0,0,0,0\n" * 500_000}
    path = tmp_path / "project.nnd"
    path.write_bytes(packed(zeros))
    assert read_archive(path)[1] == zeros


@given(st.text(max_size=200))
def test_any_file_name_becomes_an_entry_that_can_be_read_back(name: str) -> None:
    entry = data_entry(name)
    raw = packed({entry: b"x"})
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.namelist()[-1] == entry
    assert entry.startswith("data/")
    assert ".." not in entry.split("/")
    assert len(entry) <= 105


def test_something_else_is_not_a_project(tmp_path: Path) -> None:
    for raw in (b"", b"a,b,c\n1,2,3\n", b"\x89PNG\r\n", zipped([("word/document.xml", b"<x/>")])):
        error = failure(tmp_path, raw)
        assert error.what == "This is not an NN Designer project."
        assert error.remedy == "Choose a file that ends in .nnd."


def test_a_zip_with_another_mimetype_is_not_a_project(tmp_path: Path) -> None:
    raw = rebuilt(lambda entries: entries.update(mimetype=b"application/epub+zip"))
    assert failure(tmp_path, raw).what == "This is not an NN Designer project."


def test_a_truncated_file_is_incomplete_wherever_it_was_cut(tmp_path: Path) -> None:
    whole = packed(CONTENT)
    for length in range(4, len(whole), 37):
        error = failure(tmp_path, whole[:length])
        assert error.what == "The project file is incomplete: its end is missing."
        assert error.remedy == "Use a backup, or copy it once more from where it came."


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        read_archive(tmp_path / "none.nnd")
    assert str(caught.value) == (
        f"{tmp_path / 'none.nnd'}: There is no such file. Check the name and the folder."
    )


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="This is a folder, not a project file"):
        read_archive(tmp_path)


def test_a_newer_version_is_named_with_what_to_do(tmp_path: Path) -> None:
    newer = json.dumps({"format": "2.0", "everything": "else"}).encode()
    error = failure(tmp_path, rebuilt(lambda entries: entries.update({"manifest.json": newer})))
    assert error.what == (
        "The project was made by a newer version of NN Designer (format 2.0; this program reads 1.x)."
    )
    assert error.remedy == "Install the newest version to open it."


def test_a_newer_minor_version_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    def change(entries: dict[str, bytes]) -> None:
        manifest = json.loads(entries["manifest.json"])
        manifest |= {"format": "1.7", "mood": "good"}
        entries["manifest.json"] = json.dumps(manifest).encode()

    path = tmp_path / "project.nnd"
    path.write_bytes(rebuilt(change))
    manifest, entries = read_archive(path)
    assert manifest.format == "1.7"
    assert entries == CONTENT


def test_an_unknown_feature_is_refused_by_name(tmp_path: Path) -> None:
    def change(entries: dict[str, bytes]) -> None:
        manifest = json.loads(entries["manifest.json"])
        entries["manifest.json"] = json.dumps(manifest | {"needs": ["convolution"]}).encode()

    error = failure(tmp_path, rebuilt(change))
    assert error.what == "The project uses something that this program does not know yet (convolution)."


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda e: e.pop("network.json"), "“network.json” is missing"),
        (lambda e: e.update({"network.json": b'{"layers":[1]}'}), "“network.json” is not what was saved"),
        (lambda e: e.update({"network.json": b'{"layers":{}}'}), "“network.json” is not what was saved"),
        (lambda e: e.update({"extra.json": b"{}"}), "“extra.json” is not in its list of contents"),
        (lambda e: e.pop("manifest.json"), "its list of contents is missing"),
        (lambda e: e.update({"manifest.json": b"{"}), "its list of contents cannot be read"),
        (lambda e: e.update({"manifest.json": b"[" * 100_000}), "its list of contents cannot be read"),
        (lambda e: e.update({"manifest.json": b'{"format":"1.1"}'}), "its list of contents cannot be read"),
        (lambda e: e.update({"../../escape": b"x"}), "an entry has a name that is not allowed"),
        (lambda e: e.update({"/etc/passwd": b"x"}), "an entry has a name that is not allowed"),
        (lambda e: e.update({"data\\..\\x": b"x"}), "an entry has a name that is not allowed"),
        (lambda e: e.update({"C:/x": b"x"}), "an entry has a name that is not allowed"),
        (lambda e: e.update({"data/": b""}), "an entry has a name that is not allowed"),
        (lambda e: e.update({"x" * 300: b"x"}), "an entry has a name that is not allowed"),
    ],
)
def test_damage_is_named(tmp_path: Path, change: Callable[[dict[str, bytes]], None], what: str) -> None:
    error = failure(tmp_path, rebuilt(change))
    assert error.what == f"The project file is damaged: {what}."
    assert error.remedy == "Use a backup or an earlier copy."


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_an_entry_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    raw = zipped([("mimetype", MIMETYPE), ("manifest.json", b"{}"), ("manifest.json", b"{}")])
    assert failure(tmp_path, raw).what == "The project file is damaged: “manifest.json” is in it twice."


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    entries = [("mimetype", MIMETYPE), ("manifest.json", b"{}"), ("bomb.json", bytes(50_000_000))]
    error = failure(tmp_path, zipped(entries, zipfile.ZIP_DEFLATED))
    assert error.what == "The project file is damaged: “bomb.json” would unpack to far more than it holds."


def test_a_size_that_is_a_lie_is_refused_before_anything_is_allocated(tmp_path: Path) -> None:
    raw = bytearray(packed(CONTENT))
    place = raw.rindex(b"PK\x01\x02")
    raw[place + 24 : place + 28] = (2**32 - 2).to_bytes(4, "little")
    what = failure(tmp_path, bytes(raw)).what
    assert what == "The project file is damaged: “data/iris.csv” would unpack to far more than it holds."


def test_entries_that_are_too_much_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nndesigner.storage.unpacking.LARGEST_TOTAL", 500)
    what = failure(tmp_path, packed(CONTENT)).what
    assert what == "The project file is damaged: its entries would need more room than a project may have."


def test_other_ways_of_packing_are_refused(tmp_path: Path) -> None:
    raw = zipped([("mimetype", MIMETYPE), ("x.json", b"{}" * 100)], zipfile.ZIP_LZMA)
    assert "is packed in a way that is not allowed" in failure(tmp_path, raw).what


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    raw = zipped([("mimetype", MIMETYPE), *((f"e{index}", b"") for index in range(10_001))])
    assert "at most 10,000 are allowed" in failure(tmp_path, raw).what


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), min_size=1, max_size=12),
    st.integers(0, 5_000),
)
def test_changed_bytes_give_the_content_or_a_project_error(
    tmp_path: Path, changes: list[tuple[int, int]], cut: int
) -> None:
    raw = bytearray(packed(CONTENT))
    for place, value in changes:
        raw[place % len(raw)] = value
    path = tmp_path / "project.nnd"
    path.write_bytes(bytes(raw[: len(raw) - cut] if cut < len(raw) // 4 else raw))
    entries = read_or_none(path)
    assert entries is None or all(raw == CONTENT.get(name) for name, raw in entries.items())


def read_or_none(path: Path) -> dict[str, bytes] | None:
    """What is in the file; None where it is refused as it should be."""
    try:
        return read_archive(path)[1]
    except ProjectError:
        return None
