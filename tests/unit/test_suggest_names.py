"""A place's name alone is no place where something else bears it, or where it lies in another province."""

from __future__ import annotations

import pytest

from tests.suggestions import shown, ticked, without_marks

BORNE = [
    "Anh Nguyễn Đông Anh hỏi về giá nước?",
    "Đông Anh cho biết em chưa có bảo hiểm, ai chịu trách nhiệm?",
    "Thanh Xuân (24 tuổi) bị mất xe, đã tìm được chưa?",
    "Ông Trần Thanh Xuân khiếu nại đến đâu rồi?",
    "Nghệ sĩ Hoàng Mai có được cấp phép không?",
    "Đường Hoàng Mai bao giờ thông xe?",
    "Phố Hai Bà Trưng cấm xe đến bao giờ?",
    "Cầu Long Biên bao giờ sửa xong?",
    "Khởi nghĩa Hai Bà Trưng được kỷ niệm thế nào?",
    "Đường sắt Cát Linh – Hà Đông lỗ bao nhiêu?",
    "Tuyến metro số 2A Cát Linh - Hà Đông lỗ bao nhiêu?",
    "Tuyến buýt Sơn Tây - Hà Đông có bị cắt không?",
    "Khu đô thị Tây Hồ Tây làm đến đâu?",
    "Tòa nhà Mê Linh Plaza có cửa thoát nạn không?",
    "Tuổi thanh xuân của công nhân trôi qua ở đâu?",
    "Ba vì sao trên cổng chào có ý nghĩa gì?",
    "BA VÌ SAO KHÔNG CÓ NƯỚC SẠCH?",
    "Xã tiên phong về chuyển đổi số là xã nào?",
    "Loa phường còn cần không? Xã hội hóa ra sao?",
]

ELSEWHERE = [
    "Phường Quang Trung, TP Hà Giang có gì mới?",
    "Phường Quang Trung (Hà Giang) có gì mới?",
    "Phường Lê Lợi, thành phố Vinh, tỉnh Nghệ An có gì mới?",
    "Xã Tân Lập, huyện Đơn Dương xử lý thế nào?",
    "Xã Yên Sơn, Đô Lương, Nghệ An xử lý thế nào?",
    "Phường An Phú, quận 2 xử lý thế nào?",
    "Xã An Phú Tây, huyện Bình Chánh xử lý thế nào?",
    "TX Hoàng Mai (Nghệ An) xử lý thế nào?",
    "Thị xã Hoàng Mai xử lý thế nào?",
    "Hoàng Mai, Nghệ An xử lý thế nào?",
    "Tỉnh Sơn Tây của Trung Quốc có kinh nghiệm gì?",
    "Huyện Sơn Tây, Quảng Ngãi có gì mới?",
    "Quận 1, TP.HCM làm thế nào?",
]

DOUBTFUL = {
    "Trường mầm non Hoàng Mai nhận trẻ thế nào?": {"Quận Hoàng Mai"},
    "Đường Kim Giang bao giờ làm xong?": {"Quận Thanh Xuân"},
    "Xã Liên Hồng của tỉnh nào, có phải ở Hải Dương không?": {"Huyện Đan Phượng"},
    "Huyện Từ Liêm ngày trước giao đất thế nào?": {"Quận Bắc Từ Liêm", "Quận Nam Từ Liêm"},
    "Phường Tân Hội có gì mới?": {"Huyện Đan Phượng"},
}


@pytest.mark.parametrize("text", [*BORNE, *ELSEWHERE])
def test_name_that_means_no_unit_of_the_city_is_not_ticked(text: str):
    assert ticked(text) == set()


@pytest.mark.parametrize("text", [*BORNE, *ELSEWHERE])
def test_name_that_means_no_unit_of_the_city_is_not_ticked_without_diacritics(text: str):
    assert ticked(without_marks(text)) == set()


@pytest.mark.parametrize("text", BORNE)
def test_name_that_something_else_bears_is_not_even_shown(text: str):
    assert shown(text) == set()


@pytest.mark.parametrize("text", DOUBTFUL)
def test_doubtful_name_is_shown_and_not_ticked(text: str):
    assert (ticked(text), shown(text)) == (set(), DOUBTFUL[text])


def test_common_name_is_ticked_again_when_the_city_is_named():
    assert ticked("Xã Liên Hồng, Hà Nội có nhận hàng từ Hải Dương không?") == {"Huyện Đan Phượng"}


def test_rare_name_is_ticked_although_another_province_is_named():
    assert ticked("Phường Láng Hạ có nhận người từ Hải Dương không?") == {"Quận Đống Đa"}
