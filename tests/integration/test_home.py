"""The start page: desks, what one can register for, what is public."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from confhub.commands import directory, life, seats
from confhub.queries import seats as seated
from tests.conftest import World
from tests.pages import listed

PASSWORD = "một mật khẩu dài"


@pytest.fixture
def signed_in(world: World, enter: Any) -> Any:
    """``signed_in(outlet=…, organiser=…)``: a browser with a new account."""

    def made(**data: str) -> Any:
        account = {"name": "Vũ Hải Yến", "email": "yen@example.org", "password": PASSWORD, **data}
        directory.create_account(world.db, directory.SYSTEM, account)
        browser = enter()
        browser.post("/sign-in", data={"email": "yen@example.org", "password": PASSWORD})
        return browser

    return made


def account_id(world: World) -> int:
    """The id of the account that ``signed_in`` made."""
    with world.db.reading() as session:
        person = seated.person_by_email(session, "yen@example.org")
        assert person is not None
        return person.id


def another_briefing(world: World, *verbs: str) -> None:
    """A briefing OTHER without points' seats, after these steps."""
    data = {"code": "OTHER", "title": "Phiên khác", "starts_at": "2026-11-25T09:00", "roster": "hanoi-2024"}
    life.create(world.db, directory.SYSTEM, data)
    for verb in verbs:
        life.change(world.db, directory.SYSTEM, verb, code="OTHER")


@pytest.mark.usefixtures("world")
def test_strangers_find_the_sign_in_and_no_briefing(app: Flask) -> None:
    page = app.test_client().get("/").text
    assert 'id="sign-in"' in page
    assert "Phiên họp báo thường kỳ" not in page


def test_published_records_are_there_for_everybody(app: Flask, world: World) -> None:
    another_briefing(world, "open", "close", "publish")
    page = app.test_client().get("/").text
    assert 'href="/record/OTHER"' in page
    assert "/record/DEMO" not in page


def test_who_came_by_links_finds_each_desk(world: World, enter: Any) -> None:
    card = listed(enter("leader", "clerk"), "/", "card-DEMO")
    assert 'href="/b/DEMO/point/006"' in card
    assert 'href="/b/DEMO/clerk"' in card
    assert "/b/DEMO/moderator" not in card


def test_a_desk_is_gone_from_the_start_page_with_its_seat(world: World, enter: Any) -> None:
    browser = enter("clerk")
    seats.revoke(world.db, world.organiser, world.clerk.seat_id or 0)
    assert "/b/DEMO/clerk" not in browser.get("/").text


def test_an_accredited_reporter_registers_from_the_start_page(world: World, signed_in: Any) -> None:
    another_briefing(world)
    browser = signed_in(outlet="Báo Sông Hồng")
    assert 'action="/join/DEMO"' in listed(browser, "/", "join-DEMO")
    assert "OTHER" not in browser.get("/").text  # in preparation
    browser.post("/join/DEMO")
    assert 'href="/b/DEMO/reporter"' in listed(browser, "/", "card-DEMO")
    assert listed(browser, "/", "join-DEMO") == ""


@pytest.mark.parametrize(
    ("state", "said"), [("suspended", "đang bị tạm đình chỉ"), ("pending", "chưa được duyệt")]
)
def test_without_approval_a_reporter_reads_why_there_is_nothing_to_register_for(
    signed_in: Any, state: str, said: str
) -> None:
    browser = signed_in(outlet="Báo Sông Hồng", state=state)
    page = browser.get("/").text
    assert said in page
    assert "/join/DEMO" not in page


def test_a_suspension_takes_the_desk_away_and_approval_gives_it_back(world: World, signed_in: Any) -> None:
    browser = signed_in(outlet="Báo Sông Hồng")
    browser.post("/join/DEMO")
    person_id = account_id(world)
    found = []
    for state in ("suspended", "approved"):
        directory.accredit(world.db, directory.SYSTEM, person_id, {"outlet": "Báo Sông Hồng", "state": state})
        found.append((listed(browser, "/", "card-DEMO") != "", browser.get("/b/DEMO/reporter").status_code))
    assert found == [(False, 404), (True, 200)]


def test_an_organisers_account_opens_every_briefing_and_the_office(world: World, signed_in: Any) -> None:
    another_briefing(world, "open", "close")
    browser = signed_in(organiser="yes")
    page = browser.get("/").text
    assert 'href="/b/DEMO/organiser"' in page
    assert 'href="/b/OTHER/organiser"' in page
    assert 'href="/office"' in page
    assert browser.get("/b/OTHER/organiser").status_code == 200


def test_other_accounts_find_no_office(signed_in: Any) -> None:
    browser = signed_in()
    assert 'href="/office"' not in browser.get("/").text
    assert browser.get("/office").status_code == 404


def test_organisers_do_not_lock_themselves_out(world: World, signed_in: Any) -> None:
    directory.create_account(
        world.db,
        directory.SYSTEM,
        {"name": "A", "email": "a@example.org", "password": PASSWORD, "organiser": "yes"},
    )
    browser = signed_in(organiser="yes")
    answer = browser.post(f"/office/accounts/{account_id(world)}/inactive")
    assert answer.status_code == 409
    assert browser.get("/office").status_code == 200


@pytest.mark.parametrize("there", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_changing_the_language_never_leads_elsewhere(app: Flask, there: str) -> None:
    answer = app.test_client().post("/language", data={"lang": "en", "next": there})
    assert answer.location == "/"


@pytest.mark.usefixtures("world")
def test_an_unknown_language_is_not_kept(app: Flask) -> None:
    client = app.test_client()
    client.post("/language", data={"lang": "xx", "next": "/"})
    assert 'lang="vi"' in client.get("/").text


def test_a_link_that_does_not_work_says_what_to_do(world: World, app: Flask) -> None:
    seats.revoke(world.db, world.organiser, world.clerk.seat_id or 0)
    client = app.test_client()
    dead, unknown = client.get(f"/enter/{world.tokens['clerk']}"), client.get("/enter/unknown")
    assert (dead.status_code, unknown.status_code) == (404, 404)
    assert "cấp liên kết mới" in dead.text
    assert dead.text.partition("<main")[2] == unknown.text.partition("<main")[2]


def test_the_code_on_the_wall_of_a_briefing_in_preparation_leads_nowhere(
    world: World, signed_in: Any
) -> None:
    another_briefing(world)
    browser = signed_in(outlet="Báo Sông Hồng")
    assert browser.get("/join/OTHER").status_code == browser.get("/join/NONE").status_code == 404
    assert browser.post("/join/OTHER").status_code == 404
