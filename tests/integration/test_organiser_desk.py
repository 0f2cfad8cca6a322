"""The organiser's desk through its forms: a briefing, its people and links, written answers."""

from __future__ import annotations

import re
from typing import Any

from tests.checks import happened
from tests.conftest import World

STREAM = {"Accept": "text/vnd.turbo-stream.html, text/html"}
LINK = re.compile(r"/enter/([\w-]{20,})")


def rows(page: str) -> list[str]:
    """Codes of the points in the table of points."""
    return re.findall(r'<tr id="row-(\w+)">', page)


def test_a_briefing_is_made_from_a_roster(world: World, enter: Any) -> None:
    browser = enter("organiser")
    data = {
        "code": "thang-12",
        "title": "Họp báo tháng 12",
        "starts_at": "2026-12-01T09:00",
        "roster": "hanoi-2025",
        "which": "all",
    }
    assert browser.post("/office/briefings", data=data).status_code == 303
    page = browser.get("/b/THANG-12/organiser")
    assert page.status_code == 200
    assert "Phường Hoàn Kiếm" in browser.get("/b/THANG-12/organiser/points").text


def test_only_the_units_that_are_ticked_get_a_point(world: World, enter: Any) -> None:
    browser = enter("organiser")
    data = {
        "code": "SOME",
        "title": "Họp báo",
        "starts_at": "2026-12-01T09:00",
        "roster": "hanoi-2024",
        "which": "some",
        "unit-hanoi-2024": ["001", "006"],
        "unit-hanoi-2025": ["00004"],
    }
    browser.post("/office/briefings", data=data)
    assert rows(browser.get("/b/SOME/organiser").text) == ["001", "006"]


def test_without_scripts_a_refused_briefing_comes_back_as_it_was_typed(world: World, enter: Any) -> None:
    data = {
        "form_id": "new",
        "code": "NEW",
        "title": "Họp báo tháng 12",
        "starts_at": "2026-12-01T09:00",
        "roster": "hanoi-2024",
        "which": "some",
    }
    answer = enter("organiser").post("/office/briefings", data=data)
    assert answer.status_code == 422
    assert 'value="Họp báo tháng 12"' in answer.text
    assert re.search(r'id="new-which-error">[^<]+<', answer.text)
    assert enter("organiser").get("/b/NEW/organiser").status_code == 404


def test_a_code_that_is_taken_is_refused_at_its_field(world: World, enter: Any) -> None:
    data = {
        "form_id": "new",
        "code": "DEMO",
        "title": "X",
        "starts_at": "2026-12-01T09:00",
        "roster": "hanoi-2025",
    }
    answer = enter("organiser").post("/office/briefings", data=data, headers=STREAM)
    assert answer.status_code == 422
    assert 'target="new-code-error"' in answer.text
    assert "mang mã này" in answer.text


def test_a_link_is_shown_once_and_opens_its_desk(world: World, enter: Any) -> None:
    organiser = enter("organiser")
    answer = organiser.post("/b/DEMO/organiser/seats", data={"role": "clerk", "name": "Thư ký hai"})
    token = LINK.search(answer.text)
    assert token is not None
    assert enter().get(f"/enter/{token[1]}").location == "/b/DEMO/clerk"
    assert token[1] not in organiser.get("/b/DEMO/organiser").text
    assert world.events()[-1].kind == "seat.granted"


def test_a_refused_grant_names_the_field_and_keeps_what_was_typed(world: World, enter: Any) -> None:
    before = len(world.events())
    data = {"role": "reporter", "form_id": "grant-reporter", "name": "Hoàng Đức Anh", "outlet": ""}
    answer = enter("organiser").post("/b/DEMO/organiser/seats", data=data)
    assert answer.status_code == 422
    assert 'value="Hoàng Đức Anh"' in answer.text
    assert re.search(r'id="grant-reporter-outlet-error">[^<]+<', answer.text)
    assert len(world.events()) == before


def test_no_page_shows_a_link_that_was_given_out(world: World, enter: Any) -> None:
    browser = enter("organiser")
    pages = ["", "/points", f"/seats/{world.leader.seat_id}"]
    shown = "".join(browser.get(f"/b/DEMO/organiser{page}").text for page in pages)
    assert world.leader.name in shown
    assert not [token for token in world.tokens.values() if token in shown]


