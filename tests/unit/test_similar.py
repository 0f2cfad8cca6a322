"""Which questions are shown side by side as possible repeats, and which are not."""

from __future__ import annotations

import unicodedata

import pytest

from confhub.similar import SAME, find, score

MET = "Dự án cải tạo hồ Trúc Bạch bao giờ hoàn thành, kinh phí tăng thêm bao nhiêu?"

REPEATS = [
    # said again, with a preamble or without
    (MET, f"Thưa ông, thay mặt bạn đọc của báo, tôi xin hỏi: {MET}"),
    (
        "Vì sao tuyến xe buýt số 90 thường xuyên bỏ chuyến vào giờ cao điểm?",
        "Hành khách phản ánh tuyến xe buýt số 90 thường xuyên bỏ chuyến giờ cao điểm, vì sao vậy thưa bà?",
    ),
    # in another order
    (
        "Học sinh trường Mai Dịch đã được trở lại lớp sau vụ cháy hay chưa?",
        "Sau vụ cháy, trường Mai Dịch đã cho học sinh trở lại lớp chưa?",
    ),
    # by its acronyms
    (
        "Bao giờ GV mầm non ở TPHCM được truy lĩnh phụ cấp?",
        "Giáo viên mầm non ở thành phố Hồ Chí Minh bao giờ được truy lĩnh phụ cấp?",
    ),
    # with numbers written otherwise
    (
        "Vì sao 3 máy bơm với 1.200 mét ống vẫn nằm trong kho?",
        "Vì sao ba máy bơm với 1200 mét ống vẫn nằm trong kho?",
    ),
]

OTHERS = [
    # the same frame about something else
    ("Vì sao cầu vượt Ngã Tư Sở chậm tiến độ?", "Vì sao bệnh viện Nhi cơ sở hai chậm tiến độ?"),
    ("Bao giờ xóa điểm ngập ở phố Hoa Bằng?", "Bao giờ xóa điểm ngập ở phố Thụy Khuê?"),
    (
        "Hộ bị thu hồi dưới 30 mét vuông đất được bồi thường thế nào?",
        "Hộ bị thu hồi trên 500 mét vuông đất được đền bù ra sao?",
    ),
    # the same matter, another question
    (
        "Quán karaoke bị cháy đã được kiểm tra lần cuối khi nào?",
        "Gia đình nạn nhân vụ cháy quán karaoke được hỗ trợ ra sao?",
    ),
    # nothing in common but how one asks
    ("Thưa ông, vì sao như vậy và bao giờ thì xong?", "Xin ông cho biết ý kiến về vấn đề này như thế nào?"),
    ("Chợ Mơ bao giờ mở lại?", ""),
]


@pytest.mark.parametrize(("a", "b"), REPEATS)
def test_a_repeated_question_is_found(a: str, b: str) -> None:
    assert SAME <= score(a, b) <= 1
    assert score(a, b) == score(b, a)


@pytest.mark.parametrize(("a", "b"), OTHERS)
def test_another_question_is_not_taken_for_a_repeat(a: str, b: str) -> None:
    assert 0 <= score(a, b) < SAME
    assert score(a, b) == score(b, a)


def bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@pytest.mark.parametrize(("a", "b"), REPEATS)
def test_repeats_are_found_without_diacritics_and_in_capitals(a: str, b: str) -> None:
    assert score(bare(a), b) >= SAME
    assert score(bare(a), bare(b)) >= SAME
    assert score(unicodedata.normalize("NFD", a), b) == score(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (MET, MET),
        (MET, bare(MET)),
        (MET, MET.upper()),
        ("Xã Thụy Lâm hoà giải ra sao?", "Xã Thuỵ Lâm hòa giải ra sao?"),
        ("Đoàn Mĩ thăm làng Mỹ Đình?", "Đoàn Mỹ thăm làng Mĩ Đình?"),
    ],
)
def test_spelling_alone_makes_no_difference(a: str, b: str) -> None:
    assert score(a, b) == pytest.approx(1)


def test_diacritics_count_where_both_have_them() -> None:
    assert score("Bán chợ cóc ở đâu?", "Bạn chờ cọc ở đâu?") < SAME


def test_numbers_and_names_that_contradict_speak_against() -> None:
    a, b = "Vì sao ngày {} không có nước sạch suốt cả buổi sáng?", "Vì sao tổ dân phố {} mất điện suốt tuần?"
    assert (
        score(a.format(14), a.format(14))
        > score(a.format(14), a.format("trước"))
        > score(a.format(14), a.format(27))
    )
    assert score(b.format("Hoa Lư"), b.format("hoa lài")) > score(b.format("Hoa Lư"), b.format("Hoa Lài"))


def test_a_short_question_lost_in_a_long_text_scores_less_than_beside_its_like() -> None:
    short = "Bao giờ sửa đường Lê Lai?"
    long = f"{short} Ngoài ra, ngân sách năm nay dành bao nhiêu tiền cho chiếu sáng, cây xanh và vỉa hè?"
    assert score(short, long) < score(short, f"{short} Ai sửa?")


def test_find_gives_the_likeliest_first_and_no_more_than_asked_for() -> None:
    questions = [(number, text) for number, (text, _) in enumerate(REPEATS + OTHERS)]
    questions += [(100, MET), (101, f"{MET} Ai chịu trách nhiệm về việc chậm trễ?")]
    found = find(MET, questions)
    assert [number for number, _ in found] == [0, 100, 101]
    assert [hit for _, hit in found] == sorted((hit for _, hit in found), reverse=True)
    assert find(MET, questions, limit=1) == found[:1]
    assert len(find(MET, questions, limit=100, least=0)) == len(questions)
    assert find("Có bao nhiêu cây sưa bị chặt trộm?", questions) == []
    assert find("", questions) == find(MET, []) == []


@pytest.mark.parametrize(
    "text", ["", " \n", "?!", "…", "123", "a", "TP.", "😀 đ", "\ud800 lạ", "UBND " * 400]
)
def test_any_text_can_be_compared(text: str) -> None:
    assert 0 <= score(text, MET) <= 1
    assert 0 <= score(text, text) <= 1
