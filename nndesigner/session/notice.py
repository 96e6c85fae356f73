"""What listeners of a session are told."""

from __future__ import annotations

from dataclasses import dataclass

from nndesigner.document.model import Changes


@dataclass(frozen=True)
class Notice:
    """What changed in a session.

    Attributes:
        document: Parts of the document that are different now.
        selection: The selection, or the row of data looked at.
        live: Training started, went on, paused or ended.
        file: The path or the saved state.
    """

    document: Changes
    selection: bool = False
    live: bool = False
    file: bool = False
