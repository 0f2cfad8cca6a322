"""The office and the organiser's desk through their forms."""

from __future__ import annotations

import re
from typing import Any

from tests.conftest import World

STREAM = {"Accept": "text/vnd.turbo-stream.html, text/html"}
LINK = re.compile(r"/enter/([\w-]{20,})")


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
    assert "mang mã này" in answer.text


def test_a_link_is_shown_once_and_opens_its_desk(world: World, enter: Any) -> None:
    organiser = enter("organiser")
    answer = organiser.post("/b/DEMO/organiser/seats", data={"role": "clerk", "name": "Thư ký hai"})
    token = LINK.search(answer.text)
    assert token is not None
    assert enter().get(f"/enter/{token[1]}").location == "/b/DEMO/clerk"
    assert token[1] not in organiser.get("/b/DEMO/organiser").text
    assert world.events()[-1].kind == "seat.granted"


def test_a_renewed_link_kills_the_old_one(world: World, enter: Any) -> None:
    seat = world.leader.seat_id
    answer = enter("organiser").post(f"/b/DEMO/organiser/seats/{seat}/renew")
    token = LINK.search(answer.text)
    assert token is not None
    assert enter().get(f"/enter/{token[1]}").location == "/b/DEMO/point/006"
    assert enter().get(f"/enter/{world.tokens['leader']}").status_code == 404


def test_a_revoked_seat_has_no_desk_any_more(world: World, enter: Any) -> None:
    enter("organiser").post(f"/b/DEMO/organiser/seats/{world.leader.seat_id}/revoke")
    assert enter().get(f"/enter/{world.tokens['leader']}").status_code == 404
    assert world.events()[-1].kind == "seat.revoked"


def test_a_written_answer_is_cleared_and_published(world: World, enter: Any) -> None:
    number = world.bring("submitted")
    browser = enter("organiser")
    for verb in ("clear", "publish"):
        version = str(world.question(number).version)
        url = f"/b/DEMO/organiser/questions/{number}/{verb}"
        assert browser.post(url, data={"version": version}, headers=STREAM).status_code == 200
    written = world.question(number).written
    assert written is not None
    assert written.state == "published"
    assert world.events()[-1].actor["name"] == world.organiser.name


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


def test_the_organiser_does_not_run_the_floor(world: World, enter: Any) -> None:
    number = world.ask()
    url = f"/b/DEMO/organiser/questions/{number}/queue"
    assert enter("organiser").post(url, data={"version": "1"}, headers=STREAM).status_code == 403
    assert world.question(number).state == "received"


def test_an_account_gets_a_password_that_is_shown_once(world: World, enter: Any) -> None:
    browser = enter("organiser")
    data = {"name": "Vũ Hải Yến", "email": "yen@example.org"}
    answer = browser.post("/office/accounts", data=data, follow_redirects=True)
    assert answer.status_code == 200
    assert "yen@example.org" in browser.get("/office/accounts").text


def test_due_days_are_the_offices_own(world: World, enter: Any) -> None:
    enter("organiser").post("/office/settings/due_days", data={"due_days": "15"})
    number = world.bring("written")
    written = world.question(number).written
    assert written is not None
    assert written.due_days == 15
