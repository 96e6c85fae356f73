"""The container of a project: a zip whose entries are named and hashed in a manifest."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from typing import BinaryIO

import msgspec

from nndesigner import __version__
from nndesigner.storage.damage import plain
from nndesigner.storage.schema import FORMAT, EntryRecord, Manifest

MIMETYPE = b"application/vnd.nndesigner+zip"
NEVER_IN_NAMES = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
FREE_OF_RATIO = 1024**2
"""Entries up to this size may be compressed however well."""
LARGEST_RATIO = 100
"""How much larger than its compressed form an entry may be; ours that would be are stored plainly."""

_COMPRESSION = 1
"""The fastest level: a table of 25 MB costs a quarter of a second instead of two."""
_LONGEST_NAME = 100
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16


def write_archive(file: BinaryIO, entries: Mapping[str, bytes]) -> None:
    """Write a project's entries with their manifest; the same entries give the same bytes.

    Args:
        file: Open for writing at its beginning.
        entries: Content by name, in the order in which they are to stand in the file.
    """
    records = {name: EntryRecord(size=len(raw), sha256=digest(raw)) for name, raw in entries.items()}
    manifest = Manifest(format=FORMAT, needs=[], program=f"NN Designer {__version__}", entries=records)
    with zipfile.ZipFile(file, "w") as archive:
        _add(archive, "mimetype", MIMETYPE, compress=False)
        _add(archive, "manifest.json", msgspec.json.encode(manifest, order="sorted"))
        for name, raw in entries.items():
            _add(archive, name, raw, compress=not name.endswith((".safetensors", ".png")))


def digest(raw: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(raw).hexdigest()


def data_entry(name: str) -> str:
    """The entry for a data file of this name: readable, and harmless on every system."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", plain(name)))[-1]
    harmless = NEVER_IN_NAMES.sub("_", last)[-_LONGEST_NAME:].strip(". ")
    return f"data/{harmless or 'table'}"


def suspiciously_small(size: int, compressed: int) -> bool:
    """Whether an entry would unpack to far more than any of ours."""
    return size > FREE_OF_RATIO and size > compressed * LARGEST_RATIO


def _add(archive: zipfile.ZipFile, name: str, raw: bytes, *, compress: bool = True) -> None:
    info = zipfile.ZipInfo(name, _FIXED_TIME)
    info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
    compress = compress and not suspiciously_small(len(raw), _compressed_size(raw))
    info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    archive.writestr(info, raw, compresslevel=_COMPRESSION)


def _compressed_size(raw: bytes) -> int:
    """Size as the zip will hold it; not worth finding out where any ratio is allowed."""
    if len(raw) <= FREE_OF_RATIO:
        return len(raw)
    packer = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return len(packer.compress(raw)) + len(packer.flush())
