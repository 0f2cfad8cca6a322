"""What everybody may read once a briefing is published, and the code that leads into a running one."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
import segno

from confhub.commands import life, points
from confhub.commands.directory import SYSTEM

RECORD = "/record/DEMO"


def words(html: str) -> str:
    """The text of a piece of HTML, spaces single."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def card(page: str, number: int) -> str:
    """The entry of one question, as its reader sees it."""
    entry = page[page.index(f'<article class="q" id="q{number}"') :].split("</article>")[0]
    return words(entry)


@pytest.fixture
def publish(world, app) -> Any:
    """Close and publish the briefing, then read its record as anybody may."""

    def published() -> str:
        life.change(world.db, SYSTEM, "close", code="DEMO")
        life.change(world.db, SYSTEM, "publish", code="DEMO")
        answer = app.test_client().get(RECORD)
        assert answer.status_code == 200
        return str(answer.text)

    return published


def test_there_is_no_record_before_it_is_published_for_staff_neither(world, app, enter):
    readers = [app.test_client(), enter("organiser", "moderator", "reporter")]
    for verb in ("pause", "resume", "close"):
        life.change(world.db, SYSTEM, verb, code="DEMO")
        assert [reader.get(RECORD).status_code for reader in readers] == [404, 404]
    life.change(world.db, SYSTEM, "publish", code="DEMO")
    assert [reader.get(RECORD).status_code for reader in readers] == [200, 200]


def test_an_unknown_record_is_not_found(world, app):
    assert app.test_client().get("/record/NOWHERE").status_code == 404


def test_the_head_says_what_when_and_where(world, publish, clock):
    clock.forward(hours=2)
    told = words(publish())
    assert "Phiên họp báo thường kỳ" in told
    assert "Khai mạc 09:00 24/11/2026 Kết thúc 11:00 24/11/2026" in told


def test_points_are_listed_with_who_was_present(world, publish):
    points.check_in(world.db, world.leader, "006", {"name": "Ngô Gia Đống"})
    points.describe(world.db, SYSTEM, "006", {"leader": "Ngô Gia Đống", "phone": "0000-123"}, "DEMO")
    page = publish()
    told = words(page)
    assert "Điểm cầu có mặt 1/3" in told
    assert "Quận Đống Đa : Ngô Gia Đống, 09:00" in told
    assert "Quận Ba Đình : không điểm danh" in told
    assert "0000-123" not in page


def test_a_live_answer_says_who_spoke_from_where_and_when(world, publish, clock):
    number = world.bring("on_air", text="Bao giờ thông xe?")
    world.act("moderator", "edit", number, wording="Khi nào thông xe?")
    clock.forward(minutes=6)
    world.act("moderator", "answer", number, gist="Tháng 12.", speaker="Ngô Gia Đống")
    told = card(publish(), number)
    assert "Khi nào thông xe? Vũ Hải Yến Báo Sông Hồng" in told
    assert "Ngô Gia Đống , Quận Đống Đa, từ 09:00 đến 09:06 Tháng 12." in told
    assert "Bao giờ thông xe?" not in told


def test_an_answer_of_the_hall_names_the_main_venue(world, publish):
    number = world.bring("queued")
    world.act("moderator", "air", number)
    world.act("moderator", "answer", number, gist="Thành phố đang làm.")
    assert "Điểm cầu trung tâm, từ 09:00 đến 09:00 Thành phố đang làm." in card(publish(), number)


def test_a_promise_shows_its_day_and_the_published_answer_its_text(world, publish, app):
    number = world.bring("cleared")
    page = publish()
    assert "chậm nhất ngày 24/12/2026 (30 ngày, tính từ 24/11/2026) · Quận Đống Đa" in card(page, number)
    assert "Đã sửa xong." not in page
    world.act("organiser", "publish", number)
    told = card(app.test_client().get(RECORD).text, number)
    assert "công bố ngày 24/11/2026 · Quận Đống Đa Đã sửa xong." in told


def test_a_declined_question_gives_its_ground_and_outward_wording(world, publish):
    number = world.ask()
    data = {"ground": "secret", "outward": "Xin phép không nêu.", "note": "Chỉ nội bộ"}
    world.act("moderator", "decline", number, **data)
    page = publish()
    assert "Thông tin thuộc bí mật nhà nước" in card(page, number)
    assert "Xin phép không nêu." in card(page, number)
    assert "Chỉ nội bộ" not in page


def test_a_merged_question_leads_to_the_one_that_it_went_into(world, publish):
    into = world.bring("declined")
    number = world.ask("Câu trùng", by="reporter2")
    world.act("moderator", "merge", number, into=into)
    page = publish()
    assert "Câu trùng Hoàng Đức Anh Đài Bắc Thành Gộp vào câu 1" in card(page, number)
    assert f'<a href="#q{into}">' in page


def test_of_a_withdrawn_question_only_that_it_was_withdrawn(world, publish):
    number = world.ask("Câu đã rút")
    world.act("reporter", "withdraw", number)
    page = publish()
    assert "Câu hỏi đã được người hỏi rút." in card(page, number)
    assert "Câu đã rút" not in page
    assert "Vũ Hải Yến" not in page


def test_reasons_and_notes_stay_inside(world, publish):
    number = world.bring("queued")
    world.act("moderator", "route", number, unit=["006"], note="Trả lời ngắn thôi")
    world.act("leader", "return", number, reason="no_information", reply="Chúng tôi không rõ")
    world.act("moderator", "defer", number)
    page = publish()
    for inside in ("Trả lời ngắn thôi", "Chúng tôi không rõ", "Chưa có thông tin", "Lê Minh Hà"):
        assert inside not in page


def test_questions_stand_in_the_order_of_their_numbers(world, publish):
    for _ in range(3):
        world.bring("declined")
    numbers = re.findall(r'<article class="q" id="q(\d+)"', publish())
    assert numbers == ["1", "2", "3"]


def test_an_empty_briefing_has_a_record_too(world, publish):
    assert "Phiên họp báo không có câu hỏi nào." in words(publish())


def test_the_qr_code_leads_to_where_reporters_join(world, app, config):
    answer = app.test_client().get("/qr/DEMO.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    expected = io.BytesIO()
    code = segno.make(f"{config.public_url}/join/DEMO", error="m", micro=False)
    code.save(expected, kind="svg", light="#fff", omitsize=True, xmldecl=False)
    assert answer.data == expected.getvalue()
    assert b"style=" not in answer.data


def test_there_is_a_qr_code_only_while_the_briefing_runs(world, app):
    client = app.test_client()
    life.change(world.db, SYSTEM, "pause", code="DEMO")
    assert client.get("/qr/DEMO.svg").status_code == 200
    life.change(world.db, SYSTEM, "close", code="DEMO")
    assert client.get("/qr/DEMO.svg").status_code == 404
    assert client.get("/qr/NOWHERE.svg").status_code == 404


def test_reading_the_record_changes_nothing(world, publish, app):
    publish()
    before = len(world.events())
    app.test_client().get(RECORD)
    assert len(world.events()) == before
