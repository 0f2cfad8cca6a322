"""A question's units are found by their titles, in lists, by their communes and by landmarks."""

from __future__ import annotations

import pytest

from confhub.places.gazetteer import gazetteer_of
from confhub.places.suggest import Hit, Suggestion, suggest
from tests.suggestions import shown, ticked, without_marks

TITLES = {
    "Quận Đống Đa bao giờ làm xong hồ điều hòa?": {"Quận Đống Đa"},
    "Q.Đống Đa bao giờ làm xong hồ điều hòa?": {"Quận Đống Đa"},
    "H. Đông Anh còn bao nhiêu hộ phải dời nhà?": {"Huyện Đông Anh"},
    "TX. Sơn Tây thu phí phố đi bộ từ khi nào?": {"Thị xã Sơn Tây"},
    "TX Sơn Tây thu phí phố đi bộ từ khi nào?": {"Thị xã Sơn Tây"},
    "P.Phú Đô và X. Đa Tốn đã trả tiền cho dân chưa?": {"Quận Nam Từ Liêm", "Huyện Gia Lâm"},
    "TT. Trâu Quỳ khi nào có vườn hoa?": {"Huyện Gia Lâm"},
    "CAQ Hoàng Mai đã nhận đơn chưa?": {"Quận Hoàng Mai"},
    "CAH Thạch Thất đã nhận đơn chưa?": {"Huyện Thạch Thất"},
    "UBND Q. Tây Hồ đã trả lời dân chưa?": {"Quận Tây Hồ"},
    "HĐND huyện Phú Xuyên họp khi nào?": {"Huyện Phú Xuyên"},
    "Quận ủy Bắc Từ Liêm kết luận ra sao?": {"Quận Bắc Từ Liêm"},
    "Thị ủy Sơn Tây kết luận ra sao?": {"Thị xã Sơn Tây"},
    "VKSND quận Cầu Giấy đã phê chuẩn chưa?": {"Quận Cầu Giấy"},
}

ALONE = {
    "Đội CSGT Hà Đông phạt bao nhiêu xe?": {"Quận Hà Đông"},
    "TAND Long Biên bao giờ mở phiên tòa?": {"Quận Long Biên"},
    "BQL dự án Đan Phượng giải thích ra sao?": {"Huyện Đan Phượng"},
    "Thanh tra Hoài Đức kết luận gì?": {"Huyện Hoài Đức"},
    "Tại Hà Đông, vì sao thiếu nước?": {"Quận Hà Đông"},
    "Sóc Sơn - Hà Nội: ai cho san đồi?": {"Huyện Sóc Sơn"},
    "Sóc Sơn, Hà Nội: ai cho san đồi?": {"Huyện Sóc Sơn"},
    "Một siêu thị Vincom Long Biên không có cửa thoát nạn?": {"Quận Long Biên"},
    "Trường THPT Sơn Tây tuyển bao nhiêu em?": {"Thị xã Sơn Tây"},
    "Lãnh đạo Đông Anh nói gì về bãi tập kết cát?": {"Huyện Đông Anh"},
}

LISTS = {
    "Quận Ba Đình, Thanh Xuân và Cầu Giấy thu gom rác thế nào?": {
        "Quận Ba Đình",
        "Quận Thanh Xuân",
        "Quận Cầu Giấy",
    },
    "Hai huyện Ba Vì, Mỹ Đức đã có nước sạch chưa?": {"Huyện Ba Vì", "Huyện Mỹ Đức"},
    "Ba quận: Hà Đông, Hoàng Mai, Long Biên vì sao chậm?": {
        "Quận Hà Đông",
        "Quận Hoàng Mai",
        "Quận Long Biên",
    },
    "Các huyện, thị xã: Sơn Tây, Phúc Thọ báo cáo chưa?": {"Thị xã Sơn Tây", "Huyện Phúc Thọ"},
    "Quận Nam và Bắc Từ Liêm chia nhau con mương thế nào?": {"Quận Nam Từ Liêm", "Quận Bắc Từ Liêm"},
    "Các phường: Khương Trung, Hạ Đình ngập mấy giờ?": {"Quận Thanh Xuân"},
    "Các xã Kiêu Kỵ (Gia Lâm), Tả Thanh Oai (Thanh Trì), Cự Khê (Thanh Oai) ô nhiễm đến đâu?": {
        "Huyện Gia Lâm",
        "Huyện Thanh Trì",
        "Huyện Thanh Oai",
    },
    "Xã Hữu Bằng và huyện Quốc Oai phối hợp ra sao?": {"Huyện Thạch Thất", "Huyện Quốc Oai"},
    "Hà Đông, Nam Định và Ninh Bình đều có ca bệnh?": {"Quận Hà Đông"},
}

