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

    Words that every question is asked with are not marked.
    """
    a, b = unicodedata.normalize("NFC", a), unicodedata.normalize("NFC", b)
    left, right = words(a), words(b)
    marked = is_typed_with_marks(left) and is_typed_with_marks(right)
    said: Callable[[Word], str] = attrgetter("key" if marked else "bare")
    known = weights(key if marked else bare)
    shared = {said(word) for word in left} & {said(word) for word in right}
    telling = {word for word in shared if word[0].isalnum() and known.get(word, 1) > EVERYWHERE}
    return (
        _pieces(a, (word for word in left if said(word) in telling)),
        _pieces(b, (word for word in right if said(word) in telling)),
    )


def _pieces(text: str, marked: Iterable[Word]) -> list[Piece]:
    """A text cut at these words; those with nothing but a space between them are one piece."""
    spans: list[list[int]] = []
    for word in marked:
        if spans and not text[spans[-1][1] : word.start].strip():
            spans[-1][1] = word.end
        else:
            spans.append([word.start, word.end])
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]
