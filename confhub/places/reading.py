"""A text as the search for places reads it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from confhub.text import Word, is_typed_with_marks, words

# From this share of words in capitals on, capitals no longer tell a name from other words.
_MANY = 0.7
_STOPS = frozenset(".?!:;\"“”'‘’()[]-–—•…/")


@dataclass(frozen=True)
class Reading:
    """A text's words with the habits of its writer; positions count words, and may lie outside."""

    text: str
    words: list[Word]
    marked: bool

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def forms(self) -> list[str]:
        """The words as they are compared: with diacritics if the text has any, else without."""
        return [word.key if self.marked else word.bare for word in self.words]

    def form(self, at: int) -> str:
        """The word at a position as it is compared; empty outside the text."""
        return self.forms[at] if 0 <= at < len(self.words) else ""

    def is_capital(self, at: int) -> bool:
        """True when a word stands there that begins with a capital letter."""
        return 0 <= at < len(self.words) and self.words[at].is_capital

    def is_named(self, start: int, end: int) -> bool:
        """True when all words between two positions are capital, or numbers or signs."""
        return all(word.is_capital or not word.text.isalpha() for word in self.words[start:end])

    def opens(self, at: int) -> bool:
        """True when a sentence, a part in brackets or a quotation begins at this word."""
        return at == 0 or self.words[at - 1].text in _STOPS

    def between(self, start: int, end: int) -> str:
        """The text from one word to before another, as it was written."""
        return self.text[self.words[start].start : self.words[end - 1].end]

    @cached_property
    def lowered(self) -> bool:
        """True when its writer does not use capitals (but perhaps for the first word)."""
        return sum(word.is_capital for word in self.words) <= 1

    @cached_property
    def titled(self) -> bool:
        """True When Most Words Are Capital, or all letters are: then a capital says nothing."""
        alphabetic = [word for word in self.words if word.text.isalpha()]
        return sum(word.is_capital for word in alphabetic) > _MANY * len(alphabetic)


def read(text: str) -> Reading:
    """A text's reading; positions and excerpts are those of the text in NFC."""
    text = unicodedata.normalize("NFC", text)
    found = words(text)
    return Reading(text, found, is_typed_with_marks(found))
