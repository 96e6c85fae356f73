"""Which ways of writing text as bytes can be read, and which of them a file seems to use."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from types import MappingProxyType

ENCODINGS: Mapping[str, str] = MappingProxyType(
    {
        "utf-8": "UTF-8",
        "utf-8-sig": "UTF-8 with a mark",
        "utf-16": "UTF-16",
        "utf-16-le": "UTF-16, little end first",
        "utf-16-be": "UTF-16, big end first",
        "cp1252": "Windows-1252 (Western)",
        "latin-1": "ISO 8859-1 (Western)",
        "iso8859-15": "ISO 8859-15 (Western, €)",
        "cp1250": "Windows-1250 (Central European)",
        "cp1251": "Windows-1251 (Cyrillic)",
        "cp1253": "Windows-1253 (Greek)",
        "cp1254": "Windows-1254 (Turkish)",
        "koi8-r": "KOI8-R (Cyrillic)",
        "mac-roman": "Mac Roman",
        "shift_jis": "Shift JIS (Japanese)",
        "gb18030": "GB 18030 (Chinese)",
        "big5": "Big5 (Chinese)",
        "euc-kr": "EUC-KR (Korean)",
    }
)
"""Codec by label. Closed: a project file names an encoding, it never loads one."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 4096
_MANY_ZEROS = 0.3
_FEW_ZEROS = 0.05


def guess_encoding(raw: bytes) -> str:
    """The encoding by its mark, by the pattern of zero bytes, or by what all the bytes allow."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    wide = _unmarked_utf16(raw[:_SAMPLE])
    if wide is not None:
        return wide
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark shows in digits and separators: every other byte of them is zero."""
    pairs = len(sample) // 2
    if not pairs:
        return None
    even, odd = (sample[start : 2 * pairs : 2].count(0) / pairs for start in (0, 1))
    if odd >= _MANY_ZEROS and even <= _FEW_ZEROS:
        return "utf-16-le"
    return "utf-16-be" if even >= _MANY_ZEROS and odd <= _FEW_ZEROS else None
