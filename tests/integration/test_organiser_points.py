"""The organiser's desk: course and agenda, leaders and roll call, links for all points."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from confhub.commands import directory, life, seats
from confhub.queries import seats as seated
from tests.checks import happened, numbers_of_logs, problems
from tests.conftest import World
from tests.pages import region

PAGE = "/b/DEMO/organiser"
STREAM = {"Accept": "text/vnd.turbo-stream.html, text/html"}
LINK = re.compile(r'class="access-url">[^<]*/enter/([\w-]{20,})<')


def links(answer: Any) -> list[str]:
    """The tokens on the sheets of an answer."""
    assert answer.status_code == 200
    return LINK.findall(answer.text)


def test_a_briefing_is_led_from_preparation_to_its_record(world: World, enter: Any) -> None:
    life.create(
        world.db,
        directory.SYSTEM,
        {"code": "LIFE", "title": "Phiên mới", "starts_at": "2026-11-25T09:00", "roster": "hanoi-2024"},
    )
    granted = seats.grant(world.db, directory.SYSTEM, {"role": "organiser", "name": "Thu Trang"}, "LIFE")
    browser = enter()
    browser.get(f"/enter/{granted.token}")
    offered = []
    for verb in ("open", "start", "pause", "resume", "close", "publish"):
        shown = region(browser, "/b/LIFE/organiser", "organiser-life")
        offered.append([step for step in re.findall(r'<form id="life-(\w+)"', shown) if "intake" not in step])
        assert browser.post(f"/b/LIFE/organiser/briefing/{verb}").location == "/b/LIFE/organiser#life"
    running = ["pause", "close"]
    assert offered == [["open"], ["start", "close"], running, ["resume", "close"], running, ["publish"]]
    assert 'href="/record/LIFE"' in region(browser, "/b/LIFE/organiser", "organiser-life")


def test_what_stands_in_the_way_of_closing_is_linked_and_close_is_not_offered(
    world: World, enter: Any
) -> None:
    number = world.bring("queued")
    shown = region(enter("organiser"), PAGE, "organiser-life")
    assert f'href="{PAGE}/questions/{number}"' in shown
    assert 'id="life-pause"' in shown
    assert 'id="life-close"' not in shown


def test_intake_is_closed_and_opened(world: World, enter: Any) -> None:
    browser = enter("organiser")
    for verb, kind in (("close-intake", "intake_closed"), ("open-intake", "intake_opened")):
        assert browser.post(f"{PAGE}/briefing/{verb}", headers=STREAM).status_code == 200
        happened(world, f"briefing.{kind}", "organiser")


def test_title_time_and_place_are_changed(world: World, enter: Any) -> None:
    data = {"title": "Họp báo bất thường", "starts_at": "2026-11-24T14:30", "venue": "Hội trường B"}
    browser = enter("organiser")
    assert browser.post(f"{PAGE}/briefing/update", data=data).status_code == 303
    happened(world, "briefing.updated", "organiser")
    assert "14:30 24/11/2026" in region(browser, PAGE, "organiser-life")


def test_the_agenda_says_when_each_item_should_begin(world: World, enter: Any) -> None:
    browser = enter("organiser")
    for title, minutes in (("Khai mạc", "5"), ("Hỏi và trả lời", "60")):
        data = {"title": title, "minutes": minutes}
        assert browser.post(f"{PAGE}/agenda", data=data).location == f"{PAGE}#agenda"
    happened(world, "agenda.added", "organiser", title="Hỏi và trả lời")
    shown = region(browser, PAGE, "organiser-agenda")
    assert re.findall(r"\d\d:\d\d", shown) == ["09:00", "09:05"]


def test_an_item_without_minutes_is_refused_at_its_field(world: World, enter: Any) -> None:
    before = numbers_of_logs(world)
    data = {"form_id": "item", "title": "Khai mạc", "minutes": "0"}
    answer = enter("organiser").post(f"{PAGE}/agenda", data=data)
    assert answer.status_code == 422
    assert re.search(r'id="item-minutes-error">[^<]+<', answer.text)
    assert 'value="Khai mạc"' in answer.text
    assert numbers_of_logs(world) == before


def test_a_points_leader_and_deputy_and_their_phones_are_written_down(world: World, enter: Any) -> None:
    browser = enter("organiser")
    data = {
        "leader": "Ngô Gia Đống",
        "phone": "0000 000 006",
        "deputy": "Bà Phó",
        "deputy_phone": "0000 000 106",
    }
    answer = browser.post(f"{PAGE}/points/006", data=data)
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/points#point-006")
    happened(world, "point.described", "organiser", leader="Ngô Gia Đống", deputy="Bà Phó")
    shown = region(browser, PAGE, "organiser-points")
    assert 'href="tel:0000000006"' in shown
    assert 'href="tel:0000000106"' in shown
    assert 'value="Bà Phó"' in browser.get(f"{PAGE}/points").text
    page = enter("moderator").get("/b/DEMO/moderator/points/006").text
    assert "Bà Phó" in page
    assert 'href="tel:0000 000 106"' in page


def test_the_roll_is_called_by_phone(world: World, enter: Any) -> None:
    browser = enter("organiser")
    assert browser.post(f"{PAGE}/points/006/check-in", data={"name": "Ngô Gia Đống"}).status_code == 303
    happened(world, "point.checked_in", "organiser")
    assert "1/3" in region(browser, PAGE, "organiser-points")


@pytest.mark.parametrize("path", ["points/999", "points/999/check-in", "seats/999/revoke", "seats/999/renew"])
def test_what_is_not_of_this_briefing_is_not_found(world: World, enter: Any, path: str) -> None:
    before = numbers_of_logs(world)
    assert enter("organiser").post(f"{PAGE}/{path}", data={"name": "x"}).status_code == 404
    assert numbers_of_logs(world) == before


def test_links_are_made_for_points_that_have_none_and_only_once(world: World, enter: Any) -> None:
    seats.revoke(world.db, world.organiser, world.leader.seat_id or 0)
    browser = enter("organiser")
    shown = links(browser.post(f"{PAGE}/links", data={"which": "missing"}))
    assert [enter().get(f"/enter/{token}").location for token in shown] == ["/b/DEMO/point/006"]
    happened(world, "seat.linked", "organiser")
    before = numbers_of_logs(world)
    assert browser.post(f"{PAGE}/links", data={"which": "missing"}).status_code == 409
    assert numbers_of_logs(world) == before
    assert problems(world) == []


def test_an_expired_link_counts_as_none(world: World, enter: Any, clock: Any) -> None:
    seats.renew(world.db, world.organiser, world.leader.seat_id or 0)
    clock.forward(hours=seats.LINK_HOURS + 1)
    browser = enter("organiser")
    shown = links(browser.post(f"{PAGE}/links", data={"which": "missing"}))
    assert [enter().get(f"/enter/{token}").location for token in shown] == ["/b/DEMO/point/006"]


def test_new_links_for_all_points_end_the_old_ones(world: World, enter: Any) -> None:
    shown = links(enter("organiser").post(f"{PAGE}/links", data={"which": "all"}))
    opened = {enter().get(f"/enter/{token}").location for token in shown}
    assert opened == {f"/b/DEMO/point/{unit}" for unit in ("001", "006", "268")}
    assert enter().get(f"/enter/{world.tokens['leader']}").status_code == 404
    with world.db.reading() as session:
        held = [s for s in seated.of_briefing(session, world.briefing_id) if s.role == "leader"]
    assert {s.name for s in held} == {world.leader.name, world.leader2.name, world.leader3.name}


def test_each_sheet_has_its_code_as_a_picture(world: World, enter: Any) -> None:
    answer = enter("organiser").post(f"{PAGE}/links", data={"which": "all"})
    assert answer.text.count("qrline") == len(links(answer)) == 3
    assert "style=" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_account_gets_its_desk_without_a_link(world: World, enter: Any) -> None:
    account = {"name": "Đỗ Thanh Tâm", "email": "tam@example.org", "password": "một mật khẩu dài"}
    directory.create_account(world.db, directory.SYSTEM, account)
    data = {"role": "clerk", "person": "tam@example.org"}
    answer = enter("organiser").post(f"{PAGE}/seats", data=data)
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#people")
    clerk = enter()
    clerk.post("/sign-in", data={"email": "tam@example.org", "password": "một mật khẩu dài"})
    assert clerk.get("/b/DEMO/clerk").status_code == 200


def test_names_are_text_wherever_they_stand(world: World, enter: Any) -> None:
    name = '<b onclick="x">&'
    seats.grant(world.db, directory.SYSTEM, {"role": "clerk", "name": name}, "DEMO")
    shown = region(enter("organiser"), PAGE, "organiser-people")
    assert "<b " not in shown
    # The row, the two buttons, and the question before revoking.
    assert html.unescape(shown).count(name) == 4


def test_what_the_office_owes_is_drafted_and_submitted_by_the_organiser(world: World, enter: Any) -> None:
    number = world.bring("queued")
    world.act("moderator", "defer", number)
    browser = enter("organiser")
    for verb, kind in (("draft", "drafted"), ("submit", "submitted")):
        data = {"version": str(world.question(number).version), "text": "Sở đã kiểm tra."}
        assert browser.post(f"{PAGE}/questions/{number}/{verb}", data=data).status_code == 303
        happened(world, f"question.{kind}", "organiser", number)
    assert "Sở đã kiểm tra." in region(browser, PAGE, "organiser-written")


def test_a_due_date_can_be_seen_to_pass(world: World, enter: Any) -> None:
    world.bring("written", text="Bao giờ có báo cáo?")
    shown = region(enter("organiser"), PAGE, "organiser-written")
    # Thirty days from 24 November; overdue once that day is over in Hà Nội.
    assert '<time datetime="2026-12-25T00:00:00+07:00" data-clock="due">24/12/2026</time>' in shown


def test_a_question_is_shown_with_its_history(world: World, enter: Any) -> None:
    number = world.bring("answered")
    page = enter("organiser").get(f"{PAGE}/questions/{number}").text
    history = page.partition('id="history-title"')[2]
    assert history.count("<li>") == len([e for e in world.events() if e.number == number])
    assert world.moderator.name in history
