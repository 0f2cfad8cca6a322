"""Questions among which possible repeats are looked for again and again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from confhub.similar import OFTEN, SAME, Question, compare, read

K = TypeVar("K", bound=Hashable)
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What tells quickly that two questions are not the same: their words without diacritics, as bits."""

    telling: int
    others: int
    # What their common words weigh at least where the score counts, but for words behind acronyms.
    need: float
    acronyms: tuple[str, ...]
    initials: str

    def may_repeat(self, other: _Sketch) -> bool:
        """False when too few words are shared for a score that counts."""
        telling, others = self.telling & other.telling, self.others & other.others
        shared = telling.bit_count() + OFTEN * others.bit_count()
        if not self.acronyms and not other.acronyms:
            return shared >= self.need or shared >= other.need
        return shared >= self.need - other._stands_for(self) or shared >= other.need - self._stands_for(other)

    def _stands_for(self, other: _Sketch) -> int:
        """How many words of the other question the acronyms of this one may stand for."""
        return sum(len(acronym) for acronym in self.acronyms if acronym in other.initials)


class Index(Generic[K]):
    """Questions by key, in which ``find`` can be asked again and again; for one thread at a time.

    Questions that share too few words are not compared, and what was asked before is kept up to date
    as questions come and go: then asking once more costs next to nothing.
    """

    # So many of the texts that were asked about are remembered.
    KEPT = 512

    def __init__(self, least: float = SAME) -> None:
        """``least`` is the lowest score that counts."""
        self._least = least
        self._known: dict[K, tuple[Question, _Sketch]] = {}
        self._bit: dict[str, int] = {}
        self._asked: dict[str, dict[K, float]] = {}

    def put(self, name: K, text: str) -> None:
        """Keep a question under a key, in place of the one that was kept under it."""
        self.drop(name)
        question = read(text)
        for word in question.plain.weights:
            self._bit.setdefault(word, 1 << len(self._bit))
        self._known[name] = question, self._sketch(question)
        for asked, hits in self._asked.items():
            if (score := compare(read(asked), question)) >= self._least:
                hits[name] = score

    def drop(self, name: K) -> None:
        """Forget the question under a key, if there is one."""
        self._known.pop(name, None)
        for hits in self._asked.values():
            hits.pop(name, None)

    def find(self, text: str) -> dict[K, float]:
        """The keys of the questions that ``text`` may repeat, with their scores, in no order."""
        if text not in self._asked:
            if len(self._asked) >= self.KEPT:
                self._asked.clear()
            self._asked[text] = self._look_for(read(text))
        return dict(self._asked[text])

    def _look_for(self, new: Question) -> dict[K, float]:
        this = self._sketch(new)
        alike = [(name, known) for name, (known, other) in self._known.items() if this.may_repeat(other)]
        scores = {name: compare(new, known) for name, known in alike}
        return {name: score for name, score in scores.items() if score >= self._least}

    def _sketch(self, question: Question) -> _Sketch:
        plain = question.plain
        telling: set[str] = set()
        needs = []
        for view in (question.marked, plain) if question.has_marks else (plain,):
            pairs = zip(view.forms, plain.forms, strict=True)
            telling |= {bare for said, bare in pairs if view.weights[said] == 1}
            # Words that differ in their diacritics alone are one bit.
            needs.append(self._least * view.total - (len(view.weights) - len(plain.weights)))
        acronyms = tuple(question.words[n].bare for n in question.acronyms)
        bits, others = self._bits(telling), self._bits(plain.weights.keys() - telling)
        need = min(needs) - len(acronyms) - _ROUNDING
        return _Sketch(bits, others, need, acronyms, question.initials)

    def _bits(self, words: Iterable[str]) -> int:
        return reduce(or_, (self._bit.get(word, 0) for word in words), 0)
