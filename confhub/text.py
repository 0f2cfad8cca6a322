"""The words of a Vietnamese text, in a form that compares alike whatever the habit of spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Vietnamese carries diacritics on most words; a text with fewer than this share was typed without.
_MARKED = 0.15
_DASHES = str.maketrans("–—−", "---")
# Mỹ and Mĩ, Lý and Lí: a lone final y is an i.
_LONE_Y = re.compile("([^aeiouy]*)y")
_SYLLABLE = re.compile(
    "(?:ngh?|[ckt]h|gh|gi|nh|ph|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]|[cmnpt])?"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign, and where it stands; ``key`` compares with diacritics, ``bare`` without."""

    text: str
    key: str
    bare: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """True when it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_acronym(self) -> bool:
        """True for UBND, TP, HN: two capital letters or more and no other."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_syllable(self) -> bool:
        """True for what can be a Vietnamese word: not for Vincom, Mall, City."""
        return _SYLLABLE.fullmatch(self.bare) is not None


def words(text: str) -> list[Word]:
    """The words of a text that is in NFC, in order."""
    return [Word(m[0], key(m[0]), bare(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def key(word: str) -> str:
    """A word in lower case with its tone as the last sign: hoà and hòa, Mỹ and Mĩ come out alike."""
    apart = unicodedata.normalize("NFD", word.lower().translate(_DASHES))
    plain = "".join(letter for letter in apart if letter not in _TONES)
    tone = "".join(letter for letter in apart if letter in _TONES)
    return unicodedata.normalize("NFC", _with_i(plain)) + tone


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """A word in lower case without diacritics."""
    return _with_i(fold(word.translate(_DASHES)))


def fold(text: str) -> str:
    """A whole text for searching: small letters without diacritics, đ as d."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def forms(*spelt: str) -> frozenset[str]:
    """Words in both of their forms, to look up any word among."""
    return frozenset(form(word) for word in spelt for form in (key, bare))


@lru_cache(maxsize=20_000)
def is_marked(word: str) -> bool:
    """True for a word that is written with a diacritic or with đ."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "đ" in apart or any(unicodedata.combining(letter) for letter in apart)


def is_typed_with_marks(found: Sequence[Word]) -> bool:
    """True when a text's words carry diacritics; a name or two with them does not make it so."""
    alphabetic = [word.text for word in found if word.text.isalpha()]
    return sum(map(is_marked, alphabetic)) > _MARKED * len(alphabetic)


def _with_i(plain: str) -> str:
    lone = _LONE_Y.fullmatch(plain)
    return f"{lone[1]}i" if lone else plain
