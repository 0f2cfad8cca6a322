"""An index of questions finds what comparing with each of them finds, and follows their coming and going."""

from __future__ import annotations

import pytest

from confhub.similar import SAME, find, score
from confhub.similar.index import Index
from tests.suggestions import without_marks
from tests.unit.test_similar import MET, OTHERS, REPEATS

TEXTS = [text for pair in REPEATS + OTHERS for text in pair]
TEXTS += [without_marks(text) for text in TEXTS] + [text.upper() for text in TEXTS]
TEXTS += [
    "",
    "?!",
    "Vì sao?",
    "UBND TP",
    "Ủy ban nhân dân thành phố có ý kiến gì?",
    "bà bá ba má ma mà hỏi gì?",
]


@pytest.mark.parametrize("least", [SAME, 0.55, 0.2])
def test_an_index_finds_what_comparing_with_all_finds(least: float) -> None:
    index: Index[int] = Index(least)
    for number, text in enumerate(TEXTS):
        index.put(number, text)
    for text in TEXTS:
        assert index.find(text) == dict(find(text, enumerate(TEXTS), limit=len(TEXTS), least=least))


def test_what_comes_goes_or_is_reworded_later_is_found_as_it_then_stands() -> None:
    index: Index[str] = Index()
    assert index.find(MET) == {}
    index.put("a", MET)
    index.put("b", without_marks(MET))
    index.put("c", "Chợ Mơ bao giờ mở lại?")
    assert index.find(MET) == {"a": 1.0, "b": 1.0}
    index.put("a", "Chợ Mơ bao giờ xây xong?")
    index.put("c", f"Xin hỏi: {MET}")
    index.drop("b")
    assert index.find(MET) == {"c": score(MET, f"Xin hỏi: {MET}")}


def test_dropping_what_is_not_there_does_nothing() -> None:
    index: Index[str] = Index()
    index.drop("a")
    assert index.find(MET) == {}


def test_no_more_than_so_many_texts_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Index, "KEPT", 3)
    index: Index[int] = Index()
    index.put(1, MET)
    for number in range(10):
        index.find(f"Câu {number}?")
    assert len(index._asked) <= 3
    assert index.find(MET) == {1: 1.0}


def test_what_is_given_is_the_callers_own() -> None:
    index: Index[int] = Index()
    index.put(1, MET)
    index.find(MET).clear()
    assert index.find(MET) == {1: 1.0}
