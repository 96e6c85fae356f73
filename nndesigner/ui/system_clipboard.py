"""Parts of networks on the clipboard that all programs share."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from nndesigner.errors import NetworkError

MIME = "application/x-nndesigner-network+json"
NOTHING = "The clipboard holds no part of a network."


def put_network(text: str) -> None:
    """Put the text of a part of a network there, also as plain text, which can be mailed."""
    data = QMimeData()
    data.setData(MIME, text.encode())
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def network_text() -> str:
    """The text there, which may be that of a part of a network.

    Raises:
        NetworkError: There is no text at all.
    """
    data = QGuiApplication.clipboard().mimeData()
    if data is not None and data.hasFormat(MIME):
        return bytes(data.data(MIME).data()).decode(errors="replace")
    if data is None or not data.hasText():
        raise NetworkError(NOTHING, remedy="Copy layers or neurons first.")
    return data.text()


def paste_refusal() -> str | None:
    """Why nothing can be pasted, in one sentence; None if there is a part of a network, or at least text.

    The text is not looked at: it may be long, and fetching it from another program takes its time.
    """
    data = QGuiApplication.clipboard().mimeData()
    return None if data is not None and (data.hasFormat(MIME) or data.hasText()) else NOTHING
