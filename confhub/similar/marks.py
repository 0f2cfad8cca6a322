"""Where two questions say the same: their common words, marked in both."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from operator import attrgetter

from confhub.similar import EVERYWHERE, weights
from confhub.text import Word, bare, is_typed_with_marks, key, words

# A part of a text, and whether it is in common.
Piece = tuple[str, bool]


def in_common(a: str, b: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, of which those in common are True; joined they are the text again, in NFC.

    Words that every question is asked with are marked only between others.
    """
    a, b = unicodedata.normalize("NFC", a), unicodedata.normalize("NFC", b)
    left, right = words(a), words(b)
    marked = is_typed_with_marks(left) and is_typed_with_marks(right)
    said: Callable[[Word], str] = attrgetter("key" if marked else "bare")
    known = weights(key if marked else bare)
    shared = {said(word) for word in left} & {said(word) for word in right}
    telling = {word for word in shared if word[0].isalnum() and known.get(word, 1) > EVERYWHERE}

    def pieces(text: str, found: list[Word]) -> list[Piece]:
        return _cut(text, _runs((word, said(word) in telling, said(word) in shared) for word in found))

    return pieces(a, left), pieces(b, right)


def _runs(found: Iterable[tuple[Word, bool, bool]]) -> list[tuple[int, int]]:
    """From where to where telling words stand, with what is shared between them: Hai *Bà* Trưng."""
    runs: list[tuple[int, int]] = []
    goes_on = False
    for word, is_telling, is_shared in found:
        if is_telling:
            runs.append((runs.pop()[0] if goes_on else word.start, word.end))
        goes_on = is_telling or (goes_on and is_shared and word.text[0].isalnum())
    return runs


def _cut(text: str, runs: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in runs:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]
