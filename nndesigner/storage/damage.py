"""What is wrong with a project file, before it is known which file is meant."""

from __future__ import annotations


class DamageError(Exception):
    """Content that this program never wrote; the message completes “The project file is damaged: …”."""


def plain(text: str) -> str:
    """The text with every half character replaced by a question mark.

    File names of other systems and pasted text can hold lone surrogates, which UTF-8 cannot; saving must not
    fail for that.
    """
    return text.encode("utf-8", "replace").decode("utf-8")
