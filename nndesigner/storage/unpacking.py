"""Reading the container of a project. The file is taken to be hostile until every check is passed."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from nndesigner.errors import ProjectError
from nndesigner.storage.archive import MIMETYPE, NEVER_IN_NAMES, digest, suspiciously_small
from nndesigner.storage.damage import DamageError
from nndesigner.storage.schema import FEATURES, FORMAT, Manifest, ManifestVersion

MOST_ENTRIES = 10_000
LARGEST_TOTAL = 8 * 1024**3
"""Bytes of all entries together; more is not a project of this program."""
LARGEST_MANIFEST = 16 * 1024**2
LONGEST_NAME = 255

_FIRST_BYTES = b"PK\x03\x04"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises for zips that are none."""


def read_archive(path: Path) -> tuple[Manifest, dict[str, bytes]]:
    """Read the manifest and all entries it names of a project file.

    Raises:
        ProjectError: The file is missing, not a project, incomplete, damaged, from a newer version or unsafe.
    """
    with _opened(path) as (archive, infos):
        manifest = _manifest(archive, infos)
        return manifest, _contents(archive, infos, manifest)


def read_manifest(path: Path) -> Manifest:
    """Read the manifest alone, without looking into the entries; ProjectError as `read_archive`."""
    with _opened(path) as (archive, infos):
        return _manifest(archive, infos)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Give every failure inside the name of the file that is meant."""
    try:
        yield
    except DamageError as damage:
        raise ProjectError(
            f"The project file is damaged: {damage}.",
            where=str(path),
            remedy="Use a backup or an earlier copy.",
        ) from damage
    except ProjectError as error:
        if error.where:
            raise
        raise ProjectError(error.what, where=str(path), remedy=error.remedy) from error
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise ProjectError(f"The file cannot be read ({reason}).", where=str(path)) from problem


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]]:
    """The archive, and its entries by name after every check that needs none unpacked."""
    with naming(path):
        _refuse_other_things(path)
        with path.open("rb") as file:
            if file.read(len(_FIRST_BYTES)) != _FIRST_BYTES:
                raise _no_project()
            try:
                archive = zipfile.ZipFile(file)
            except _UNREADABLE as problem:
                raise ProjectError(
                    "The project file is incomplete: its end is missing.",
                    remedy="Use a backup, or copy it once more from where it came.",
                ) from problem
            with archive:
                infos = _checked_infos(archive, os.fstat(file.fileno()).st_size)
                if _content(archive, infos["mimetype"]) != MIMETYPE:
                    raise _no_project()
                yield archive, infos


def _refuse_other_things(path: Path) -> None:
    if path.is_dir():
        raise ProjectError("This is a folder, not a project file.")
    if not path.exists():
        raise ProjectError("There is no such file.", remedy="Check the name and the folder.")
    if not path.is_file():
        raise _no_project()


def _no_project() -> ProjectError:
    return ProjectError("This is not an NN Designer project.", remedy="Choose a file that ends in .nnd.")


def _contents(
    archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], manifest: Manifest
) -> dict[str, bytes]:
    for name in sorted(manifest.entries.keys() - infos.keys()):
        raise DamageError(f"“{name}” is missing")
    for name in sorted(infos.keys() - manifest.entries.keys() - {"mimetype", "manifest.json"}):
        raise DamageError(f"“{name}” is not in its list of contents")
    contents = {name: _content(archive, infos[name]) for name in manifest.entries}
    for name, record in manifest.entries.items():
        if len(contents[name]) != record.size or digest(contents[name]) != record.sha256:
            raise DamageError(f"“{name}” is not what was saved")
    return contents


def _checked_infos(archive: zipfile.ZipFile, file_size: int) -> dict[str, zipfile.ZipInfo]:
    """Entries by name, after everything that can be said without unpacking one."""
    infos = archive.infolist()
    if not infos or infos[0].filename != "mimetype":
        raise _no_project()
    if len(infos) > MOST_ENTRIES:
        raise DamageError(f"it has {len(infos):,} entries; at most {MOST_ENTRIES:,} are allowed")
    if sum(info.file_size for info in infos) > LARGEST_TOTAL:
        raise DamageError("its entries would need more room than a project may have")
    if sum(info.compress_size for info in infos) > file_size:
        raise DamageError("its entries overlap")
    by_name: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _refuse_unsafe(info)
        if info.filename in by_name:
            raise DamageError(f"“{info.filename}” is in it twice")
        by_name[info.filename] = info
    return by_name


def _refuse_unsafe(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if len(name) > LONGEST_NAME or NEVER_IN_NAMES.search(name) or {"", ".", ".."} & set(name.split("/")):
        raise DamageError("an entry has a name that is not allowed")
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DamageError(f"“{name}” is packed in a way that is not allowed")
    if suspiciously_small(info.file_size, info.compress_size):
        raise DamageError(f"“{name}” would unpack to far more than it holds")


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as entry:
            raw = entry.read(info.file_size)
    except _UNREADABLE as problem:
        raise DamageError(f"“{info.filename}” cannot be unpacked") from problem
    if len(raw) != info.file_size:
        raise DamageError(f"“{info.filename}” is shorter than it should be")
    return raw


def _manifest(archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo]) -> Manifest:
    info = infos.get("manifest.json")
    if info is None or info.file_size > LARGEST_MANIFEST:
        raise DamageError("its list of contents is missing")
    raw = _content(archive, info)
    try:
        # The version first: the manifest of a newer format may look different in everything else.
        _refuse_newer(msgspec.json.decode(raw, type=ManifestVersion).format)
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
        raise DamageError("its list of contents cannot be read") from problem
    for feature in sorted(set(manifest.needs) - FEATURES):
        raise ProjectError(
            f"The project uses something that this program does not know yet ({feature}).",
            remedy="Install the newest version to open it.",
        )
    return manifest


def _refuse_newer(version: str) -> None:
    ours, theirs = (int(text.partition(".")[0]) for text in (FORMAT, version))
    if theirs > ours:
        raise ProjectError(
            f"The project was made by a newer version of NN Designer (format {version};"
            f" this program reads {ours}.x).",
            remedy="Install the newest version to open it.",
        )
