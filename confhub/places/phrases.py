"""Tables of phrases to look up in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Generic, TypeVar

from confhub.places.reading import Reading
from confhub.text import words

T = TypeVar("T")


class Phrases(Generic[T]):
    """A table of phrases, each with its values, that are looked up in a reading at a position.

    Phrases in ``marked_only`` are too common without their diacritics to be known by them.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], marked_only: Collection[str] = ()) -> None:
        self._marked: _Table[T] = _Table()
        self._bare: _Table[T] = _Table()
        for phrase, value in entries:
            parts = words(unicodedata.normalize("NFC", phrase))
            self._marked.add(tuple(word.key for word in parts), value)
            if phrase not in marked_only:
                self._bare.add(tuple(word.bare for word in parts), value)

    def at(self, reading: Reading, start: int) -> tuple[int, list[T]] | None:
        """The longest phrase that begins at a position: its end, and its values."""
        table = self._marked if reading.marked else self._bare
        for length in table.begins.get(reading.form(start), ()):
            found = table.values.get(tuple(reading.forms[start : start + length]))
            if found and start + length <= len(reading):
                return start + length, found
        return None

    def before(self, reading: Reading, end: int) -> tuple[int, list[T]] | None:
        """The longest phrase that ends before a position: its start, and its values."""
        table = self._marked if reading.marked else self._bare
        for length in table.ends.get(reading.form(end - 1), ()):
            found = table.values.get(tuple(reading.forms[max(0, end - length) : end]))
            if found and length <= end:
                return end - length, found
        return None


class _Table(Generic[T]):
    """Phrases in one of their forms; by first and last word, how long the phrases are, longest first."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, ...], list[T]] = {}
        self.begins: dict[str, list[int]] = {}
        self.ends: dict[str, list[int]] = {}

    def add(self, phrase: tuple[str, ...], value: T) -> None:
        """One more value for a phrase."""
        values = self.values.setdefault(phrase, [])
        if value not in values:
            values.append(value)
        for lengths, word in ((self.begins, phrase[0]), (self.ends, phrase[-1])):
            known = {*lengths.get(word, ()), len(phrase)}
            lengths[word] = sorted(known, reverse=True)
