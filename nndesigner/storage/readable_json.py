"""JSON for people: indented, but a row of numbers stays one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

_INDENT = "  "


def readable_json(value: Any) -> str:
    """The text of plain data: objects and lists of them on lines of their own, simple lists on one."""
    return "".join(_parts(value, "\n"))


def _parts(value: Any, line: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield from _block("{}", [(f"{_plain(key)}: ", part) for key, part in value.items()], line)
    elif isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        yield from _block("[]", [("", part) for part in value], line)
    else:
        yield _plain(value)


def _block(brackets: str, parts: list[tuple[str, Any]], line: str) -> Iterator[str]:
    inner = line + _INDENT
    for place, (label, part) in enumerate(parts):
        yield f"{',' if place else brackets[0]}{inner}{label}"
        yield from _parts(part, inner)
    yield line + brackets[1]


def _plain(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return text if '"' in text else text.replace(",", ", ")