COMMUNES = {
    "P. Láng Hạ dẹp vỉa hè đến đâu?": {"Quận Đống Đa"},
    "Chủ tịch phường Láng Hạ Nguyễn Văn Hùng nói gì?": {"Quận Đống Đa"},
    "Phường Minh Khai (Bắc Từ Liêm) có chợ mới chưa?": {"Quận Bắc Từ Liêm"},
    "Phường Minh Khai, Hai Bà Trưng có chợ mới chưa?": {"Quận Hai Bà Trưng"},
    "Quận Hai Bà Trưng và phường Minh Khai đã họp chưa?": {"Quận Hai Bà Trưng"},
    "Xã Đồng Tâm có mấy trường học?": {"Huyện Mỹ Đức"},
    "Phường Đồng Tâm có mấy trường học?": {"Quận Hai Bà Trưng"},
    "Phường Thanh Xuân Bắc và xã Thanh Xuân có mấy trường?": {"Quận Thanh Xuân", "Huyện Sóc Sơn"},
    "Phường Mỹ Đình 1 có mấy trường?": {"Quận Nam Từ Liêm"},
    "Phường Mỹ Đình I có mấy trường?": {"Quận Nam Từ Liêm"},
    "Phường Mỹ Đình có mấy trường?": {"Quận Nam Từ Liêm"},
    "Xã Mễ Trì ngày trước giao đất thế nào?": {"Quận Nam Từ Liêm"},
    "Xã Mỹ Đình, huyện Từ Liêm ngày trước giao đất thế nào?": {"Quận Nam Từ Liêm"},
    "Phường Ngô Thì Nhậm trước đây có bao nhiêu dân?": {"Quận Hai Bà Trưng"},
    "Thôn Yên Lộ, Yên Nghĩa, Hà Đông có nước chưa?": {"Quận Hà Đông"},
    "Người dân ở Cổ Nhuế hỏi về sổ đỏ?": {"Quận Bắc Từ Liêm"},
    "Làng Kiêu Kỵ còn mấy nhà dát vàng?": {"Huyện Gia Lâm"},
    "Phường Thuỵ Khuê và phường Thụy Phương xử lý thế nào?": {"Quận Tây Hồ", "Quận Bắc Từ Liêm"},
}

LANDMARKS = {
    "Nước Hồ Tây ô nhiễm đến mức nào?": {"Quận Tây Hồ"},
    "Lễ hội chùa Hương thu phí ra sao?": {"Huyện Mỹ Đức"},
    "Bến xe Gia Lâm bao giờ dời đi?": {"Quận Long Biên"},
    "Chợ Long Biên bao giờ dời đi?": {"Quận Ba Đình"},
    "Công viên Thống Nhất mở cửa đến mấy giờ?": {"Quận Hai Bà Trưng"},
    "Cây trên phố Kim Mã chết khô vì sao?": {"Quận Ba Đình"},
    "Nhà số 75 Tam Trinh xây quá tầng?": {"Quận Hoàng Mai"},
}


@pytest.mark.parametrize("text", TITLES)
def test_district_is_ticked_by_any_form_of_its_title(text: str):
    assert ticked(text) == TITLES[text]


@pytest.mark.parametrize("text", ALONE)
def test_district_is_ticked_by_its_name_alone(text: str):
    assert ticked(text) == ALONE[text]


@pytest.mark.parametrize("text", LISTS)
def test_a_title_holds_for_the_whole_list_after_it(text: str):
    assert ticked(text) == LISTS[text]


@pytest.mark.parametrize("text", COMMUNES)
def test_commune_ticks_the_district_that_it_lies_in(text: str):
    assert ticked(text) == COMMUNES[text]


@pytest.mark.parametrize("text", LANDMARKS)
def test_landmark_or_street_ticks_the_district_that_it_lies_in(text: str):
    assert ticked(text) == LANDMARKS[text]


@pytest.mark.parametrize("text", [*TITLES, *ALONE, *LISTS, *COMMUNES, *LANDMARKS])
def test_nothing_is_lost_without_diacritics(text: str):
    everything = TITLES | ALONE | LISTS | COMMUNES | LANDMARKS
    assert ticked(without_marks(text)) == everything[text]


def test_commune_of_several_districts_is_shown_for_each_and_ticked_for_none():
    text = "Phường Quang Trung có mấy trường học?"
    assert ticked(text) == set()
    assert shown(text) == {"Quận Đống Đa", "Quận Hà Đông", "Thị xã Sơn Tây"}


def test_airport_is_shown_but_not_ticked():
    text = "Sân bay Nội Bài chậm chuyến vì sao?"
    assert (ticked(text), shown(text)) == (set(), {"Huyện Sóc Sơn"})


def test_what_is_ticked_is_not_shown_again():
    text = "Phường Quang Trung, quận Hà Đông có mấy trường học?"
    assert (ticked(text), shown(text)) == ({"Quận Hà Đông"}, set())


def test_units_come_in_the_order_of_the_text_with_the_words_that_say_so():
    found = suggest("Vì sao xã Kiêu Kỵ và Q. Ba Đình chưa trả lời?", gazetteer_of("hanoi-2024"))
    assert [(hit.code, hit.name, hit.because) for hit in found.units] == [
        ("018", "Huyện Gia Lâm", "xã Kiêu Kỵ"),
        ("001", "Quận Ba Đình", "Q. Ba Đình"),
    ]
    assert all(0.7 <= hit.score <= 1 for hit in found.units)


def test_the_surest_words_of_several_are_the_reason():
    found = suggest("Hà Đông ngập: quận Hà Đông làm gì?", gazetteer_of("hanoi-2024"))
    assert found.units == [Hit("268", "Quận Hà Đông", 0.98, "quận Hà Đông")]


@pytest.mark.parametrize("text", ["", "?", "Bao giờ thành phố công bố giá nước mới?"])
def test_text_without_a_place_suggests_nothing(text: str):
    assert suggest(text, gazetteer_of("hanoi-2024")) == Suggestion([], [])