def test_a_renewed_link_kills_the_old_one(world: World, enter: Any) -> None:
    seat = world.leader.seat_id
    answer = enter("organiser").post(f"/b/DEMO/organiser/seats/{seat}/renew")
    token = LINK.search(answer.text)
    assert token is not None
    assert enter().get(f"/enter/{token[1]}").location == "/b/DEMO/point/006"
    assert enter().get(f"/enter/{world.tokens['leader']}").status_code == 404


def test_a_revoked_seat_has_no_desk_any_more(world: World, enter: Any) -> None:
    leader = enter("leader")
    answer = enter("organiser").post(f"/b/DEMO/organiser/seats/{world.leader.seat_id}/revoke")
    assert (answer.status_code, answer.location) == (303, "/b/DEMO/organiser#people")
    assert leader.get("/b/DEMO/point/006").status_code == 303
    assert enter().get(f"/enter/{world.tokens['leader']}").status_code == 404
    happened(world, "seat.revoked", "organiser")


def test_a_written_answer_is_cleared_and_published(world: World, enter: Any) -> None:
    number = world.bring("submitted")
    browser = enter("organiser")
    for verb in ("clear", "publish"):
        version = str(world.question(number).version)
        url = f"/b/DEMO/organiser/questions/{number}/{verb}"
        assert browser.post(url, data={"version": version}, headers=STREAM).status_code == 200
    written = world.question(number).written
    assert written is not None
    assert (written.state, written.text) == ("published", "Đã sửa xong.")
    happened(world, "question.published", "organiser", number)


def test_what_a_point_drafts_is_not_shown_before_it_is_submitted(world: World, enter: Any) -> None:
    number = world.bring("written")
    world.act("leader", "draft", number, text="Bản nháp của điểm cầu")
    browser = enter("organiser")
    pages = ("/b/DEMO/organiser", f"/b/DEMO/organiser/questions/{number}")
    assert not [page for page in pages if "Bản nháp của điểm cầu" in browser.get(page).text]
    world.act("leader", "submit", number, text="Bản chính thức")
    assert not [page for page in pages if "Bản chính thức" not in browser.get(page).text]


def test_who_clears_too_late_is_told_who_was_faster(world: World, enter: Any) -> None:
    number = world.bring("submitted")
    version = str(world.question(number).version)
    world.act("organiser", "clear", number)
    before = len(world.events())
    url = f"/b/DEMO/organiser/questions/{number}/send-back"
    data = {"version": version, "form_id": "f", "note": "Thiếu số liệu"}
    answer = enter("organiser").post(url, data=data, headers=STREAM)
    assert answer.status_code == 409
    assert world.organiser.name in answer.text
    assert len(world.events()) == before


def test_without_scripts_a_cleared_answer_leads_back_to_the_desk(world: World, enter: Any) -> None:
    number = world.bring("submitted")
    data = {"version": str(world.question(number).version)}
    answer = enter("organiser").post(f"/b/DEMO/organiser/questions/{number}/clear", data=data)
    assert (answer.status_code, answer.location) == (303, f"/b/DEMO/organiser#q{number}")


def test_an_answer_is_sent_back_only_with_a_note(world: World, enter: Any) -> None:
    number = world.bring("submitted")
    version = str(world.question(number).version)
    answer = enter("organiser").post(
        f"/b/DEMO/organiser/questions/{number}/send-back",
        data={"version": version, "form_id": "f", "note": " "},
        headers=STREAM,
    )
    assert answer.status_code == 422
    assert 'target="f-note-error"' in answer.text


def test_a_briefing_with_undecided_questions_is_not_closed(world: World, enter: Any) -> None:
    number = world.bring("queued")
    answer = enter("organiser").post("/b/DEMO/organiser/briefing/close", headers=STREAM)
    assert answer.status_code == 409
    assert f": {number}." in answer.text
    assert world.events()[-1].kind == "question.queued"


def test_the_organiser_does_not_run_the_floor(world: World, enter: Any) -> None:
    number = world.ask()
    url = f"/b/DEMO/organiser/questions/{number}/queue"
    assert enter("organiser").post(url, data={"version": "1"}, headers=STREAM).status_code == 403
    assert world.question(number).state == "received"


def test_due_days_are_the_offices_own(world: World, enter: Any) -> None:
    enter("organiser").post("/office/settings/due_days", data={"due_days": "15"})
    number = world.bring("written")
    written = world.question(number).written
    assert written is not None
    assert written.due_days == 15
