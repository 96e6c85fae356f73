"""How well words fit what was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_SAME, _BEGINS, _WORD, _INSIDE = range(4)
"""How a word fits a text: it is all of it, its beginning, that of one of its words, somewhere in it."""
_ASIDE = 4
"""What is found in the further words of a text counts so much less; the smaller a rank, the better."""
_INITIALS, _LOOSE = _WORD, 2 * _ASIDE
"""The letters begin words of the text; they stand in it in the same order."""
_APART = _ASIDE
"""The words stand in the text, but not beside each other."""
_USELESS = _WORD
"""Handicap of what is of no use now."""
_MOST_LOOSE = 2000
"""Texts up to which letters are looked for one by one; longer lists are searched by parts of words."""


def folded(text: str) -> str:
    """A text as it is compared: case and the kind of space make no difference."""
    return " ".join(text.casefold().split())


def best_first(
    typed: str, texts: Sequence[str], asides: Sequence[str] = (), useless: Collection[int] = ()
) -> list[int]:
    """Places of the texts that fit, the best first; equally good ones stay in order.

    Args:
        typed: Each of its words has to fit. Nothing typed fits everything.
        texts: What is looked through, folded.
        asides: Further words to each text, folded, which count less; empty, or one for each.
        useless: Places of texts that come after others that fit nearly as well.
    """
    words = folded(typed).split()
    if not words:
        return list(range(len(texts)))
    ranks = [_rank_all(word, texts, asides) for word in words]
    if len(words) > 1:
        ranks.append([_APART if rank is None else rank for rank in _rank_inside(" ".join(words), texts)])
    fitting: dict[int, list[int]] = {}
    for place, found in enumerate(zip(*ranks, strict=True)):
        if None not in found:
            handicap = _USELESS if place in useless else 0
            fitting.setdefault(sum(rank or 0 for rank in found) + handicap, []).append(place)
    return [place for rank in sorted(fitting) for place in fitting[rank]]


def holding(typed: str, texts: Sequence[str]) -> list[int]:
    """Places of the folded texts in which what was typed stands as it is; none where nothing was typed."""
    wanted = folded(typed)
    return [place for place, text in enumerate(texts) if wanted in text] if wanted else []


def _rank_all(word: str, texts: Sequence[str], asides: Sequence[str]) -> list[int | None]:
    found = _rank_inside(word, texts)
    if len(texts) <= _MOST_LOOSE and len(word) > 1:
        found = _or_else(found, _rank_letters(word, texts))
    if asides:
        aside = _rank_inside(word, asides)
        found = _or_else(found, [None if rank is None else _ASIDE + rank for rank in aside])
    return found


def _rank_inside(word: str, texts: Sequence[str]) -> list[int | None]:
    begun = f" {word}"
    return [_rank(word, begun, text) if word in text else None for text in texts]


def _rank(word: str, begun: str, text: str) -> int:
    """How a word fits a text that holds it."""
    if text.startswith(word):
        return _SAME if text == word else _BEGINS
    return _WORD if begun in text else _INSIDE


def _rank_letters(word: str, texts: Sequence[str]) -> list[int | None]:
    """Words abbreviated: by their initials, or by some letters from the beginning of one of them on."""
    letters = [re.escape(letter) for letter in word]
    initials = re.compile("".join(rf"\b{letter}.*?" for letter in letters))
    loose = re.compile(r"\b" + ".*?".join(letters))
    return [
        None if not loose.search(text) else _INITIALS if initials.search(text) else _LOOSE for text in texts
    ]


def _or_else(ranks: Sequence[int | None], others: Sequence[int | None]) -> list[int | None]:
    """The better of two ranks of each."""
    return [b if a is None else a if b is None else min(a, b) for a, b in zip(ranks, others, strict=True)]
