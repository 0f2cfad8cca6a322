"""Which words of two questions are marked as common."""

from __future__ import annotations

import unicodedata

import pytest

from confhub.similar.marks import Piece, in_common
from tests.suggestions import without_marks

NEW = "Thưa ông, bao giờ cầu Cổ Ngư thông xe?"
OLD = "Cầu Cổ Ngư chậm tiến độ, khi nào thông xe?"


def marked(pieces: list[Piece]) -> list[str]:
    return [text for text, both in pieces if both]


def test_words_that_both_have_are_marked_and_neighbours_are_one_piece() -> None:
    new, old = in_common(NEW, OLD)
    assert marked(new) == ["cầu Cổ Ngư thông xe"]
    assert marked(old) == ["Cầu Cổ Ngư", "thông xe"]


def test_words_that_every_question_is_asked_with_are_not_marked() -> None:
    assert marked(in_common("Vì sao như thế?", "Vì sao lại như thế?")[0]) == []


def test_between_others_they_are_marked_where_both_have_them() -> None:
    new, old = in_common("Vì sao phố Hai Bà Trưng ngập?", "Phố Hai Bà Trưng, Bà Huyện ngập rồi, vì sao?")
    assert marked(new) == ["phố Hai Bà Trưng ngập"]
    assert marked(old) == ["Phố Hai Bà Trưng", "ngập"]


def test_a_text_without_diacritics_is_compared_without() -> None:
    new, old = in_common(without_marks(NEW), OLD)
    assert marked(new) == ["Ngu thong xe"]
    assert marked(old) == ["Ngư", "thông xe"]
    assert marked(in_common("Cấu kiện nào hỏng?", "Cầu nào hỏng?")[0]) == ["hỏng"]


@pytest.mark.parametrize("other", [OLD, without_marks(OLD), "", "???"])
@pytest.mark.parametrize("text", [NEW, NEW.upper(), "", " \n", "<b>xe</b> & cầu…", "cầu  cầu\ncầu"])
def test_the_pieces_are_the_text(text: str, other: str) -> None:
    assert "".join(piece for piece, _ in in_common(text, other)[0]) == text
    assert all(piece for piece, _ in in_common(text, other)[0])


def test_a_text_comes_out_in_nfc() -> None:
    assert "".join(piece for piece, _ in in_common(unicodedata.normalize("NFD", NEW), OLD)[0]) == NEW
