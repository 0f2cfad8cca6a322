"""Places are found however a question is typed: in capitals, in small letters, decomposed."""

from __future__ import annotations

import unicodedata

import pytest

from tests.suggestions import shown, ticked, without_marks

TYPED = {
    "HÀ ĐÔNG NGẬP NẶNG, AI CHỊU TRÁCH NHIỆM?": {"Quận Hà Đông"},
    "ĐÔNG ANH: BAO GIỜ CÓ CẦU MỚI?": {"Huyện Đông Anh"},
    "CHÁY TẠI QUẬN HOÀNG MAI, BAO NHIÊU NGƯỜI MẮC KẸT?": {"Quận Hoàng Mai"},
    "Cháy Lớn Ở Thanh Trì, Bao Nhiêu Người Mắc Kẹt?": {"Huyện Thanh Trì"},
    "quận đống đa bao giờ hết ngập": {"Quận Đống Đa"},
    "ở đống đa bao giờ hết ngập": {"Quận Đống Đa"},
    "cầu giấy bao giờ hết ngập": {"Quận Cầu Giấy"},
    "p. láng thượng bao giờ hết ngập": {"Quận Đống Đa"},
    "Vì sao quận đống đa không trả lời Sở Y tế?": {"Quận Đống Đa"},
    "quan dong da bao gio het ngap": {"Quận Đống Đa"},
    "Cau Giay bao gio het ngap": {"Quận Cầu Giấy"},
    "nuoc ho tay o nhiem den dau": set(),
}


@pytest.mark.parametrize("text", TYPED)
def test_capitals_and_diacritics_may_be_left_out_or_overdone(text: str):
    assert ticked(text) == TYPED[text]


@pytest.mark.parametrize("text", TYPED)
def test_decomposed_letters_are_read_alike(text: str):
    assert ticked(unicodedata.normalize("NFD", text)) == TYPED[text]


@pytest.mark.parametrize("text", ["o dong da bao gio het ngap", "thanh xuân có mấy trường"])
def test_what_could_be_other_words_in_small_letters_is_only_shown(text: str):
    assert ticked(text) == set()
    assert len(shown(text)) == 1


@pytest.mark.parametrize("text", ["Quận Thanh Trì", "Xã Mĩ Lương", "xã Hoà Lâm", "Phường Yên Hoà"])
def test_habits_of_spelling_make_no_difference(text: str):
    assert len(ticked(text)) == len(ticked(without_marks(text))) == 1
